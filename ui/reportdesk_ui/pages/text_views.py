"""What shows a text: imported when the first one is shown, for a report with figures opens at its tables."""

from reportdesk_ui.document import ReportDocument
from reportdesk_ui.pages.basics_page import BasicsPage
from reportdesk_ui.pages.text_page import TextPage
from reportdesk_ui.text_editor.section_text import SectionText


class TextViews:
    """Makes them for one open report."""

    def __init__(self, document: ReportDocument) -> None:
        self._document = document

    def page(self, section: str) -> BasicsPage | TextPage:
        """The page of a section of text; that of 基本信息 for ""."""
        return TextPage(self._document, section) if section else BasicsPage(self._document)

    def text(self, section: str) -> SectionText:
        """The text before the table of a section."""
        return SectionText(self._document, section)
