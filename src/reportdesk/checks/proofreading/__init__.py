"""Proof-reading of the texts: what must be there, what must not, how words and marks are written, one-key layout."""

from reportdesk.checks.proofreading.corrections import fix_all, fix_one
from reportdesk.checks.proofreading.one_key_layout import tidy, tidy_sections
from reportdesk.checks.proofreading.run import text_findings

__all__ = ["fix_all", "fix_one", "text_findings", "tidy", "tidy_sections"]
