"""Bringing in what an office kept before: files are read, understood, checked and reported on."""
