"""Statements about table figures in the texts of a report: found, and compared with the tables."""

from reportdesk.checks.statements.findings import statement_findings, text_findings
from reportdesk.checks.statements.statement import Statement, contradicted, section_statements, statements

__all__ = ["Statement", "contradicted", "section_statements", "statement_findings", "statements", "text_findings"]
