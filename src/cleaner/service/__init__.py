"""`cleaner serve` and `cleaner mcp`: other programs get over HTTP or MCP what the command line gives."""
