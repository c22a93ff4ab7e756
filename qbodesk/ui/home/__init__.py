"""The page a window opens on."""
