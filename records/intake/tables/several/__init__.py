"""Cells, columns and rows that tell of several things: two in a cell, one in two columns, two in a row."""
