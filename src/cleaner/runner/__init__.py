"""One run of `cleaner clean`, for one input or a million. Only `run.py` imports all four folders below."""
