"""Looks through the texts when the clerk pauses, in a thread of its own; the next key makes its answer worthless."""

from PySide6.QtCore import QObject, QTimer

from reportdesk.checks.pipeline import TextCheckResult, check_texts
from reportdesk.errors import ReportDeskError
from reportdesk.services.custom_dictionary import custom_words
from reportdesk_ui.background import Background
from reportdesk_ui.document import ReportDocument

PAUSE = 350  # milliseconds without a change before the texts are looked through
_OF_INTEREST = {"texts", "values", "unit", "kind", "year", "contact", "previous"}


class Proofreader(QObject):
    """Brings the findings of the texts to the document."""

    def __init__(self, document: ReportDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._work = Background(self)
        self._again = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.look)
        document.changed.connect(self._follow)
        self._pause.start()

    @property
    def busy(self) -> bool:
        return self._work.busy or self._pause.isActive()

    def look(self) -> None:
        """Looks through the texts as they are now."""
        self._pause.stop()
        if self._work.busy:
            self._again = True
            return
        document = self._document
        report, figures = document.report, document.figures

        def work() -> TextCheckResult:
            return check_texts(report, figures, custom_words().words)

        def done(found: TextCheckResult, error: ReportDeskError | None) -> None:
            again, self._again = self._again, False
            if error is None and document.report is report:
                document.take_text_findings(found)
            elif again or not self._pause.isActive():
                self._pause.start()

        self._work.run(work, done)

    def close(self) -> None:
        """The report is closed."""
        self._pause.stop()
        self._work.close()

    def _follow(self, places: object, cells: object) -> None:
        if isinstance(places, set) and any(place[0] in _OF_INTEREST for place in places):
            self._pause.start()
