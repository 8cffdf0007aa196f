"""What each file format writes and what it reads back, side by side; `blocks` is what every reader yields."""
