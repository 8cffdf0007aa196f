"""A program of its own: starts children that edit, journal and save, kills each at a random moment, looks what is left.

    python killing.py FOLDER KILLS SEED

Prints JSON: {"kills": n, "phases": {what the child was at: n}, "recovered": n, "problems": [...]}. A process without
threads of its own, so that it can fork: a fresh interpreter for every child would take minutes.
"""

import json
import os
import random
import select
import signal
import sys
import threading
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.support.faults.states import number, state  # noqa: E402

from reportdesk.files.data_folder import VARIABLE  # noqa: E402
from reportdesk.store.rdesk import decode, read_file  # noqa: E402
from reportdesk.store.recovery import find_recoverable  # noqa: E402
from reportdesk.store.report_file import ReportFile  # noqa: E402
from reportdesk.store.saving import save  # noqa: E402

AT_ONCE = 6
SHORT = (0.01, 0.25)
LONG = (1.1, 1.9)  # long enough that there are edits more than a second old
EVERY = 0.3  # seconds between two records of a child that works like the window
MOST = 1.0  # seconds of edits that may be missing


def main(folder: Path, kills: int, seed: int) -> None:
    rng = random.Random(seed)
    phases, problems, recovered, running = Counter(), [], 0, []
    for trial in range(kills):
        while len(running) >= AT_ONCE:
            recovered += bury(running, phases, problems)
        running.append(start(folder / str(trial), trial, rng))
    while running:
        recovered += bury(running, phases, problems)
    print(json.dumps({"kills": kills, "phases": phases, "recovered": recovered, "problems": problems[:5]}))


def start(folder: Path, trial: int, rng: random.Random) -> tuple[float, int, Path, float]:
    like_window = trial % 6 == 0
    folder.mkdir(parents=True)
    os.environ[VARIABLE] = str(folder / "data")
    (folder / "desk").mkdir()
    save(state(0), folder / "desk" / "年报.rdesk")
    seed = rng.random()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work(folder, random.Random(seed), like_window)
        except BaseException:
            log(folder, "!", traceback.format_exc().replace("\n", " / "))
        os._exit(1)
    return time.monotonic() + rng.uniform(*(LONG if like_window else SHORT)), child, folder, seed


def work(folder: Path, rng: random.Random, like_window: bool) -> None:
    """The child: edits for ever, says what it did, saves now and then."""
    opened = ReportFile.open(folder / "desk" / "年报.rdesk")
    now = [0]

    def record() -> None:
        n = now[0]
        log(folder, "r", n)
        opened.record(state(n).report, state(n).media)
        log(folder, "R", n)

    def record_for_ever() -> None:
        while True:
            select.select([], [], [], EVERY)
            record()

    if like_window:
        threading.Thread(target=record_for_ever, daemon=True).start()
    while True:
        now[0] += 1
        log(folder, "E", now[0], time.monotonic())
        if like_window:
            select.select([], [], [], 0.005)
        else:
            record()
        if rng.random() < (0.01 if like_window else 0.3):
            record()  # as the window does: what is saved is never ahead of the journal
            n = now[0]
            log(folder, "s", n)
            opened.save(state(n).report, state(n).media)
            log(folder, "S", n)


def log(folder: Path, *words: object) -> None:
    with (folder / "log").open("a") as file:  # what was written when the kill comes is in the file
        file.write(" ".join(map(str, words)) + "\n")


def bury(running: list, phases: Counter, problems: list) -> int:
    """Kills the child whose time has come and looks at what it left: 1 if there was something to recover."""
    first = min(running)
    running.remove(first)
    when, child, folder, _ = first
    select.select([], [], [], max(0.0, when - time.monotonic()))
    killed = time.monotonic()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.environ[VARIABLE] = str(folder / "data")
    try:
        phase, journaled = look(folder, killed)
    except BaseException:
        problems.append(f"{folder.name}: {traceback.format_exc()}")
        return 0
    phases[phase] += 1
    return journaled


def look(folder: Path, killed: float) -> tuple[str, int]:
    """Raises AssertionError and what else goes wrong where something is lost."""
    path = folder / "desk" / "年报.rdesk"
    text = (folder / "log").read_text() if (folder / "log").exists() else ""
    lines = [line.split() for line in text.splitlines()]
    assert not [line for line in lines if line[0] == "!"], text[-2000:]

    def done(what: str) -> list[int]:
        return [int(line[1]) for line in lines if line[0] == what]

    in_file = number(decode(read_file(path), path.name))
    assert in_file in {0, *done("s")}, f"{in_file} was never saved"
    assert in_file >= max(done("S"), default=0), "a finished save is gone"

    left = find_recoverable()
    assert not left.skipped, left.skipped
    assert len(left.reports) <= 1
    journaled = 0
    for each in left.reports:
        assert not each.lost, each.lost
        assert each.path == path
        journaled = number(each.stored)
        assert journaled > in_file, f"journal offers {journaled}, the file holds {in_file}"
    best = max(in_file, journaled)
    assert best >= max(done("R"), default=0), f"a finished record is gone: {best}, {done('R')[-1]}"
    old = [int(line[1]) for line in lines if line[0] == "E" and float(line[2]) < killed - MOST]
    assert best >= max(old, default=0), f"more than a second is gone: {best}, {old[-1]}"

    again = ReportFile.recover(left.reports[0]) if left.reports else ReportFile.open(path)
    assert again.held is None and not again.warning, "the lock of the dead is in the way"
    assert again.stored == state(best) and again.changed_on_disk() in ("", "changed")
    again.save(state(best + 1).report, state(best + 1).media, overwrite=True)
    assert number(decode(read_file(path), path.name)) == best + 1
    again.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name], "something was left beside the file"
    assert not find_recoverable().reports
    return {"s": "saving", "r": "recording"}.get(lines[-1][0] if lines else "", "editing"), int(bool(journaled))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
