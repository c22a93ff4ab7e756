"""Every page and dialog of the program, each by its name and the way there: for pictures and for the house tests."""
