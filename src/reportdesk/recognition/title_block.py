"""Unit, year, kind of unit and contact, from the title of a report, its lead-in, and the metadata of its file.

In: the lines above the first section, the lead-in, the metadata. Out: a `Title`, a year, a unit, a `Contact`.

    find_title(["示例县水利局", "2023年政府信息公开工作年度报告"])  →  Title(line 1, "示例县水利局", 2023)
    period("…统计期限自2023年1月1日至2023年12月31日。")             →  2023
    unit_in("如有疑问，请与示例县水利局联系")                       →  "示例县水利局"
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from reportdesk.form import Form
from reportdesk.recognition.page_boilerplate import is_page_info
from reportdesk.report import ReportError, kind_id
from reportdesk.report.schema import Contact
from reportdesk.text.characters import FULL_WIDTH_DIGITS, clean_line, half_width
from reportdesk.text.numerals import DIGITS, ZEROS, year_value

_LONGEST = 80  # characters of a title, all its lines together
_LONGEST_YEAR_LINE = 16  # characters of a line below the title that holds only the year
_LONGEST_LINE_ABOVE = 40  # characters of a line above the title that may hold unit or year
_LONGEST_METADATA = 500  # characters of a line of a title that is known from metadata
_MOST_LINES_ABOVE = 60  # lines among which such a title is looked for
_TITLE_LINES = 3  # lines that a title may take
_TITLE = re.compile(
    r"""
    政府信息公开 (?:工作)? (?:情况)? (?:的)? (?:年度)? (?:工作)? (?:情况)? 报告   # "政府信息公开工作年度报告"
  | 政府信息公开 (?:工作)? 年报                                                   # "政府信息公开年报"
    """,
    re.VERBOSE,
)
_HALF_WIDTH = half_width(FULL_WIDTH_DIGITS)
_YEAR = re.compile(
    r"""
    (?<!\d) (20\d\d) (?: 年度? | (?=政府信息) )   # "2023年", "2023年度", "2023政府信息公开…"
  | [（(] (20\d\d) 年?度? [)）]                   # "（2023）", "(2023年度)"
    """,
    re.VERBOSE,
)
_CHINESE_YEAR = re.compile(rf"(二[{ZEROS}0Oo][{ZEROS}0{DIGITS}]{{2}})年度?")  # "二〇二一年", "二O二一年度"
# The period of the figures: "统计期限自2023年1月1日", "数据时限从2023年1月1日起".
_PERIOD = re.compile(r"(?:统计期限|数据|期限|时限|期间|自|从)[^。]{0,16}?(20\d\d)年1月1日")
# The same without such a word: "2023年1月1日至12月31日".
_WHOLE_YEAR = re.compile(r"(20\d\d)年1月1日[^。]{0,6}?(20\d\d)?年?12月31日")
_NO_UNIT = re.compile(r"[，。；：:！？>»《》\d]")  # signs that no name of a unit has
_BEFORE_UNIT = re.compile(
    r"""
    .* [>»:：/|]                            # "首页 > 政务公开 > ": the path of a web page
  | ^ (?: 关于 | 附件\d* | 【[^】]*】 )+    # "关于", "附件1", "【年报】"
    """,
    re.VERBOSE,
)
_AFTER_UNIT = re.compile(r"(?:关于|的|年度|年|[-—_·.\s（(])+$")  # "关于", "的": what joins unit and title
_UNIT_IN_TEXT = (
    re.compile(
        r"""
        [请可] (?:直接)? (?:与|向|联系)          # "请与", "可直接向"
        ([^，。；：（(\n]{3,40}?) (?:办公室)?    # "示例县水利局", without its office
        (?: 联系 | 咨询 | 反映 | [（(] )         # "联系", "（地址：…"
        """,
        re.VERBOSE,
    ),
    re.compile(r"由([^，。；：\n]{3,30}?)(?:编制|发布)"),  # "由示例县水利局编制"
)
_GOVERNMENT = "人民"  # "示例县人民政府信息公开…": the unit ends with the 政府 with which the title begins
# As in _UNIT_IN_TEXT, the office included: "请与示例县水利局办公室联系".
_OFFICE = re.compile(
    r"""
    [请可] (?:直接)? (?:与|向|联系)
    ([^，。；：（(\n]{2,40}?)
    (?: 联系 | 咨询 | 反映 | [（(，。] )
    """,
    re.VERBOSE,
)
_CONTACT = {
    "address": re.compile(
        r"""
        (?:联系|通讯|通信|办公)? 地址 [:：为]? \s*
        ([^，,。；;（(）)\n]+?)                                                          # "示例县城关镇人民路1号"
        (?= \s* (?: [，,。；;（()）\n] | 邮编 | 邮政编码 | (?:联系)?电话 | 传真 | $ ) )
        """,
        re.VERBOSE,
    ),
    "postcode": re.compile(r"(?:邮政编码|邮编)[:：为]?\s*(\d{6})(?!\d)"),
    # "0123-4567890", "（0123）4567890转12"
    "telephone": re.compile(r"电话(?:号码)?[:：为]?\s*([(（]?\d[\d\-－—()（）转\s]{4,30}\d)"),
    "fax": re.compile(r"传真(?:号码|电话)?[:：为]?\s*([(（]?\d[\d\-－—()（）\s]{4,30}\d)"),
    "email": re.compile(r"([A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64}){1,4})"),
}


class Title(NamedTuple):
    """A title: the number of its last line (-1: none found), its unit ("": not stated), its year (0: not stated)."""

    line: int
    unit: str
    year: int


def find_title(lines: list[str | None]) -> Title:
    """The title among the lines above the first section. If several say as much, the last: web pages repeat it."""
    candidates: list[tuple[int, Title]] = []
    parts = ["".join((line or "")[: 2 * _LONGEST].split()) for line in lines]
    for last in range(len(lines)):
        joined = ""
        for first in range(last, max(last - _TITLE_LINES, -1), -1):
            part = parts[first]
            if not part or len(joined) + len(part) > _LONGEST or "。" in part:
                break
            joined = part + joined
            if _TITLE.search(joined):
                candidates.append(_scored_title(_compact(joined), lines, first, last))
                break
    if not candidates:
        return Title(-1, "", 0)
    best = max(score for score, _ in candidates)
    return next(title for score, title in reversed(candidates) if score == best)


def find_stated_title(form: Form, metadata: Mapping[str, str], lines: list[str | None]) -> Title | None:
    """The title that belongs to the unit and year in the metadata, over however many lines it goes; None if absent."""
    unit, year = metadata.get("unit", ""), year_in(metadata)
    wanted = _compact(form.title(unit, year))
    end = ""  # the last characters of all lines so far
    for last, line in enumerate(lines[:_MOST_LINES_ABOVE]):
        end = (end + _compact((line or "")[:_LONGEST_METADATA]))[-len(wanted) :]
        if end == wanted:
            return Title(last, unit, year)
    return None


def year_in(metadata: Mapping[str, str]) -> int:
    """The year in the metadata ("2023", "2023年"), 0 if there is none."""
    year = metadata.get("year", "").strip().removesuffix("年")
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0


def stated_kind(form: Form, metadata: Mapping[str, str]) -> str:
    """The id of the kind of unit in the metadata, which give its id or its name; "" if there is none."""
    try:
        return kind_id(form, metadata.get("kind", ""))
    except ReportError:
        return ""


def contact_of(metadata: Mapping[str, str]) -> Contact:
    """The contact in the metadata."""
    return Contact(**{name: clean_line(metadata.get(name, "")) for name in Contact.__struct_fields__})


def period(text: str) -> int:
    """The year that the lead-in names as the period of the figures, 0 if it names none."""
    compact = _compact(text)
    match = _PERIOD.search(compact) or _WHOLE_YEAR.search(compact)
    return int(match[1]) if match else 0


def unit_in(text: str) -> str:
    """The unit that the lead-in names, "" if it names none."""
    for pattern in _UNIT_IN_TEXT:
        if match := pattern.search(text):
            return clean_line(match[1]).removeprefix("我").strip()
    return ""


def contact_in(text: str, unit: str) -> Contact:
    """The contact that the lead-in names, as far as it is clear. The office is left out if it is the unit itself."""
    text = text.translate(_HALF_WIDTH)
    details = {
        name: clean_line(match[1]) if (match := pattern.search(text)) else "" for name, pattern in _CONTACT.items()
    }
    office = clean_line(match[1]) if (match := _OFFICE.search(text)) else ""
    office = office.removeprefix(unit) or office
    return Contact(office="" if office == unit else office, **details)


def _scored_title(joined: str, lines: list[str | None], first: int, last: int) -> tuple[int, Title]:
    """The title in the lines `first` to `last`, which are `joined`; its score: 2 for a unit, 1 for a year.

    What the title does not say may stand in the line below it (the year) or above it (unit or year).
    """
    year = _year_of(joined)
    joined = _without_years(joined)
    match = _TITLE.search(joined)
    if match is None:
        return (0, Title(last, "", year))
    if not year and last + 1 < len(lines):
        below = _compact(lines[last + 1] or "")
        if len(below) < _LONGEST_YEAR_LINE and (year := _year_of(below)):
            last += 1
    unit = _unit_before(joined, match.start())
    for number in range(first - 1, max(first - 3, -1), -1):
        if unit and year:
            break
        above = _compact(lines[number] or "")
        if not above:
            continue
        if not year and len(above) < _LONGEST_LINE_ABOVE:
            year = _year_of(above)
        above = _without_years(above)
        if not unit and 2 < len(above) < _LONGEST_LINE_ABOVE and not _NO_UNIT.search(above) and not is_page_info(above):
            unit = above
        break
    return (2 * bool(unit) + bool(year), Title(last, unit if len(unit) > 1 else "", year))


def _unit_before(joined: str, title_start: int) -> str:
    """The unit in front of the title in the same line."""
    before = joined[:title_start]
    if before.endswith(_GOVERNMENT) and joined[title_start:].startswith("政府"):
        before += "政府"
    before = _BEFORE_UNIT.sub("", before)
    return _AFTER_UNIT.sub("", before.strip("（）() "))


def _year_of(compact: str) -> int:
    """The year in a text, in Arabic or Chinese numerals ("2023年", "二〇二三年"), 0 if there is none."""
    if match := _YEAR.search(compact):
        return int(match[1] or match[2])
    if match := _CHINESE_YEAR.search(compact):
        return year_value(match[1]) or 0
    return 0


def _without_years(compact: str) -> str:
    return _CHINESE_YEAR.sub("", _YEAR.sub("", compact))


def _compact(text: str) -> str:
    """A text without blanks, its digits half-width."""
    return "".join(text.split()).translate(_HALF_WIDTH)
