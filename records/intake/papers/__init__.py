"""Legacy papers: who wrote them, when, about what."""
