"""Records that are probably one: a page to compare, open, link and dismiss them."""
