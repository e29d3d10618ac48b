"""Bringing in files: the trial run, its tables, papers and questions."""
