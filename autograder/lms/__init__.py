"""Learning platforms: their class lists on the way in, their tables of grades on the way out."""
