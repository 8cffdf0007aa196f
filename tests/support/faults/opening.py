"""A program of its own: opens one file, one way and the other.   python opening.py FILE

Prints JSON: {"said": [sentences], "seconds": …, "memory": MB at most}; seconds of the processor.
"""

import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.support.faults.memory import most_memory  # noqa: E402

from reportdesk.errors import ReportDeskError  # noqa: E402
from reportdesk.store import open_report  # noqa: E402
from reportdesk.store.damage import examine  # noqa: E402


def main(path: Path) -> None:
    said, longest = [], 0.0
    for way in (open_report, examine):
        began = time.process_time()
        try:
            said.append(f"{type(way(path)).__name__}")
        except ReportDeskError as error:
            said.append(str(error))
        longest = max(longest, time.process_time() - began)
    memory = most_memory()
    print(json.dumps({"said": said, "seconds": longest, "memory": memory}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
