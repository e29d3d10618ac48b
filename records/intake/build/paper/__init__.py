"""What papers become: articles, reports, minutes, plans, decisions, and what they tell of meetings."""
