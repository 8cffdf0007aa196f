"""What must not change: fixtures that an earlier program wrote, read back by today's (README.md)."""
