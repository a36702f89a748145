"""Trains the line model on labelled articles, and measures it on sites that it has not seen."""
