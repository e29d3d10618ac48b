"""The mechanisms of the programme: what each system of the office shows, counted from the records."""
