"""Scores cleaning against labelled articles, pages and rule examples. Nothing below imports it."""
