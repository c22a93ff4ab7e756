"""What this program did, line by line; changes nothing."""
