"""Quick entry: much of the same kind, typed in one go."""
