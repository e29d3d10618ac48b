"""Rosters and lists of units: who somebody is, where people belong, what a later list says otherwise."""
