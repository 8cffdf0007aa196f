"""关于: versions, and whose work the program is built on under which licences."""

import platform
import re
from collections.abc import Iterator
from importlib import metadata
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from reportdesk import form, resources
from reportdesk.version import VERSION
from reportdesk_ui.dialogs.dialog_size import open_at
from reportdesk_ui.widgets.markup import escape

DISTRIBUTION = "reportdesk"
SHIPPED = "licences.txt"  # a bundle has no metadata of its parts: what makes it writes the list
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class AboutDialog(QDialog):
    """Opens with the versions; `licences` lists the parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("关于年报填报")
        column = QVBoxLayout(self)
        self.versions = QLabel(_versions())
        self.versions.setWordWrap(True)
        column.addWidget(self.versions)
        label = QLabel("所用的第三方软件及其许可证：")
        column.addWidget(label)
        self.licences = QPlainTextEdit(third_party() or "安装不完整，没有读到许可证清单。")
        self.licences.setReadOnly(True)
        self.licences.setTabChangesFocus(True)
        self.licences.setAccessibleName("第三方软件许可证")
        label.setBuddy(self.licences)
        column.addWidget(self.licences, 1)
        close = QPushButton("关闭")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column.addWidget(close)
        close.setFocus()
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 40 * unit, 30 * unit)


def third_party() -> str:
    """A line for every library that the program needs: name, version, licence; the shipped list where there is one."""
    shipped = resources.path(SHIPPED)
    if shipped.is_file():
        return shipped.read_text("utf-8").strip()
    return "\n".join(sorted(_lines(), key=str.casefold))


def _versions() -> str:
    editions = "、".join(form.get(edition).definition.name for edition in form.editions())
    return (
        f"<h3>年报填报 {VERSION}</h3><p>填报、校验、导出政府信息公开工作年度报告。在本机离线使用，不连接网络。</p>"
        f"<p>Python {platform.python_version()} · Qt {qVersion()} · {escape(platform.platform())}<br>"
        f"表格格式：{escape(editions)}</p>"
        "<p>以 MIT 许可证发布；界面使用 Qt（LGPL 第 3 版），可自行替换。</p>"
    )


def _lines() -> Iterator[str]:
    waiting, seen = [DISTRIBUTION], set[str]()
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            continue
        seen.add(key)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # wanted on another system only
            continue
        for wanted in found.requires or []:
            if "extra ==" not in wanted and (match := _NAME.match(wanted)):
                waiting.append(match[0])
        if key != DISTRIBUTION:
            yield f"{found.metadata['Name']} {found.version}　{_licence(found)}"


def _licence(found: metadata.Distribution) -> str:
    head: Any = found.metadata  # a mail message: its stubs lack `get`
    if expression := head.get("License-Expression"):
        return str(expression)
    classes = [each.rpartition(" :: ")[2] for each in head.get_all("Classifier") or [] if each.startswith("License ::")]
    if classes:
        return "、".join(classes)
    first = str(head.get("License") or "").strip().partition("\n")[0][:80]
    return first or "见该软件的说明"
