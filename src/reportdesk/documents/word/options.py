"""What an office wants otherwise in its Word files."""

from typing import Annotated, Any, Literal

import msgspec

from reportdesk.errors import ReportDeskError

# Names in resources/word/report.docx (scripts/make_word_template.py), in the order of the options below.
TITLE, BODY, HEADING, SUBHEADING, SMALL = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"

_TWIPS = 1440 / 25.4  # in a millimetre
_PAGE_WIDTH = 11906

Font = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Height = Annotated[float, msgspec.Meta(ge=10, le=60)]
Side = Annotated[float, msgspec.Meta(ge=10, le=45)]  # leaves 120 mm for the text


class OptionsError(ReportDeskError):
    """Options that no Word file can have."""


class WordOptions(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a report is set; the defaults are those of GB/T 9704—2012.

    `line` is the distance of lines in points, margins are millimetres. Page numbers stand at the outer edge (odd pages
    right, even pages left) or in the middle. `closing` puts unit and date at the end; `draft_header` names the draft at
    the head of every page until the report is signed.
    """

    line: Literal[28, 29, 30] = 29
    top: Height = 37
    bottom: Height = 35
    left: Side = 28
    right: Side = 26
    title_font: Font = TITLE
    body_font: Font = BODY
    heading_font: Font = HEADING
    subheading_font: Font = SUBHEADING
    page_numbers: Literal["outer", "centred"] = "outer"
    closing: bool = False
    draft_header: bool = True

    @property
    def text_width(self) -> int:
        """The width of the text in twips."""
        return _PAGE_WIDTH - twips(self.left) - twips(self.right)

    @property
    def fonts(self) -> dict[str, str]:
        """Font of the template → font wanted in its place."""
        return {
            TITLE: self.title_font,
            BODY: self.body_font,
            HEADING: self.heading_font,
            SUBHEADING: self.subheading_font,
        }


DEFAULT = WordOptions()


def twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS)


def from_builtins(raw: Any) -> WordOptions:
    """Options as `to_builtins` gave them; what is left out is as in the standard. Raises OptionsError."""
    try:
        return msgspec.convert(raw, WordOptions)
    except msgspec.ValidationError as error:
        raise OptionsError(
            "Word 版式设置不对：行距可选 28、29、30 磅，上下边距 10～60 毫米，左右边距 10～45 毫米，字体名称不能为空。"
        ) from error


def to_builtins(options: WordOptions) -> dict[str, Any]:
    """Options as plain data for a file of settings: only what differs from the standard."""
    data: dict[str, Any] = msgspec.to_builtins(options)
    return data
