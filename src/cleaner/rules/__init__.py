"""The rules, one TOML file per family. Data only, no code."""
