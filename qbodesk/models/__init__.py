"""The data of the program: errors, pure rules (domain) and the SQLite cache. No HTTP, no Qt."""
