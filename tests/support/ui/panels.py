"""The panels beside a report as a clerk uses them: findings and guidance."""

from typing import Any

from PySide6.QtWidgets import QListWidget

from reportdesk_ui.panels import findings_panel, guidance_panel


class FindingsPanel:
    """What the checks found."""

    def __init__(self, panel: findings_panel.FindingsPanel) -> None:
        self._panel = panel

    @property
    def widget(self) -> QListWidget:
        """The list of findings."""
        return self._panel.list

    @property
    def lines(self) -> list[str]:
        return [self.widget.item(row).text() for row in range(self.widget.count())]

    @property
    def current_line(self) -> str:
        return self.widget.currentItem().text()

    @property
    def current(self) -> Any:
        """What the current line stands for; None where there is none."""
        return self._panel.current()

    def click(self, start: str) -> None:
        """Clicks the first line that starts so."""
        row = next(row for row, text in enumerate(self.lines) if text.startswith(start))
        self.widget.setCurrentRow(row)
        self.widget.itemClicked.emit(self.widget.item(row))

    def adopt(self) -> None:
        """按此修改."""
        self._panel.adopt_button.click()

    def confirm(self) -> None:
        """已与台账核对."""
        self._panel.confirm_button.click()

    def dismiss(self) -> None:
        """已核实，不作修改."""
        self._panel.judge_button.click()

    def restore(self) -> None:
        """恢复检查."""
        self._panel.unjudge_button.click()


class GuidancePanel:
    """What belongs into the current cell."""

    def __init__(self, panel: guidance_panel.GuidancePanel) -> None:
        self._panel = panel

    @property
    def text(self) -> str:
        return self._panel.text.text()

    @property
    def restore_button(self) -> Any:
        """恢复自动合计."""
        return self._panel.restore

    @property
    def take_button(self) -> Any:
        """Takes over the figure that the sums ask for."""
        return self._panel.take
