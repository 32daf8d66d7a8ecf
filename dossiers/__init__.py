"""One person's story, for exactly those who may ask."""
