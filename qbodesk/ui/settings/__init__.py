"""The settings: a list of sections at the left, the chosen one beside it. Each section stores its own choices."""
