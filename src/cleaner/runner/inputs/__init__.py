"""Finds the inputs and splits them into tasks. Cleans nothing."""
