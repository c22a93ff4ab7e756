"""Settings > Field mappings: the table of what fills what, the editor of one, its steps, the history."""
