"""Container formats, one module each, and the registry of all of them. No runs."""
