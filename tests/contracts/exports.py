"""Every export of every report, as the text of a fixture."""

import re
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.contracts import adapters, canonical, fixtures
from tests.contracts.reports import AT, earlier

REPORTS = ("short", "long", "large", "blanks", "form2019", "long_unit", "rare", "pictures", "drafts", "broken",
           "laden2021", "laden2019")  # fmt: skip
ABBREVIATIONS = "exports/abbreviations.txt"
PARTS = "exports/parts"
OPTIONS = {
    "line": 28,
    "top": 30,
    "left": 25.5,
    "title_font": "宋体",
    "body_font": "仿宋_GB2312",
    "page_numbers": "centred",
    "closing": True,
    "draft_header": False,
}
_OFTEN = ("styles", "settings", "fontTable", "footer", "numbering", "sheet 说明")  # parts that many files share
_SIZE = re.compile(r"\d+ KB")


class Stored(NamedTuple):
    """A report of the fixtures: its content, and the report and pictures that are read from its file."""

    name: str
    content: dict
    report: object
    media: dict


class Made(NamedTuple):
    """An export as text, the abbreviations in it, and the parts it shares with others: name → text."""

    text: str
    abbreviations: dict
    parts: dict


@cache
def stored(name: str) -> Stored:
    """A report of the fixtures, from its .rdesk file."""
    report, media = adapters.decoded((fixtures.FOLDER / f"reports/{name}.rdesk").read_bytes())
    return Stored(name, fixtures.data(f"reports/{name}.json"), report, media)


def make(name: str, kind: str) -> Made:
    """An export of a report."""
    abbreviations, parts = canonical.Abbreviations(), {}
    text = EXPORTS[kind](stored(name), abbreviations, parts)
    if name in _BRIEF.get(kind, ()):
        text, abbreviations, parts = _brief(text), {}, {}
    return Made(text, abbreviations, parts)


def all_exports() -> list[tuple[str, str]]:
    """(report, export) of everything that is exported."""
    return [(name, kind) for name in REPORTS for kind in EXPORTS if name in _ONLY.get(kind, REPORTS)]


def fixture(name: str, kind: str) -> str:
    return f"exports/{name}/{kind}.txt"


def abbreviations() -> dict[str, str]:
    """What the abbreviations of the fixtures stand for."""
    return dict(line.split(" = ", 1) for line in fixtures.text(ABBREVIATIONS).splitlines())


def _word(data, abbreviations, parts):
    found = canonical.word(data, abbreviations)
    return _joined(found, parts, "word")


def _joined(found, parts, family):
    text = ""
    for part, lines in found.items():
        if part.startswith(_OFTEN):
            name = abbreviated = canonical.Abbreviations().name(part.split(" ")[0], lines).replace(":", "-")
            parts[f"{family}-{name}"] = lines
            text += f"== {part} is {family}-{abbreviated}\n"
        else:
            text += f"== {part}\n{lines}"
    return text


def _report(each, abbreviations, parts):
    return _word(adapters.word_file(each.report, each.media), abbreviations, parts)


def _against_report(make):
    """What is otherwise than in the Word file of the report."""

    def text(each, abbreviations, parts):
        return _lines(_report(each, abbreviations, parts), _word(make(each), abbreviations, parts))

    return text


def _lines(old, new):
    return "\n".join(fixtures.difference(old, new)[2:]) + "\n"


def _redline(each):
    return adapters.redline_file(each.report, _draft(each), each.media, "张三", AT)


def _draft(each):
    return adapters.snapshot(adapters.report_from(earlier(each.content)), "2026-01-02 08:00", "旧稿")


def _data_sheet(each, abbreviations, parts):
    sheet = adapters.data_sheet_file(each.report, "示例业务科", adapters.source_rows(each.report))
    return _word(sheet, abbreviations, parts)


def _excel(each, abbreviations, parts):
    return _joined(_sheets(adapters.excel_file(each.report, each.media), abbreviations, each), parts, "excel")


def _blank_excel(each, abbreviations, parts):
    """An empty form; the sheets of the tables are those of the report without figures."""
    data = adapters.blank_excel_file(each.content["edition"], each.content["unit"], each.content["year"])
    return _joined(_sheets(data, abbreviations, each), parts, "excel")


def _sheets(data, abbreviations, each):
    found = canonical.excel(data, abbreviations)
    if each.name not in _BRIEF["逐格清单"]:
        return found
    return {name: _brief(text) if name.endswith("逐格清单") else text for name, text in found.items()}


def _brief(text):
    """A text that is written out for other reports: that it is the same, in a line."""
    return f"{text.count(chr(10))} lines, {sha256(text.encode()).hexdigest()[:16]}\n"


def _page(each, abbreviations, parts):
    return canonical.page(adapters.web_page(each.report, each.media), abbreviations)


def _public_page(each, abbreviations, parts):
    public = canonical.page(adapters.web_page(each.report, each.media, public=True), abbreviations)
    return _lines(_page(each, abbreviations, parts), public)


def _fragment(each, abbreviations, parts):
    return _lines(
        _page(each, abbreviations, parts), canonical.page(adapters.web_fragment(each.report, each.media), abbreviations)
    )


def _table(each, abbreviations, parts):
    table = adapters.tables(each.report)[-1]
    return canonical.page(adapters.web_fragment(each.report, each.media, table), abbreviations)


def _checklist(each, abbreviations, parts):
    return canonical.page(adapters.checklist_page(each.report), abbreviations)


def _paper_checklist(each, abbreviations, parts):
    paper = canonical.page(adapters.checklist_page(each.report, paper=True), abbreviations)
    return _lines(_checklist(each, abbreviations, parts), paper)


def _pdf(each, abbreviations, parts):
    """Where no LibreOffice is; the pages that Qt makes of it depend on the fonts of the computer."""
    page, remark = adapters.pdf_of_page(each.report, each.media)
    same = page == adapters.web_page(each.report, each.media)
    return f"{remark}\nmade of the web page: {same}\n"


def _services(each, abbreviations, parts):
    return fixtures.as_lines([[name, value] for name, value in adapters.services(each.report).items()])


def _changes(each, abbreviations, parts):
    """What differs from the earlier draft, as every service says it."""
    before = adapters.report_from(earlier(each.content))
    lines = [
        *(["since the draft", change] for change in adapters.changes_since(each.report, _draft(each))),
        *(["since the sign-off", change] for change in adapters.changes_since_sign_off(each.report, {})),
        *(["returned", change] for change in adapters.returned_differences(each.report, before)),
        *(["in sentences", sentence] for sentence in adapters.differences_in_sentences(before, each.report)),
    ]
    return fixtures.as_lines(lines)


def _submission(each, abbreviations, parts):
    with tempfile.TemporaryDirectory() as folder:
        said = adapters.submission_files(each.report, each.media, Path(folder), "2026-01-13T09:00:00", "先行报送")
        names = sorted(path.name for path in Path(folder).iterdir())
    said["list"] = [_SIZE.sub("n KB", line) for line in said["list"]]  # they depend on the version of zlib
    return fixtures.as_json(said | {"in the folder": names})


def _data_sheets(each, abbreviations, parts):
    with tempfile.TemporaryDirectory() as folder:
        names = adapters.data_sheets(each.report, Path(folder))
        files = [(name, (Path(folder) / name).read_bytes()) for name in names]
    return "".join(f"==== {name}\n{_word(data, abbreviations, parts)}" for name, data in files)


def _rules(each, abbreviations, parts):
    return fixtures.as_lines(adapters.rule_lines(each.report))


def _figures(each, abbreviations, parts):
    queries = ("", "新收 自然人", "新收自然人", "行政处罚", "0", "诉讼 总计")
    return fixtures.as_lines(
        [query, row] for query in queries for row in adapters.figures_found(each.report, query)[: 12 if query else 60]
    )


EXPORTS = {
    "word": _report,
    "word-options": _against_report(lambda each: adapters.word_file(each.report, each.media, **OPTIONS)),
    "word-public": _against_report(lambda each: adapters.public_word_file(each.report, each.media)),
    "redline": _against_report(_redline),
    "review-sheet": lambda each, *more: _word(adapters.review_sheet_file(each.report), *more),
    "data-sheet": _data_sheet,
    "data-sheets": _data_sheets,
    "excel": _excel,
    "excel-blank": _blank_excel,
    "web": _page,
    "web-public": _public_page,
    "web-fragment": _fragment,
    "web-table": _table,
    "checklist": _checklist,
    "checklist-paper": _paper_checklist,
    "pdf": _pdf,
    "services": _services,
    "changes": _changes,
    "submission": _submission,
    "rules": _rules,
    "figures": _figures,
}
# Which exports are compared by their hash only, for they are long and much the same for all reports.
_BRIEF = {
    "checklist": ("long", "blanks", "long_unit", "drafts", "broken", "laden2021", "laden2019"),
    "web": ("large", "long_unit", "broken", "laden2021"),
    "逐格清单": ("long", "large", "long_unit", "rare", "pictures", "broken", "laden2021", "laden2019"),
}
_SOME = ("long", "form2019")
_ONLY = {
    "word-options": ("long", "pictures"),
    "changes": ("blanks", "rare", "drafts", "broken", "laden2021", "laden2019"),
    "data-sheet": _SOME,
    "data-sheets": ("drafts", "laden2021"),
    "excel-blank": _SOME,
    "web-table": _SOME,
    "submission": ("pictures", "broken"),
    "rules": ("drafts", "broken", "laden2019"),
    "figures": ("large", "form2019"),
}
