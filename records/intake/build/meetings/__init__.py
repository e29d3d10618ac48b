"""Meetings of registers and signed lists: who was there, who was not, and who was to come."""
