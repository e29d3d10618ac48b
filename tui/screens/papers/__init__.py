"""Word documents: made, looked at, kept."""
