"""Declares the commands, one module each. Only this folder imports typer. Contains no logic of its own."""
