"""A program of its own: processes that run for the same lock, and for the same file.

    python racing.py FOLDER ROUNDS

Prints JSON: {"locks": [winners of each round], "dead": [...], "saves": [...]}. In the rounds of "dead" there is a lock
of a process that is gone; in those of "saves" all have opened the same file and save it.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.support.faults.states import number, state  # noqa: E402

from reportdesk.files.data_folder import VARIABLE  # noqa: E402
from reportdesk.store.file_stamp import read_stamped  # noqa: E402
from reportdesk.store.lock import Lock  # noqa: E402
from reportdesk.store.rdesk import decode, read_file  # noqa: E402
from reportdesk.store.saving import ChangedOnDisk, save  # noqa: E402

RUNNERS = 6


def main(folder: Path, rounds: int) -> None:
    os.environ[VARIABLE] = str(folder / "data")
    told: dict[str, list[int]] = {"locks": [], "dead": [], "saves": []}
    for turn in range(rounds):
        told["locks"].append(race(lambda k, n=turn: took(folder / f"{n}.rdesk")))
        left = folder / f"dead {turn}.rdesk"
        race(lambda k, at=left: took(at), runners=1)  # takes it and dies
        told["dead"].append(race(lambda k, at=left: took(at)))
        path = folder / f"saved {turn}.rdesk"
        save(state(0), path)
        _, stamp = read_stamped(path)
        told["saves"].append(race(lambda k, at=path, since=stamp: saved(at, since, k)))
        assert number(decode(read_file(path), path.name)) > 0
    left_over = [each.name for each in folder.iterdir() if each.suffix not in (".rdesk", ".lock", "")]
    print(json.dumps({**told, "left_over": left_over}))


def took(path: Path) -> bool:
    return isinstance(Lock.take(path), Lock)


def saved(path: Path, since: object, k: int) -> bool:
    try:
        return save(state(k + 1), path, since=since).written
    except ChangedOnDisk:
        return False


def race(run: Callable[[int], bool], runners: int = RUNNERS) -> int:
    """How many of the runners, started by one shot and alive until all are through, came in first."""
    shot, told, end = os.pipe(), os.pipe(), os.pipe()
    children = []
    for k in range(runners):
        child = os.fork()
        if child == 0:
            os.close(shot[1])
            os.close(end[1])
            os.read(shot[0], 1)  # returns when the last writer has closed
            answer = b"?"
            try:
                answer = b"1" if run(k) else b"0"
            finally:
                os.write(told[1], answer)
                os.read(end[0], 1)
                os._exit(0)
        children.append(child)
    os.close(shot[1])
    answers = b"".join(os.read(told[0], 1) for _ in range(runners))
    os.close(end[1])
    for child in children:
        os.waitpid(child, 0)
    for handle in (shot[0], *told, end[0]):
        os.close(handle)
    assert b"?" not in answers
    return answers.count(b"1")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
