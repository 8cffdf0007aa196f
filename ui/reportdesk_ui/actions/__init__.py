"""What the menus do, by subject."""
