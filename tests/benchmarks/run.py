"""make bench: every benchmark, its figure and its limit. Exit status 1 when a limit is passed."""

import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(root), str(root / "src"), str(root / "ui")]

from tests.benchmarks import bench_window, bench_writing  # noqa: E402


def main() -> int:
    rows = [
        *bench_window.start(),
        *bench_window.checks(),
        *bench_window.repaint(),
        bench_writing.word(),
        bench_writing.excel(),
    ]
    width = max(len(name) for name, _, _ in rows)
    print(f"\n{'':{width}}  median   limit")
    for name, figure, limit in rows:
        print(f"{name:{width}}  {figure:6.3f}  {limit:6.2f}{'' if figure <= limit else '   TOO SLOW'}")
    return int(any(figure > limit for _, figure, limit in rows))


if __name__ == "__main__":
    sys.exit(main())
