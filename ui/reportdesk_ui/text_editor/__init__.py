"""Texts of a report as they are written, with what was found in them."""
