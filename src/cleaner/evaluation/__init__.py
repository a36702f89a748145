"""Scores cleaning against labelled articles, pages and rule examples. Only the command line imports it."""
