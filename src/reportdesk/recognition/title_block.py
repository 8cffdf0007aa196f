"""What a report says of itself: unit, year, kind of unit, contact."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from reportdesk.form import Form
from reportdesk.recognition.page_boilerplate import is_page_info
from reportdesk.report import ReportError, kind_id
from reportdesk.report.schema import Contact
from reportdesk.text.characters import FULL_WIDTH_DIGITS, clean_line, half_width
from reportdesk.text.numerals import DIGITS, ZEROS, year_value

_LONGEST = 80
_SHORT = 16  # characters of a line that holds only the year
_LONGEST_FACT = 500
_MOST_ABOVE = 60  # lines among which a title is looked for that is known
_LINES = 3  # over which a title may go
_TITLE = re.compile(r"政府信息公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?报告|政府信息公开(?:工作)?年报")
_HALF_WIDTH = half_width(FULL_WIDTH_DIGITS)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年度?|(?=政府信息))|[（(](20\d\d)年?度?[)）]")
_CHINESE_YEAR = re.compile(rf"(二[{ZEROS}0Oo][{ZEROS}0{DIGITS}]{{2}})年度?")  # 二〇二一年, 二O二一年度
_PERIOD = re.compile(r"(?:统计期限|数据|期限|时限|期间|自|从)[^。]{0,16}?(20\d\d)年1月1日")
_FIRST_DAY = re.compile(r"(20\d\d)年1月1日[^。]{0,6}?(20\d\d)?年?12月31日")
_NO_UNIT = re.compile(r"[，。；：:！？>»《》\d]")
_BEFORE_UNIT = re.compile(r".*[>»:：/|]|^(?:关于|附件\d*|【[^】]*】)+")
_AFTER_UNIT = re.compile(r"(?:关于|的|年度|年|[-—_·.\s（(])+$")
_UNIT_IN_TEXT = (
    re.compile(r"[请可](?:直接)?(?:与|向|联系)([^，。；：（(\n]{3,40}?)(?:办公室)?(?:联系|咨询|反映|[（(])"),
    re.compile(r"由([^，。；：\n]{3,30}?)(?:编制|发布)"),
)
_GOVERNMENT = "人民"  # 示例县人民政府信息公开…: the title has swallowed 政府
_OFFICE = re.compile(r"[请可](?:直接)?(?:与|向|联系)([^，。；：（(\n]{2,40}?)(?:联系|咨询|反映|[（(，。])")
_CONTACT = {
    "address": re.compile(
        r"(?:联系|通讯|通信|办公)?地址[:：为]?\s*([^，,。；;（(）)\n]+?)(?=\s*(?:[，,。；;（()）\n]|邮编|邮政编码|(?:联系)?电话|传真|$))"
    ),
    "postcode": re.compile(r"(?:邮政编码|邮编)[:：为]?\s*(\d{6})(?!\d)"),
    "telephone": re.compile(r"电话(?:号码)?[:：为]?\s*([(（]?\d[\d\-－—()（）转\s]{4,30}\d)"),
    "fax": re.compile(r"传真(?:号码|电话)?[:：为]?\s*([(（]?\d[\d\-－—()（）\s]{4,30}\d)"),
    "email": re.compile(r"([A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64}){1,4})"),
}


class Title(NamedTuple):
    """The title: its last line (-1 for none), and what it says; unit "" and year 0 where it does not."""

    line: int
    unit: str
    year: int


def find_title(lines: list[str | None]) -> Title:
    """The title among the lines above the first section; the last one, for web pages repeat it before."""
    found: list[tuple[int, Title]] = []
    parts = ["".join((line or "")[: 2 * _LONGEST].split()) for line in lines]
    for last in range(len(lines)):
        joined = ""
        for first in range(last, max(last - _LINES, -1), -1):
            part = parts[first]
            if not part or len(joined) + len(part) > _LONGEST or "。" in part:
                break
            joined = part + joined
            if _TITLE.search(joined):
                found.append(_title(_compact(joined), lines, first, last))
                break
    if not found:
        return Title(-1, "", 0)
    best = max(score for score, _ in found)
    return next(title for score, title in reversed(found) if score == best)


def is_titled(form: Form, said: Mapping[str, str], lines: list[str | None]) -> Title | None:
    """The title where it is that of the unit and year which a file of our own says it is of, however it was divided."""
    unit, year = said.get("unit", ""), year_in(said)
    wanted = _compact(form.title(unit, year))
    whole = ""
    for last, line in enumerate(lines[:_MOST_ABOVE]):
        whole = (whole + _compact((line or "")[:_LONGEST_FACT]))[-len(wanted) :]
        if whole == wanted:
            return Title(last, unit, year)
    return None


def year_in(said: Mapping[str, str]) -> int:
    """The year among facts, 0 for none."""
    year = said.get("year", "").strip().removesuffix("年")
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0


def stated_kind(form: Form, said: Mapping[str, str]) -> str:
    """The kind of unit among facts, given by id or by name; "" for none."""
    try:
        return kind_id(form, said.get("kind", ""))
    except ReportError:
        return ""


def contact_of(said: Mapping[str, str]) -> Contact:
    """Whom readers may ask, as facts say it."""
    return Contact(**{name: clean_line(said.get(name, "")) for name in Contact.__struct_fields__})


def period(text: str) -> int:
    """The year that the lead-in names as the period of the figures; 0 for none."""
    compact = _compact(text)
    found = _PERIOD.search(compact) or _FIRST_DAY.search(compact)
    return int(found[1]) if found else 0


def unit_in(text: str) -> str:
    """The unit that the lead-in names; "" for none."""
    for pattern in _UNIT_IN_TEXT:
        if found := pattern.search(text):
            return clean_line(found[1]).removeprefix("我").strip()
    return ""


def contact_in(text: str, unit: str) -> Contact:
    """Whom readers may ask, as far as the lead-in clearly says."""
    text = text.translate(_HALF_WIDTH)
    facts = {
        name: clean_line(found[1]) if (found := pattern.search(text)) else "" for name, pattern in _CONTACT.items()
    }
    office = clean_line(found[1]) if (found := _OFFICE.search(text)) else ""
    office = office.removeprefix(unit) or office
    return Contact(office="" if office == unit else office, **facts)


def _title(joined: str, lines: list[str | None], first: int, last: int) -> tuple[int, Title]:
    year = _year(joined)
    joined = _CHINESE_YEAR.sub("", _YEAR.sub("", joined))
    match = _TITLE.search(joined)
    if match is None:
        return (0, Title(last, "", year))
    if (
        not year
        and last + 1 < len(lines)
        and len(below := _compact(lines[last + 1] or "")) < _SHORT
        and (year := _year(below))
    ):
        last += 1
    before = joined[: match.start()]
    if before.endswith(_GOVERNMENT) and joined[match.start() :].startswith("政府"):
        before += "政府"
    before = _BEFORE_UNIT.sub("", before)
    unit = _AFTER_UNIT.sub("", before.strip("（）() "))
    for above in range(first - 1, max(first - 3, -1), -1):
        if unit and year:
            break
        part = _compact(lines[above] or "")
        if not part:
            continue
        if not year and len(part) < 40:
            year = _year(part)
        part = _CHINESE_YEAR.sub("", _YEAR.sub("", part))
        if not unit and 2 < len(part) < 40 and not _NO_UNIT.search(part) and not is_page_info(part):
            unit = part
        break
    return (2 * bool(unit) + bool(year), Title(last, unit if len(unit) > 1 else "", year))


def _year(compact: str) -> int:
    if found := _YEAR.search(compact):
        return int(found[1] or found[2])
    if found := _CHINESE_YEAR.search(compact):
        return year_value(found[1]) or 0
    return 0


def _compact(text: str) -> str:
    return "".join(text.split()).translate(_HALF_WIDTH)
