"""The protocol in force, its clauses, and the terms of law."""
