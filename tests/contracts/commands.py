"""Every command on fixed files: what it prints, its exit status, and what it wrote."""

import contextlib
import json
import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

from tests.contracts import adapters, fixtures

_LAST_YEAR = "short.rdesk"  # of 2024
CASES = {
    "new": ["new --unit 示例县财政局 --year 2025 -o new.rdesk", "show new.rdesk --json"],
    "new-2019": ["new --unit 示例县财政局 --year 2020 --kind 乡镇人民政府 -o new.rdesk", "show new.rdesk"],
    "new-edition": ["new --unit 示例县财政局 --year 2025 --edition 2019 -o new.rdesk", "show new.rdesk --json"],
    "new-values": ["new --unit 示例县财政局 --year 2025 --values values.json -o new.rdesk", "show new.rdesk --json"],
    "new-previous": [f"new --unit 示例县史志办公室 --year 2025 --previous {_LAST_YEAR} -o new.rdesk"],
    "new-previous-word": ["new --unit 示例县水利局 --year 2026 --previous ours.docx --kind township -o new.rdesk"],
    "new-refused": [
        "new --unit 示例县财政局 --year 25 -o new.rdesk",
        "new --unit 示例县财政局 --year 1999 -o new.rdesk",
        "new --unit 示例县财政局 --year 2025 --kind 公司 -o new.rdesk",
        "new --unit 示例县财政局 --year 2025 --edition 2030 -o new.rdesk",
        "new --unit 示例县财政局 --year 2025 -o new.docx",
        "new --unit 示例县财政局 --year 2025 --values wrong_values.json -o new.rdesk",
        "new --unit 示例县财政局 --year 2025 --values not_values.json -o new.rdesk",
        "new --unit 示例县财政局 --year 2025 --values none.json -o new.rdesk",
        "new --unit 示例县财政局 --year 2025 --previous other.txt -o new.rdesk",
        "new --unit 示例县财政局 --year 2025 -o nowhere/new.rdesk",
    ],
    "wrong": ["", "nothing", "new", "new --unit", "show", "show a b", "export long.rdesk", "check long.rdesk --jso"],
    "show": ["show long.rdesk", "show blanks.rdesk"],
    "show-json": ["show laden2021.rdesk --json"],
    "show-2019-json": ["show laden2019.rdesk --json"],
    "show-refused": [
        "show none.rdesk",
        "show .",
        "show newer.rdesk",
        "show damaged.rdesk",
        "show not_a_report.rdesk",
        "show ours.docx",
        "check newer.rdesk --json",
        "export damaged.rdesk -o out.docx",
    ],
    **{f"check-{name}": [f"check {name}.rdesk --json", f"check {name}.rdesk"]
       for name in ("short", "long", "large", "blanks", "form2019", "rare", "drafts", "broken", "laden2021",
                    "laden2019")},
    "check-previous": ["check long.rdesk --previous large.rdesk --json", "check broken.rdesk --previous long.rdesk"],
    "check-previous-word": ["check long.rdesk --previous ours.docx --json", "check long.rdesk --previous other.txt"],
    **{f"import-{name.replace('.', '-')}": [f"import {name} -o a.rdesk", f"import {name} -o b.rdesk --json"]
       for name in ("ours.docx", "ours.xlsx", "ours.html", "public.docx", "public.html", "reviewed.docx",
                    "foreign.docx", "foreign.xlsx", "foreign.html", "foreign.pdf", "foreign.txt", "bars.md")},
    "import-refused": [
        f"import {name} -o in.rdesk --json"
        for name in ("cut.docx", "empty.txt", "old.doc", "locked.docx", "photo.jpg", "other.txt", "long.rdesk",
                     "none.docx", "damaged.rdesk")
    ] + ["import ours.docx -o in.docx", "import ours.docx"],
    "import-folder": ["import folder -o read", "import folder -o read --json", "import empty -o read",
                      "import folder -o long.rdesk"],
    "compare": ["compare long.rdesk ours.docx --json", "compare long.rdesk ours.docx"],
    "compare-same": ["compare long.rdesk ours.xlsx --json", "compare long.rdesk long.rdesk"],
    "compare-public": ["compare long.rdesk public.html --json", "compare form2019.rdesk public.docx --json"],
    "compare-editions": ["compare rare.rdesk laden2019.rdesk --json", "compare blanks.rdesk broken.rdesk"],
    "compare-sentences": ["compare before.rdesk after.rdesk --json", "compare after.rdesk before.rdesk"],
    "compare-refused": ["compare long.rdesk none.docx", "compare other.txt long.rdesk --json"],
    "export": [f"export pictures.rdesk -o out.{kind}" for kind in ("docx", "XLSX", "html", "pdf", "txt", "doc")]
    + ["export pictures.rdesk -o nowhere/out.docx", "export long.rdesk -o out --to docx",
       "export none.rdesk -o out.docx"],
    "export-folder": [
        "export reports -o out --to docx,xlsx,html,pdf",
        "export reports -o out --to .HTML",
        "export reports -o out --to exe",
        "export reports -o out",
        "export reports -o long.rdesk --to docx",
        "export empty -o out --to docx",
    ],
    "version": ["--version"],
}  # fmt: skip
_FOLDERS = {
    "folder": ("ours.docx", "foreign.html", "cut.docx", "bars.md", "data-sheet.docx", "foreign.txt", "photo.jpg"),
    "reports": ("short.rdesk", "rare.rdesk", "damaged.rdesk"),
    "empty": (),
}
_DOUBLE = ("ours.html", "folder/ours.html")  # of two files that differ in their kind both are named with it


def fixture(name: str) -> str:
    return f"commands/{name}.txt"


def run(name: str) -> str:
    """What the lines of a case print, one after the other in a folder with all fixed files."""
    with (
        tempfile.TemporaryDirectory() as folder,
        adapters.user_folders(Path(folder, "user")),
        adapters.without_office(),
    ):
        work = Path(folder, "work")
        _fill(work)
        before = _files(work)
        with contextlib.chdir(work):
            told = [_told(line.split()) for line in CASES[name]]
        first = None
        for name in sorted(_files(work) - before, key=lambda name: (name.count("/"), name)):
            told.append(f"-- wrote {name}\n")
            if "/" not in name:  # what is written into a folder is as in the cases of single files
                told.append(_written(work / name, first))
                first = first or (work / name)
    return "".join(told)


def help_texts() -> dict[str, list[str]]:
    """Command → its options, as its help names them."""
    names = ("", "new", "show", "check", "compare", "import", "export")
    with adapters.without_office():
        texts = {name: adapters.command([*([name] if name else []), "--help"]) for name in names}
    words = {name: [word.strip("[],，") for word in text[1].split()] for name, text in texts.items()}
    assert all(status == 0 for status, _, _ in texts.values())
    return {
        name or "reportdesk": sorted({word for word in found if word.startswith("-") or (not name and word in names)})
        for name, found in words.items()
    }


def _fill(work: Path) -> None:
    work.mkdir(parents=True)
    for pattern in ("reports/*.rdesk", "inputs/*"):
        for path in fixtures.FOLDER.glob(pattern):
            shutil.copy(path, work)
    for folder, names in _FOLDERS.items():
        (work / folder).mkdir()
        for name in names:
            shutil.copy(work / name, work / folder)
    shutil.copy(work / _DOUBLE[0], work / _DOUBLE[1])


def _files(work):
    return {path.relative_to(work).as_posix() for path in work.rglob("*") if path.is_file()}


def _told(arguments):
    status, out, err = adapters.command(arguments)
    out, err = (text.replace(os.sep, "/") if os.sep != "/" else text for text in (out, err))
    if arguments[:1] == ["--version"]:
        out = out.replace(adapters.VERSION, "VERSION")
    return f"$ reportdesk {' '.join(arguments)}\n{out}{err and f'-- stderr{chr(10)}'}{err}-- exit {status}\n\n"


def _written(path, first):
    """What stands in a file that was written; of two reports that are alike the first only."""
    if path.suffix != ".rdesk":
        return ""
    report, media = adapters.decoded(path.read_bytes())
    if first is not None and adapters.decoded(first.read_bytes()) == (report, media):
        return f"as in {first.name}\n"
    lines = sorted(media)
    for part, value in (adapters.content_from(report) | {"program": ""}).items():
        if part == "origins":  # many, and alike: some of them, and that the others are the same
            told = [f"{key}: {json.dumps(each, ensure_ascii=False)}" for key, each in value.items()]
            lines += [f"origins {line}" for line in told[::9]]
            lines.append(f"{len(told)} origins, {sha256(''.join(told).encode()).hexdigest()[:16]}")
        elif isinstance(value, dict):
            lines += [f"{part} {key}: {json.dumps(each, ensure_ascii=False)}" for key, each in value.items()]
        else:
            lines.append(f"{part}: {json.dumps(value, ensure_ascii=False)}")
    return "".join(f"{line}\n" for line in lines)
