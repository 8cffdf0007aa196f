"""Reports that can be told apart, each of one piece: state n holds n everywhere."""

import msgspec

from reportdesk.report import Report, Text
from reportdesk.report.schema import Picture
from reportdesk.store import StoredReport

NUMBERED = [cell for cell, each in Report.new(unit="", year=2025).form.cells.items() if each.type == "count"]
_SECTION = Report.new(unit="", year=2025).form.definition.sections[1].id
_PICTURE = "示意图.png"


def state(n: int) -> StoredReport:
    """The n-th state: its figures, its text and (from the tenth on) its picture tell n."""
    text = "".join(f"第{n}稿第{line}段：全年公开信息{n + line}条。\n" for line in range(20))
    report = Report.new(unit=f"示例县第{n}局", year=2025)
    pictures = {"p1": Picture(_PICTURE, f"图{n // 10}", 5)} if n >= 10 else {}
    report = msgspec.structs.replace(
        report,
        values={cell: str(n + place) for place, cell in enumerate(NUMBERED)},
        texts={_SECTION: Text(text, {}, pictures)},
    )
    return StoredReport(report, {_PICTURE: bytes([n // 10 % 256]) * 20_000} if n >= 10 else {})


def number(stored: StoredReport) -> int:
    """Which state that is. ValueError where it is not one of one piece."""
    n = int(stored.report.unit.removeprefix("示例县第").removesuffix("局"))
    if stored != state(n):
        raise ValueError(f"parts of different states: {stored}")
    return n
