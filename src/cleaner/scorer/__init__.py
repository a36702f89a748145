"""The learned line model: what a line tells (words, facts, neighbours), the weights, the score; in integers."""
