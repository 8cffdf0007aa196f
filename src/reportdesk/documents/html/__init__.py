"""Web pages, written and read."""
