"""Reads ledgers again: `cleaner report` writes pages and summaries of them, `cleaner review` takes decisions."""
