"""The files of an import: found, and read in limited children."""
