"""Keys: which there are, as an office wants them, in which order they work, and how sentences name them."""
