"""make bench: every benchmark, its figure and its limit. Exit status 1 when a limit is passed."""

import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(root), str(root / "src"), str(root / "ui")]

from tests.benchmarks import (  # noqa: E402
    bench_bundle,
    bench_causes,
    bench_reading,
    bench_saving,
    bench_statements,
    bench_web,
    bench_window,
    bench_wording,
    bench_writing,
)


def main() -> int:
    rows = [
        *bench_window.start(),
        *bench_window.checks(),
        *bench_window.repaint(),
        *bench_window.typing(),
        *bench_causes.checks(),
        *bench_causes.against_highs(),
        *bench_saving.saving(),
        *bench_statements.text(),
        bench_writing.word(),
        bench_writing.docxtpl(),
        bench_writing.excel(),
        bench_reading.word(),
        bench_reading.html(),
        bench_reading.pdf(),
        *bench_web.rows(),
        bench_wording.proof_reading(),
        *bench_bundle.rows(),
    ]
    width = max(len(row.name) for row in rows)
    print(f"\n{'':{width}}    figure  limit")
    for row in rows:
        print(f"{row.name:{width}}  {row}{'' if row.kept else '   NOT KEPT'}")
    return int(not all(row.kept for row in rows))


if __name__ == "__main__":
    sys.exit(main())
