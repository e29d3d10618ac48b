"""How people, units and the programme stand: matrix, dashboards, stages, years."""
