"""Runs the stages in order and checks the result. No I/O."""
