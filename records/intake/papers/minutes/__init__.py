"""Minutes: the labels at their head, their running text, what was resolved, and how the votes fell."""
