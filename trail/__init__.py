"""Who did what: the append-only record of changes, views of sensitive pages and refusals."""
