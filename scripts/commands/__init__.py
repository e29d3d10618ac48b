"""One module per command; ``scripts/cli.py`` imports a module only when its command is called."""
