"""Messages on standard error and the statistics file. Changes no output."""
