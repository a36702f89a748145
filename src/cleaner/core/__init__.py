"""Documents, drafts, removals and results. Standard library and RE2 only: no files, clock, network or rules."""
