"""Writes clean text, reports and the journal, each completely or not at all. Cleans nothing."""
