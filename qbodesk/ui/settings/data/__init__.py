"""Settings > Data: a backup for another computer and the way back, every list as files, and everything off this one."""
