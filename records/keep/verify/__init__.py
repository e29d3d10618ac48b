"""Checks that an archive is what was written into it: nothing altered, lost, or slipped in."""
