"""Changing what is stored: saving one or many, amending, merging, what follows from a record's fields."""
