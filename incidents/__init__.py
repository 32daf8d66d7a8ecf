"""Reports of misconduct, through to a lawful decision."""
