"""What is wrong with a record, and what is filled in for it."""
