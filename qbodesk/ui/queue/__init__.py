"""What waits to be sent and what is not in step, with the reason and the next step; sends nothing."""
