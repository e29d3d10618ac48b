"""What a table is, and what its columns are: told by its headings, its title and its first cells."""
