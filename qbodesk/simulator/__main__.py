"""`python -m qbodesk.simulator`: the simulator without the rest of the program."""

import sys

from qbodesk.simulator.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
