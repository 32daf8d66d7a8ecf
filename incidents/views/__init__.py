"""The pages of cases: reporting, the list and one case, the acts in it, and the guardian's own side."""
