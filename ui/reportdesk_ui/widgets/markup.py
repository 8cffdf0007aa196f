"""Rich text made of plain text. Python's own module for it brings a table of all entities, which costs at the start."""


def escape(text: str) -> str:
    """A text as it stands in rich text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
