"""The learned line model: what a line tells (words, facts, neighbours), the weights, and the score; integers only."""
