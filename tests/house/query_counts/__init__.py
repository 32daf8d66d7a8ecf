"""Per app: which pages are counted and how they are filled."""
