"""Document formats: what a format writes and what it reads back, side by side."""
