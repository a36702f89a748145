"""The inverse of a run: clean text and ledger in, original out."""
