"""From rows and papers to records, one module per kind where more is needed than filling fields."""
