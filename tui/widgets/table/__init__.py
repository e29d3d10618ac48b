"""The table that draws only what is on the screen."""
