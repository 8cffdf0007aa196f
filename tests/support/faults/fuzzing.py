"""A program of its own: thousands of spoilt .rdesk files and journals are opened, one way and the other.

    python fuzzing.py FOLDER COUNT SEED

Prints JSON: {"cases": n, "opened": n, "salvaged": n, "refused": n, "slowest": seconds of the processor, "memory": MB,
"problems": [...]}. A process of its own, so that its memory can be told.
"""

import copy
import io
import json
import os
import random
import shutil
import sys
import time
import traceback
import zipfile
import zlib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.support.faults.memory import most_memory  # noqa: E402
from tests.support.faults.states import state  # noqa: E402
from tests.support.reports import busy_report  # noqa: E402

from reportdesk.errors import ReportDeskError  # noqa: E402
from reportdesk.files.data_folder import VARIABLE  # noqa: E402
from reportdesk.files.process_identity import this_process  # noqa: E402
from reportdesk.store import decode, encode  # noqa: E402
from reportdesk.store.damage import open_damaged  # noqa: E402
from reportdesk.store.journal import Journal  # noqa: E402
from reportdesk.store.recovery import find_recoverable  # noqa: E402

PIECES = [b"", b"\0", b"\xff" * 4, b"PK\x03\x04", b"PK\x01\x02", b'"', b"{", b"[[[[", b"}", b"\n", b"9" * 50, b"null"]
VALUES = [None, True, -1, 1.5, 10**30, "", "x", "１", "/", [], {}, [[]], {"text": 1}, "9" * 300, {"a": {"b": {}}}]
JOURNALS = 12  # a journal for so many files


def main(folder: Path, count: int, seed: int) -> None:
    os.environ[VARIABLE] = str(folder)
    rng = random.Random(seed)
    sound = [encode(busy_report()), encode(state(3).report), encode(state(25).report, state(25).media)]
    file, journal = sound_journal(folder)
    told, problems, slowest = Counter(), [], 0.0
    for case in range(count):
        began = time.process_time()
        try:
            if case % JOURNALS == 0:
                spoil_journal(file, journal, rng)
                told[look_for(folder)] += 1
            else:
                told[opened(spoilt(rng, rng.choice(sound)))] += 1
        except BaseException:
            problems.append(f"case {case}: {traceback.format_exc()}")
        slowest = max(slowest, time.process_time() - began)
    memory = most_memory()
    print(json.dumps({"cases": count, **told, "slowest": slowest, "memory": memory, "problems": problems[:3]}))


def opened(data: bytes) -> str:
    """How a file fared; whatever opens can be saved again."""
    try:
        stored = decode(data, "年报.rdesk")
        assert decode(encode(stored.report, stored.media), "").media == stored.media
        return "opened"
    except ReportDeskError as error:
        told(error)
    try:
        found = open_damaged(data, "年报.rdesk")
    except ReportDeskError as error:
        told(error)
        return "refused"
    assert all(sentence.endswith("。") for sentence in found.lost), found.lost
    decode(encode(found.stored.report, found.stored.media), "")
    return "salvaged"


def told(error: ReportDeskError) -> None:
    assert str(error).endswith("。"), error


def look_for(folder: Path) -> str:
    """How the only journal fared; it is removed."""
    left = find_recoverable()
    assert all(sentence.endswith("。") for sentence in left.skipped)
    for each in left.reports:
        encode(each.stored.report, each.stored.media)
    shutil.rmtree(folder / "recovery")
    return "opened" if left.reports else "refused"


def sound_journal(folder: Path) -> tuple[Path, bytes]:
    """A journal of a process that is gone: its file and what it holds."""
    owner = this_process()._replace(started="long ago")
    journal = Journal.begin(None, "", state(0).report, {}, owner)
    for n in range(7, 12):
        journal.record(state(n).report, state(n).media)
    journal.leave()
    (file,) = (folder / "recovery").glob("*/journal")
    return file, file.read_bytes()


def spoil_journal(file: Path, data: bytes, rng: random.Random) -> None:
    """Puts a journal with something wrong in it into its place."""
    if rng.random() < 0.5:  # sums that are right over what is wrong
        lines = data.splitlines(keepends=True)
        at = rng.randrange(len(lines))
        content = json.loads(lines[at][9:])
        spoil_json(rng, content)
        inner = json.dumps(content).encode()
        lines[at] = b"%08x %b\n" % (zlib.crc32(inner), inner)
        data = b"".join(lines)
    else:
        data = spoil_bytes(rng, data)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def spoilt(rng: random.Random, data: bytes) -> bytes:
    how = rng.random()
    if how < 0.5:
        return spoil_bytes(rng, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    if how < 0.75:  # a sound archive around bytes that are not
        parts["report.json"] = spoil_bytes(rng, parts["report.json"])
    else:
        content = json.loads(parts["report.json"])
        spoil_json(rng, content)
        parts["report.json"] = json.dumps(content, indent=1).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return spoil_bytes(rng, out.getvalue()) if rng.random() < 0.2 else out.getvalue()


def spoil_bytes(rng: random.Random, data: bytes) -> bytes:
    """Flips, cuts, takes out, doubles, moves or overwrites something, once or several times."""
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 1, 2, 5, 30])):
        at = rng.randrange(len(changed) or 1)
        length = rng.choice([1, 4, 16, 200])
        match rng.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([changed[at] ^ 1 << rng.randrange(8)]) if changed else b""
            case 1:
                del changed[at:]
            case 2:
                del changed[at : at + length]
            case 3:
                changed[at:at] = changed[at : at + length]
            case 4:
                changed[at : at + length] = rng.choice(PIECES) * rng.choice([1, 1, 1, 500])
            case 5:
                changed[at : at + 4] = rng.randbytes(4)
    return bytes(changed)


def spoil_json(rng: random.Random, content: dict) -> None:
    """Puts wrong values, keys and depths into some places."""
    for _ in range(rng.choice([1, 2, 10])):
        holder = content
        while True:
            if not holder:
                break
            key = rng.choice(list(holder))
            inner = holder[key]
            if isinstance(inner, dict) and inner and rng.random() < 0.8:
                holder = inner
                continue
            match rng.randrange(4):
                case 0:
                    holder[key] = copy.deepcopy(rng.choice(VALUES))
                case 1:
                    del holder[key]
                case 2:
                    holder[f"{key}\0{rng.random()}"] = holder.pop(key)
                case 3:
                    deep: object = inner
                    for _ in range(rng.choice([1, 20, 70, 300])):
                        deep = {"deep": deep}
                    holder[key] = deep
            break


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
