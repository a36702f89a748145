"""The inverse of a run: takes clean text and its ledger, returns the original."""
