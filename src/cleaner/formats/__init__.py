"""Reads and writes container formats, one module each. The registry lists them all. Knows nothing of runs."""
