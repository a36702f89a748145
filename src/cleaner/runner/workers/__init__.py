"""Cleans one task, in this process or in a worker. Prints nothing and opens no output."""
