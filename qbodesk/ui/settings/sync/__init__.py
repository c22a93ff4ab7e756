"""Settings > Sync: the rules that keep HubSpot in step, what they would do, what they did, and what is not in step."""
