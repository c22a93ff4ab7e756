"""Work outside the GUI thread, and how its results come back into it; knows no screen."""
