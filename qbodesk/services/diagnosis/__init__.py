"""What is kept and shown to find out what went wrong: a log and a report that hold nobody's data. Sends nothing anywhere."""
