"""What the personal archive gathers: its tables, their rows, the pictures of papers, and an example."""
