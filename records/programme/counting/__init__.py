"""What rules rest on, counted in the database."""
