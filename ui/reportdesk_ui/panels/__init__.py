"""Findings and guidance beside the pages."""
