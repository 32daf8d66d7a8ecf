"""Sealed files, what the upload doors accept, PDF, and personal links."""
