"""Reading what others wrote: so far what the clipboard holds; whole reports will follow."""
