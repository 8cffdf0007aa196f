"""Looks through the texts when the clerk pauses, in a thread of its own; the next key makes its answer worthless."""

from PySide6.QtCore import QObject, QTimer

from reportdesk.checks.pipeline import TextCheckResult, check_texts
from reportdesk_ui.background import Background, Operation
from reportdesk_ui.document import ReportDocument

START = 600  # milliseconds: the report is there to be read first
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
        self._pause.timeout.connect(self.look)
        document.changed.connect(self._follow)
        self._pause.start(START)

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
            from reportdesk.services.custom_dictionary import custom_words

            return check_texts(report, figures, custom_words().words)

        def follow(found: TextCheckResult | None) -> None:
            again, self._again = self._again, False
            current = document.report is report
            if found and current:
                document.take_text_findings(found)
            if again or (not (found and current) and not self._pause.isActive()):
                self._pause.start(PAUSE)

        self._work.start(Operation(work).on_success(follow).on_failure(lambda error: follow(None)))

    def close(self) -> None:
        """The report is closed."""
        self._pause.stop()
        self._work.close()

    def _follow(self, places: object, cells: object) -> None:
        if isinstance(places, set) and any(place[0] in _OF_INTEREST for place in places):
            self._pause.start(PAUSE)
