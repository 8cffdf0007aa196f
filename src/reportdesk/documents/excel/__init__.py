"""Excel workbooks, written and read."""
