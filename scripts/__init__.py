"""The command line: one small module per command, and the start of the terminal application."""
