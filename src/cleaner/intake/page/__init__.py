"""Finds the article in an HTML page. The only folder that imports lxml and trafilatura."""
