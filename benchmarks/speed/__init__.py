"""Speed compared with peers: corpora, subjects, measurement, tables and plots."""
