"""Every dialog of the program, filled as a clerk may meet it at its fullest."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog
from tests.support.ui.main_window import Window

from reportdesk import resources
from reportdesk.documents.blocks import Comment
from reportdesk.documents.word import writer as word_writer
from reportdesk.report import Report, set_values
from reportdesk.report.drafts import changed_since_sign_off
from reportdesk.services import approval, import_report
from reportdesk.services.import_report import Reading
from reportdesk.services.reviewed_copy import differences
from reportdesk.services.year_comparison import compare_years
from reportdesk.store import StoredReport, open_report
from reportdesk.store.damage import Damage, Salvaged
from reportdesk.store.recovery import Recoverable
from reportdesk_ui import dialogs
from reportdesk_ui.settings import Settings


def dialog_classes() -> dict[str, type[QDialog]]:
    """Every class of a dialog under reportdesk_ui.dialogs."""
    found: dict[str, type[QDialog]] = {}
    for module in pkgutil.iter_modules(dialogs.__path__):
        name = f"{dialogs.__name__}.{module.name}"
        for each in vars(importlib.import_module(name)).values():
            if isinstance(each, type) and issubclass(each, QDialog) and each.__module__ == name:
                found[each.__name__] = each
    return found


def make_all(window: Window, folder: Path, *only: str) -> dict[str, QDialog]:
    """One of each (or of those named), over the busy sample; the keys are the names of the classes."""
    report = open_report(resources.path("samples", "busy.rdesk"))
    window.show_report(report)
    last = Report.new(unit=report.unit, year=report.year - 1).with_cells(dict.fromkeys(report.values, "7"))
    path = folder / "年报.docx"
    document, stored = window.document, StoredReport(report)
    lost = [f"第 {n} 处没有读出的内容" for n in range(200)]
    made: dict[str, Callable[..., QDialog]] = dialog_classes()  # type: ignore[assignment]
    arguments: dict[str, Callable[[], tuple[object, ...]]] = {
        "AboutDialog": lambda: (),
        "CompareDialog": lambda: (report, last, path.name),
        "DamagedFileDialog": lambda: (path, Damage(Salvaged(stored, lost), None, stored)),
        "FeeDialog": lambda: (),
        "FigureDialog": lambda: (document,),
        "FindDialog": lambda: (document,),
        "GuidanceDialog": lambda: (window.form,),
        "LogDialog": lambda: ("一行记录\n" * 300, path),
        "UserGuideDialog": lambda: (),
        "OptionsDialog": lambda: (Settings(),),
        "CustomDictionaryDialog": lambda: (),
        "ImportPreviewDialog": lambda: (
            _reading(last, path),
            [("successor", "据此新建 2026 年度报告"), ("open", "打开这份报告")],
            report,
        ),
        "RecoveryDialog": lambda: ([_recoverable(stored, folder, path, lost)] * 9,),
        "ReviewedCopyDialog": lambda: (differences(report, last), _commented(_reading(last, path))),
        "RulesDialog": lambda: (document,),
        "ChangesSinceSigningDialog": lambda: _changed_after_signing(report),
        "SourcesDialog": lambda: (document,),
        "SubmissionDialog": lambda: (report, folder, 3, "请注意：报告还有 3 处错误。", {}),
        "VersionHistoryDialog": lambda: (path, report),
        "WordOptionsDialog": lambda: (report, Settings().word_options(report.unit)),
        "YearComparisonDialog": lambda: (compare_years(report, last),),
    }
    assert arguments.keys() == made.keys(), "a dialog that is not tried here"
    return {name: made[name](*give(), window.widget) for name, give in arguments.items() if name in (only or made)}


def _reading(report: Report, path: Path) -> Reading:
    """A report as it was read from a Word file."""
    path.write_bytes(word_writer.render(report))
    return import_report.read(path)


def _commented(reading: Reading) -> Reading:
    """The same with nine long comments of a reviewer."""
    remark = Comment("张三", "请与台账核对后再报。" * 20, "一、总体情况", "（一）予以公开 7 7 7 7 7 7 7")
    return replace(reading, document=replace(reading.document, comments=[remark] * 9))


def _recoverable(stored: StoredReport, folder: Path, path: Path, lost: list[str]) -> Recoverable:
    """What a crash left of a report, with much that was lost."""
    now = datetime.now().timestamp()
    return Recoverable(folder, path, "", stored.report.title, now, stored, stored, lost, True, lost)


def _changed_after_signing(report: Report) -> tuple[object, ...]:
    """The signature of a report, and every cell changed since."""
    signed = approval.sign_off(report, "张三").apply(report)
    changed = set_values(signed, dict.fromkeys(report.values, "8"), "填写").apply(signed)
    assert signed.sign_off
    return signed.sign_off, changed_since_sign_off(changed)
