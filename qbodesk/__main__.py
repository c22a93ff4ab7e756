"""Starts the program: `python -m qbodesk`."""

import sys


def main() -> int:
    """The entry point of the installed command."""
    from qbodesk.app.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
