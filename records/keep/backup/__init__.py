"""Backups: an archive as it stood at one moment, in a file that can be checked, and put back."""
