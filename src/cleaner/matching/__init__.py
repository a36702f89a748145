"""Reads and compiles rules and languages, and finds the lines they match. No stages, no intake, no user files."""
