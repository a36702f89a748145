"""Phrases and test examples, one TOML file per language. Data only, no code."""
