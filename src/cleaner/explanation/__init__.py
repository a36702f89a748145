"""`cleaner why`: which rule took a line and why, or what kept it, and what would change that."""
