"""The program behind plain names: the one file of this folder that knows its modules, classes and functions.

When something in the program is renamed or moved, this file follows and nothing else here does. The public facade
(`reportdesk`) is used directly by the tests. Reports come in and go out as values, everything else as plain data.
"""

import contextlib
import io
import os
import time
from pathlib import Path
from unittest import mock

import msgspec

import reportdesk
from reportdesk import cli
from reportdesk import form as forms
from reportdesk.checks import dismissals as judging
from reportdesk.data_sheets import exchange as data_sheet_exchange
from reportdesk.data_sheets import write as data_sheet_writer
from reportdesk.data_sheets.read import read_data_sheet
from reportdesk.documents import checklist, images
from reportdesk.documents import office as libreoffice
from reportdesk.documents import review_sheet as review
from reportdesk.documents.excel import writer as excel
from reportdesk.documents.html import writer as html
from reportdesk.documents.pdf import writer as pdf
from reportdesk.documents.text_layout import footnote_lines
from reportdesk.documents.word import fonts
from reportdesk.documents.word import writer as word
from reportdesk.documents.word.options import from_builtins
from reportdesk.files import data_folder as folders
from reportdesk.files import process_identity as owner
from reportdesk.numbers import format_cell
from reportdesk.report import comparison as sentences_on_differences
from reportdesk.report import completeness, sources
from reportdesk.report import drafts as versions
from reportdesk.services import approval as reviewing
from reportdesk.services import custom_dictionary as own_words
from reportdesk.services import export as exporting
from reportdesk.services import figure_search as figure_list
from reportdesk.services import import_report as taking_in
from reportdesk.services import new_report as starting
from reportdesk.services import processing_fee as fee
from reportdesk.services import review_sheet, submission
from reportdesk.services import reviewed_copy as returning
from reportdesk.services import rule_list as rules
from reportdesk.services import text_output as showing
from reportdesk.services import year_comparison as last_year
from reportdesk.services import year_comparison as yearly
from reportdesk.store import crash_log, journal, lock, rdesk, recovery
from reportdesk.store import single_instance as instance
from reportdesk.store import version_history as generations
from reportdesk.store.report_json import check_content, from_content, to_content

EDITIONS = tuple(forms.editions())

# ---- reports as values and as the content of report.json ----


def report_from(content: dict):
    """The report that this content of report.json holds."""
    return from_content(
        check_content(msgspec.json.decode(msgspec.json.encode(content)), "content.rdesk"), "content.rdesk"
    )


def content_from(report) -> dict:
    """The content of report.json, keys in the order of the file."""
    return to_content(report)


def encoded(report, media) -> bytes:
    """The bytes of a .rdesk file."""
    return rdesk.encode(report, dict(media))


def decoded(data: bytes):
    """(report, pictures) of a .rdesk file."""
    stored = rdesk.decode(data, "stored.rdesk")
    return stored.report, stored.media


def automatic_cells(report) -> set[str]:
    """The cells that the program fills in."""
    return set(report.form.totals)


def sections(report) -> list[str]:
    """The ids of the sections."""
    return list(report.form.sections)


def tables(report) -> list[str]:
    """The ids of the tables."""
    return list(report.form.tables)


def source_rows(report) -> list[str]:
    """The keys of the rows that somebody supplies."""
    return [row.key for row in sources.source_rows(report.form)]


def picture_name(data: bytes) -> str:
    """The name of a picture below media/."""
    return images.media_name(data)


def with_previous(report, previous):
    """The report with what it keeps of last year's."""
    return starting.continue_open_report(report, previous).apply(report)


def outline(report) -> list:
    """Title, headings, lines, and tables as [columns, [[row, column, rows, columns, text], …]], in order."""
    values = reportdesk.figures(report)
    found: list = [report.title]
    for section in report.form.sections.values():
        found += [section.heading] if section.heading else []
        found += [line for line in report.text(section.id).splitlines() if line.strip()]
        if section.table:
            layout = report.form.layout(section.table)
            cells = [
                [
                    placed.row,
                    placed.column,
                    placed.row_span,
                    placed.column_span,
                    format_cell(values[placed.cell], report.notes.get(placed.cell)) if placed.cell else placed.text,
                ]
                for placed in layout.cells
            ]
            found += [[layout.columns, cells], *footnote_lines(report, section.table)]
    return found


# ---- drafts, sign-off, findings that were looked into ----


def snapshot(report, at="", note=""):
    """What is printed of a report, as a draft."""
    return versions.snapshot(report, at, note)


def draft_digest(draft) -> str:
    return versions.digest(draft)


def handed_in(report, note, at):
    return reviewing.hand_in(report, note, at).apply(report)


def signed_off(report, by, at, media):
    return reviewing.sign_off(report, by, at, media).apply(report)


def reopened(report):
    return reviewing.reopen(report).apply(report)


def changes_since_sign_off(report, media) -> list:
    return [_plain(each) for each in versions.changed_since_sign_off(report, media)]


def changes_since(report, draft) -> list:
    return [_plain(each) for each in versions.changes_since(report, draft)]


def fingerprint(finding, report) -> str:
    """What the judgement of a finding is kept under."""
    return judging.fingerprint(finding, reportdesk.figures(report))


def dismissed(report, finding, reason, by, at):
    """The report with a finding set aside."""
    return judging.dismiss(report, reportdesk.figures(report), finding, reason, by, at).apply(report)


def outcome(found) -> dict:
    """The outcome of a check, as `check --json` prints it."""
    return showing.check_result_data(found)


# ---- exports ----


def word_file(report, media, **options) -> bytes:
    """The Word file, set by options as the settings keep them."""
    return word.render(report, from_builtins(options), media)


def public_word_file(report, media) -> bytes:
    return word.render(report, media=media, public=True)


def redline_file(report, draft, media, author, at) -> bytes:
    """The report against a draft, with revisions."""
    return reviewing.redline(report, draft, media=media, author=author, at=at)


def review_sheet_file(report) -> bytes:
    return review.render(report, review_sheet.review_of(report, reportdesk.check(report)))


def data_sheet_file(report, office, keys) -> bytes:
    return data_sheet_writer.render(report, office, keys)


def excel_file(report, media) -> bytes:
    return excel.render(report, media)


def blank_excel_file(edition, unit, year) -> bytes:
    return excel.render_blank(forms.get(edition), unit, year)


def web_page(report, media, *, public=False) -> bytes:
    return html.render(report, media, public=public)


def web_fragment(report, media, table="") -> bytes:
    return html.fragment(report, media, table=table).encode()


def checklist_page(report, *, paper=False) -> bytes:
    return checklist.render(report, paper=paper)


def pdf_of_page(report, media) -> tuple[bytes, str]:
    """Where no LibreOffice is: the web page that a PDF is made of, and what is said of the PDF."""
    with without_office(), mock.patch.object(pdf, "pdf_by", lambda page: b"%PDF-" + page):
        made = exporting.export(report, ".pdf", media)
    return made.data.removeprefix(b"%PDF-"), made.remark


# ---- services ----


def services(report) -> dict:
    """What the services say of a report, as plain data."""
    values = reportdesk.figures(report)
    beside = yearly.compare_years(report)
    return {
        "missing": {section: completeness.what_is_missing(report, values, section) for section in report.form.sections},
        "rare note": fonts.rare_note(report),
        "fonts": fonts.named_fonts(report=report),
        "against last year": [_plain(each) for each in last_year.changes_from_previous_year(report, [])],
        "years": beside and [beside.last_year, beside.year],
        "beside last year": beside and [_plain(each) for each in beside.groups],
        "bars": beside and [_plain(each) for each in beside.bars],
    }


def rule_lines(report) -> list:
    """规则说明."""
    rows = rules.rule_rows(report, reportdesk.figures(report), reportdesk.check(report))
    return [_plain(row) for row in rows]


def figures_found(report, query) -> list:
    """插入数据: the figures that fit a query."""
    return [_plain(row) for row in figure_list.search_figures(report, reportdesk.figures(report), query)]


def fee_lines(number, way) -> list[str]:
    return fee.explain_fee(number, way)


def returned_differences(report, returned) -> list:
    """What a returned file says otherwise."""
    return [_plain(each) for each in returning.differences(report, returned)]


def differences_in_sentences(before, after) -> list[str]:
    return sentences_on_differences.difference_sentences(before, after)


def data_sheets(report, folder: Path) -> list[str]:
    """Writes the data sheets of a report into a folder; their names."""
    return [path.name for path in data_sheet_exchange.write_data_sheets(report, folder)]


def data_sheet_read(report, path: Path) -> dict:
    """A data sheet that came back: what it says, and the report with it."""
    step, doubts = data_sheet_exchange.import_data_sheet(report, path)
    sheet = read_data_sheet(path.read_bytes(), report.form)
    return {
        "unit": sheet.unit,
        "year": sheet.year,
        "edition": sheet.edition,
        "office": sheet.office,
        "person": sheet.person,
        "date": sheet.date,
        "step": step.label,
        "doubts": [_plain(each) for each in doubts],
        "content": to_content(step.apply(report)),
    }


def submission_files(report, media, folder: Path, at, reason) -> dict:
    """报送材料 in a folder: names, list, failures, and the report that remembers them."""
    with without_office():
        made = submission.make_submission(
            report, folder, list(submission.ITEMS), media=media, number="07", reason=reason, at=at
        )
    return {
        "items": {key: [item.label, item.name, item.suffix] for key, item in submission.ITEMS.items()},
        "files": [path.name for path in made.files],
        "failed": [list(each) for each in made.failed],
        "list": made.files[-1].read_bytes().decode("utf-8-sig").split("\r\n"),
        "step": made.step.label,
        "submissions": to_content(made.step.apply(report))["submissions"],
    }


def read_file(path: Path):
    """(reading, document) of a file of another program."""
    return taking_in.read(path)


# ---- commands ----


def command(arguments: list[str]) -> tuple[int, str, str]:
    """Runs a command in this process: (exit status, stdout, stderr)."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = cli.main(arguments)
        except SystemExit as ended:
            status = ended.code
    for stream in (out, err):
        stream.flush()
    return status, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()


@contextlib.contextmanager
def without_office():
    """As on a computer without LibreOffice, in a program without a window."""
    with (
        mock.patch.object(pdf, "pdf_by", None),
        mock.patch.object(libreoffice, "office_program", lambda: None),
    ):
        yield


@contextlib.contextmanager
def user_folders(folder: Path):
    """The folders of a user who has nothing but this folder: data in data/, settings in config/."""
    with (
        mock.patch.dict(os.environ, {folders.VARIABLE: str(folder / "data")}),
        mock.patch("platformdirs.user_config_path", _config_path(folder)),
    ):
        yield


def _config_path(folder):
    def path(name, appauthor=None, **_):
        assert (name, appauthor) == ("reportdesk", False)
        return folder / "config"

    return path


DATA_VARIABLE = folders.VARIABLE
VERSION = reportdesk.__version__


def own_words_path() -> Path:
    return own_words.dictionary_path()


def own_words_saved(text) -> dict:
    own_words.save_dictionary(text)
    return dict(own_words.custom_words().words)


# ---- what stands beside a file ----

HELD_BY = {
    "host": "CAIWU-PC01",
    "machine": "0123456789abcdef",
    "user": "zhangsan",
    "process": 4321,
    "started": "2026-01-12 08:00:00",
}
_HELD_BY = owner.ProcessIdentity(**HELD_BY)
OWNER_TAG = _HELD_BY.tag


def lock_taken(report: Path) -> Path:
    """Takes the lock of a report for HELD_BY; the lock file."""
    taken = lock.Lock.take(report, owner=_HELD_BY)
    assert isinstance(taken, lock.Lock), taken
    assert not taken.warning
    return taken.path


def lock_read(report: Path) -> dict | None:
    """Who holds the lock of a report."""
    holder = lock.holder_of(report)
    return holder and {**holder.owner._asdict(), "since": holder.since, "token": holder.token, "says": holder.sentence}


def window_claimed() -> Path:
    """Becomes the window that takes requests; the folder of locks and requests."""
    assert instance.claim() is not None
    return instance.spool()


def journal_written(path: Path | None, digest, before, steps) -> Path:
    """A journal of HELD_BY: a report that was opened, and what it became, (report, pictures) each. Its folder."""
    with mock.patch.object(os, "urandom", lambda count: b"\x01\x23\x45\x67\x89\xab\xcd\xef"[:count]):
        written = journal.Journal.begin(path, digest, *before, _HELD_BY)
    for number, (report, media) in enumerate(steps):
        with mock.patch.object(time, "time", lambda number=number: 1768185000.0 + number):
            written.record(report, media)
    written.leave()
    (folder,) = journal.recovery_folder().iterdir()
    return folder


def journals_found() -> list[dict]:
    """What a crash left."""
    found = recovery.find_recoverable()
    assert found.skipped == []
    return [
        {
            "path": str(each.path) if each.path else None,
            "digest": each.digest,
            "title": each.title,
            "when": each.when,
            "differs": each.differs,
            "lost": each.lost,
            "content": to_content(each.stored.report),
            "media": sorted(each.stored.media),
        }
        for each in found.reports
    ]


def version_kept(path: Path, data: bytes, saved: float) -> None:
    """Keeps what the file at `path` held."""
    with mock.patch.object(time, "time", lambda: saved + 1):
        assert generations.keep_version(path, data, generations.USUAL, saved) == ""


def versions_kept(path: Path) -> list[dict]:
    """文件 › 历史版本, newest first."""
    return [
        {
            "saved": each.saved,
            "size": each.size,
            "digest": each.digest,
            "content": to_content(generations.load(each).report),
        }
        for each in generations.versions(path)
    ]


def error_logged() -> tuple[Path, str]:
    """Logs an error; the file and its first words."""
    try:
        raise ValueError("示例县财政局")
    except ValueError as error:
        path = crash_log.log_crash(error)
    return path, crash_log.read_log()


def machine_file() -> Path:
    """The file with the number of this computer."""
    owner.this_process()
    return folders.data_folder() / "machine"


# ---- settings of the window ----


def settings_written(values: dict) -> None:
    """Sets every setting through the window's own class."""
    from reportdesk_ui.settings import Settings

    settings = Settings()
    settings.zoom, settings.scheme = values["zoom"], values["scheme"]
    settings.keep_number, settings.keep_days = values["keep_number"], values["keep_days"]
    for path in reversed(values["recent"]):
        settings.remember(Path(path))
    for unit, options in values["word_options"].items():
        settings.remember_word_options(unit, from_builtins(options))
    settings.submission = values["submission"]
    settings._file.sync()


def settings_read(units) -> dict:
    """Every setting as the window's own class reads it."""
    from reportdesk_ui.settings import Settings

    settings = Settings()
    return {
        "zoom": settings.zoom,
        "scheme": settings.scheme,
        "keep_number": settings.keep_number,
        "keep_days": settings.keep_days,
        "recent": [path.as_posix() for path in settings.recent],
        "word_options": {unit: msgspec.to_builtins(settings.word_options(unit)) for unit in units},
        "submission": settings.submission,
    }


@contextlib.contextmanager
def settings_folder(folder: Path):
    """The window's settings stand below this folder."""
    import reportdesk_ui.settings

    with mock.patch.object(reportdesk_ui.settings, "user_config_path", _config_path(folder)):
        yield folder / "config"


def window_properties() -> list[str]:
    """The settings that have a name in the window's class."""
    from reportdesk_ui.settings import Settings

    return sorted(name for name, each in vars(Settings).items() if isinstance(each, property) and each.fset)


def _plain(value):
    """Named tuples and structs as lists: the names of their fields are the program's own affair."""
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.astuple(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
