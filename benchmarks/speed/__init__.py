"""Speed beside what users would run instead: corpora, what runs on them, measuring, and showing it."""
