"""One module per kind of write: what to check, what to send, how to find it again, what follows from it."""
