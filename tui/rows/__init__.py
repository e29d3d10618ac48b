"""What tables show, row by row, and texts line by line."""
