"""A page a tab."""
