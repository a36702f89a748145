"""One module per command. The only folder that imports typer; no logic of its own."""
