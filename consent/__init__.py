"""Consent for photo, film and sound: asked, given, withdrawn, proven."""
