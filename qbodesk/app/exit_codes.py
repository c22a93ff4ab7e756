"""The exit codes of every command; stable, scripts rely on them."""

DONE = 0
BUG = 1
USAGE = 2
PROBLEMS = 3
SIGN_IN = 4
OFFLINE = 5
REFUSED = 6
