"""How a campaign stands: progress, ranking, heat map, public board."""
