"""Worked examples of imports that somebody writes: copy the one that is nearest to what you have."""
