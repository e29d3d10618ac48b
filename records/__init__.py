"""What a record is, and how it is checked, found, kept, judged and brought in."""
