"""What the form says of a row or column, as rich text."""

from reportdesk.form.definition import Column, Row
from reportdesk_ui.widgets.markup import escape


def line_guide(line: Row | Column) -> str:
    """Definition, what does not belong here, borderline cases and basis of a row or column, as rich text."""
    parts = [line.guide]
    if line.not_here:
        parts.append(f"不在此处填：{line.not_here}")
    if line.examples:
        parts.append("举例：")
        parts += [f"　· {example}" for example in line.examples]
    if line.basis:
        parts.append(f"依据：{line.basis}")
    return "".join(f"<p style='margin:0 0 6px 0'>{escape(part)}</p>" for part in parts if part)
