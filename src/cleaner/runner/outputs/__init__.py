"""Writes clean text, reports and the journal, whole or not at all. Cleans nothing."""
