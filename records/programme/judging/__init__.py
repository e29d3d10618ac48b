"""How each rule is judged, and what proves or lacks."""
