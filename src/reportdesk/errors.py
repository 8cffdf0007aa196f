"""The one kind of error whose text is meant for the clerk."""


class ReportDeskError(Exception):
    """Something the clerk must be told: ``str(error)`` is a whole Chinese sentence, shown as it is."""


class UnknownId(ReportDeskError, KeyError):
    """A cell, section or table id that the form does not have."""

    def __str__(self) -> str:  # KeyError would show the repr
        return str(self.args[0]) if self.args else ""


class ReadingError(ReportDeskError):
    """A file that cannot be read, or not as what it claims to be."""
