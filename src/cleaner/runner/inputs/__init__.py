"""Finds the inputs and cuts them into tasks. Cleans nothing."""
