"""Word 选项: how the Word files of a unit are set, and which of the fonts named this computer lacks."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reportdesk.documents.word.fonts import named_fonts, rare_note
from reportdesk.documents.word.options import DEFAULT, OptionsError, WordOptions, from_builtins
from reportdesk.report import Report
from reportdesk.text.characters import FULL_WIDTH_DIGITS, half_width
from reportdesk_ui.dialogs.dialog_size import open_at

_LINES = (28, 29, 30)
_MARGINS = {"top": "上", "bottom": "下", "left": "左", "right": "右"}
_FONTS = {
    "title_font": ("标题", (DEFAULT.title_font, "方正小标宋_GBK", "华文中宋", "宋体")),
    "heading_font": ("一级标题", (DEFAULT.heading_font, "方正黑体_GBK")),
    "subheading_font": ("二级标题", (DEFAULT.subheading_font, "楷体_GB2312", "方正楷体_GBK")),
    "body_font": ("正文", (DEFAULT.body_font, "仿宋_GB2312", "方正仿宋_GBK")),
}
_PAGE_NUMBERS = {"outer": "外侧（单页居右，双页居左）", "centred": "居中"}
_HALF_WIDTH = half_width(FULL_WIDTH_DIGITS + "．")
# Fonts go by either name, as the system has them.
_ALSO_CALLED = {
    "仿宋": "FangSong",
    "仿宋_GB2312": "FangSong_GB2312",
    "黑体": "SimHei",
    "楷体": "KaiTi",
    "楷体_GB2312": "KaiTi_GB2312",
    "宋体": "SimSun",
    "华文中宋": "STZhongsong",
    "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    "方正小标宋_GBK": "FZXiaoBiaoSong-B05",
    "方正黑体_GBK": "FZHei-B01",
    "方正楷体_GBK": "FZKai-Z03",
    "方正仿宋_GBK": "FZFangSong-Z02",
}


class WordOptionsDialog(QDialog):
    """After `exec()`, `options()` are what the clerk wants."""

    def __init__(self, report: Report, options: WordOptions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Word 选项")
        self._report = report
        self._installed = {family.partition(" [")[0].casefold() for family in QFontDatabase.families()}
        column = QVBoxLayout(self)
        head = QLabel(f"用于“{report.unit or '未填单位名称'}”的所有 Word 文件，本机会记住。标准为 GB/T 9704—2012。")
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        column.addWidget(head)
        self.line = _choice([(f"{points} 磅", points) for points in _LINES], "行距")
        self.margins = {name: _line(f"{side}边距（毫米）") for name, side in _MARGINS.items()}
        self.fonts = {name: _fonts(offered, f"{what}字体") for name, (what, offered) in _FONTS.items()}
        self.page_numbers = _choice([(label, name) for name, label in _PAGE_NUMBERS.items()], "页码")
        self.closing = QCheckBox("文末写单位名称和日期")
        self.draft_header = QCheckBox("定稿以前，页眉写明送审稿第几稿")
        column.addLayout(self._fields())
        self.fault, self.lacking, self.rare = QLabel(), QLabel(), QLabel()
        self.fault.setForegroundRole(QPalette.ColorRole.BrightText)
        for label in (self.fault, self.lacking, self.rare):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        column.addLayout(self._buttons())
        self._show(options)
        for box in self.fonts.values():
            box.currentTextChanged.connect(self._check)
        for line in self.margins.values():
            line.textChanged.connect(self._check)
        self._check()
        unit = self.fontMetrics().horizontalAdvance("国")
        open_at(self, 38 * unit, self.heightForWidth(38 * unit))

    def options(self) -> WordOptions:
        """What the fields say. Raises OptionsError."""
        raw: dict[str, Any] = {
            "line": self.line.currentData(),
            "page_numbers": self.page_numbers.currentData(),
            "closing": self.closing.isChecked(),
            "draft_header": self.draft_header.isChecked(),
        }
        raw |= {name: box.currentText().strip() for name, box in self.fonts.items()}
        raw |= {name: _number(line.text()) for name, line in self.margins.items()}
        return from_builtins(raw)

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.addRow("行距：", self.line)
        sides = QHBoxLayout()
        for name, side in _MARGINS.items():
            sides.addWidget(QLabel(side))
            sides.addWidget(self.margins[name])
        sides.addWidget(QLabel("毫米"))
        sides.addStretch(1)
        form.addRow("页边距：", sides)
        faces = QGridLayout()
        for at, (name, (what, _)) in enumerate(_FONTS.items()):
            row, column = divmod(at, 2)
            faces.addWidget(QLabel(what), row, 2 * column)
            faces.addWidget(self.fonts[name], row, 2 * column + 1)
            faces.setColumnStretch(2 * column + 1, 1)
        form.addRow("字体：", faces)
        form.addRow("页码：", self.page_numbers)
        form.addRow("落款：", self.closing)
        form.addRow("页眉：", self.draft_header)
        return form

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        standard = QPushButton("恢复标准")
        standard.setAutoDefault(False)
        standard.clicked.connect(lambda: self._show(DEFAULT))
        row.addWidget(standard)
        row.addStretch(1)
        self.ok = QPushButton("确定")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        cancel = QPushButton("取消")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row.addWidget(self.ok)
        row.addWidget(cancel)
        return row

    def _show(self, options: WordOptions) -> None:
        self.line.setCurrentIndex(self.line.findData(options.line))
        self.page_numbers.setCurrentIndex(self.page_numbers.findData(options.page_numbers))
        for name, line in self.margins.items():
            line.setText(f"{getattr(options, name):g}")
        for name, box in self.fonts.items():
            box.setCurrentText(getattr(options, name))
        self.closing.setChecked(options.closing)
        self.draft_header.setChecked(options.draft_header)

    def _check(self) -> None:
        """Says what is wrong with the fields, which fonts are missing here, which characters the fonts lack."""
        try:
            options = self.options()
        except OptionsError as error:
            self.fault.setText(str(error))
            self.lacking.clear()
            self.rare.clear()
        else:
            self.fault.clear()
            lacking = [font for font in named_fonts(options, self._report) if not self._has(font)]
            names = "、".join(lacking)
            self.lacking.setText(
                f"这台电脑没有：{names}。文件中仍写明这些字体，在装有它们的电脑上显示正常；要在本机打印，请先安装字体。"
                if lacking
                else "所用字体这台电脑都有。"
            )
            self.rare.setText(rare_note(self._report, options))
        for label in (self.fault, self.rare):
            label.setVisible(bool(label.text()))
        self.ok.setEnabled(not self.fault.text())

    def _has(self, font: str) -> bool:
        return bool({font.casefold(), _ALSO_CALLED.get(font, font).casefold()} & self._installed)


def _choice(ways: list[tuple[str, Any]], name: str) -> QComboBox:
    box = QComboBox()
    for label, data in ways:
        box.addItem(label, data)
    box.setAccessibleName(name)
    return box


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setMaxLength(6)
    line.setMaximumWidth(5 * line.fontMetrics().horizontalAdvance("国"))
    line.setAccessibleName(name)
    return line


def _fonts(offered: tuple[str, ...], name: str) -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItems(list(offered))
    box.setMinimumContentsLength(8)
    box.setAccessibleName(name)
    return box


def _number(text: str) -> float | str:
    """A number as clerks write it, full-width digits too; what is none stays as it is."""
    plain = text.translate(_HALF_WIDTH).strip()
    return float(plain) if plain.isascii() and plain.replace(".", "", 1).isdecimal() else text
