"""The HTML report: one self-contained page with the counts, the documents to look at, and review."""
