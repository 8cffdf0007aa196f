"""Statements about table figures in the texts of a report: found, held against the tables, judged."""

from reportdesk.checks.statements.findings import findings_of, text_findings
from reportdesk.checks.statements.statement import Statement, contradicted, statements, statements_of

__all__ = ["Statement", "contradicted", "findings_of", "statements", "statements_of", "text_findings"]
