"""Before and after something goes out."""
