"""Reading many records: found, listed, shown as a table."""
