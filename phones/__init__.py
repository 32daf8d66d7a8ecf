"""Custody of phones: taken in or deposited, and given back the same day."""
