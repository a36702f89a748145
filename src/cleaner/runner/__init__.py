"""Runs `cleaner clean` on one input or a million. Only `run.py` imports all four folders below."""
