"""Settings: keys, configuration files, and the resolved values. Builds no `Cleaner`."""
