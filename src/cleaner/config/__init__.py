"""Settings: keys, configuration files and resolved values. Builds no `Cleaner`."""
