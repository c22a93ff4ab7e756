"""Documents made of HTML on this machine; knows no invoice."""
