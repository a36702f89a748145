"""The library inside engines that run on many machines: rows, Arrow batches, datatrove, Spark."""
