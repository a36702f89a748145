"""Files, pipes, compression, signals and the terminal. No documents, rules or formats."""
