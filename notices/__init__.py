"""The outbox: what still has to be told, to whom and when."""
