"""What stands for the files of earlier programs: reports, files of others, and what stands beside a report."""

import io
import json
import tempfile
import zipfile
import zlib
from pathlib import Path

import msgspec
from tests.contracts import adapters, fixtures
from tests.contracts.inputs import inputs
from tests.contracts.reports import reports

NOWHERE = "/nowhere/2025.rdesk"  # the file that a journal belongs to
SAVED = 1768185000.25  # when a version was kept
SETTINGS = {
    "zoom": 125,
    "scheme": "dark",
    "keep_number": 50,
    "keep_days": 365,
    "recent": ["/报告/2025年.rdesk", "/报告/2024年.rdesk"],
    "word_options": {"示例县财政局": {"line": 28, "closing": True}, "示例镇": {"body_font": "仿宋_GB2312"}},
    "submission": {"pattern": "{序号}{单位全称}{文件名}", "items": ["docx", "xlsx"]},
}


def made() -> dict[str, bytes]:
    """Name → content of the files that --files writes."""
    found: dict[str, bytes] = {}
    stored = {}
    for name, (content, media) in reports().items():
        data = adapters.encoded(adapters.report_from(content), media)
        stored[name] = adapters.decoded(data)
        found[f"reports/{name}.rdesk"] = data
        found[f"reports/{name}.json"] = archive(data)["report.json"]
    found |= {f"inputs/{name}": data for name, data in inputs(stored).items()}
    with tempfile.TemporaryDirectory() as folder, adapters.user_folders(Path(folder)):
        found |= _beside(Path(folder), stored)
    with tempfile.TemporaryDirectory() as folder, adapters.settings_folder(Path(folder)) as settings:
        adapters.settings_written(SETTINGS)
        found["beside/settings.ini"] = (settings / "settings.ini").read_bytes()
    return found


def _beside(folder: Path, stored) -> dict[str, bytes]:
    found = {"beside/lock.json": _steady_lock(adapters.lock_taken(folder / "2025.rdesk").read_bytes())}
    for name, path in (("new", None), ("file", folder / "2025.rdesk")):
        journal = adapters.journal_written(path, "0" * 64 if path else "", *journal_steps(stored))
        for each in sorted(path for path in journal.rglob("*") if path.is_file()):
            data = each.read_bytes()
            if each.name == "journal":
                data = steady_journal(data)
            found[f"beside/journal-{name}/{each.relative_to(journal).as_posix()}"] = data
            each.unlink()
        for each in (journal / "media", journal):
            if each.exists():
                each.rmdir()
    found["beside/journal-name.txt"] = f"{journal.name}\n".encode()
    for number, name in enumerate(("short", "pictures")):
        adapters.version_kept(folder / "2025.rdesk", adapters.encoded(*stored[name]), SAVED + number * 86400)
    (history,) = (folder / "data" / "history").iterdir()
    found |= {f"beside/history/{each.name}": each.read_bytes() for each in history.glob("*.rdesk")}
    return found


def journal_steps(stored):
    """What a journal is written of: the report that was opened, and what it became."""
    report, media = stored["pictures"]
    typed = report.with_cells({"disclosure.penalties.decisions": "36", "requests.granted.charity": None})
    texts = typed.with_sections({"other_matters": "", "lead_in": "引言改了。"})
    noted = texts.with_notes({"disclosure.penalties.decisions": "含简易程序"})
    return (report, media), [(typed, media), (texts, media), (noted, media)]


def steady_journal(data: bytes) -> bytes:
    """A journal that belongs to a file which is nowhere, whatever file it was."""
    lines = []
    for line in data.splitlines():
        record = json.loads(line[9:])
        assert line[:8] == b"%08x" % zlib.crc32(line[9:]), "the check sum of a record"
        content = line[9:]
        if record.get("path"):
            content = content.replace(msgspec.json.encode(record["path"]), msgspec.json.encode(NOWHERE), 1)
        lines.append(b"%08x %b\n" % (zlib.crc32(content), content))
    return b"".join(lines)


def _steady_lock(data: bytes) -> bytes:
    """A lock file that was taken at a time of ours."""
    raw = json.loads(data)
    for key, value in (("since", "2026-01-12T10:30:00+08:00"), ("token", "0123456789abcdef")):
        data = data.replace(msgspec.json.encode(raw[key]), msgspec.json.encode(value), 1)
    return data


def archive(data: bytes) -> dict[str, bytes]:
    """The entries of a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def same_archive(one: bytes, other: bytes) -> bool:
    """Whether two ZIP files hold the same, however well they are packed: that depends on the version of zlib."""
    if not one.startswith(b"PK") or not other.startswith(b"PK"):
        return False
    return list(archive(one).items()) == list(archive(other).items())


def stored_reports() -> dict:
    """Name → (report, pictures) of the fixtures."""
    names = [Path(name).stem for name in fixtures.names("reports/*.rdesk")]
    return {name: adapters.decoded((fixtures.FOLDER / f"reports/{name}.rdesk").read_bytes()) for name in names}
