"""What is timed, and never asserted: `python3 start.py bench [NAME …] [--json FILE]`."""
