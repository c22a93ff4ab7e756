"""Random but valid hands at the whole window, over servers that fail: what they must never bring about is written down here."""
