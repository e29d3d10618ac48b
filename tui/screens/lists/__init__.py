"""Lists of records, what is done with many at once, and search."""
