"""Mapping files: what they may say, how they are read, and what they say of a table or a paper."""
