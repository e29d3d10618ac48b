"""The programme: its stages and what it asks of whom."""
