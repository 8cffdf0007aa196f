"""make bench: every benchmark, its figure and its limit. Exit status 1 when a limit is passed.

    python tests/benchmarks/run.py [NAME …]     all, or only these: window, checks, highs, saving, …

Every figure is a ratio: the processor time of our work ÷ that of a reference which runs in the same process, in turns
(`measure.median_ratio`). So a limit means the same on a slow, a busy and a fast machine.

To add a row: write `rows()` in a module `bench_<name>.py` that returns a `Row` (what ÷ what, ratio, limit), and put the
module into `MODULES`. The reference does the like with a library or in plain Python (`references.py`) and uses none of
the code that is measured; it needs the same resources (interpreter, memory, painting), otherwise the ratio differs from
machine to machine. What waits for a disk is counted, not timed. Run the module ten times, some of them beside two
busy loops; the limit is the median × 1.2. Where single runs are more than a tenth apart, take more pairs or another
reference.
"""

import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(root), str(root / "src"), str(root / "ui")]

from tests.benchmarks import (  # noqa: E402
    bench_bundle,
    bench_checks,
    bench_highs,
    bench_proofreading,
    bench_reading,
    bench_saving,
    bench_statements,
    bench_web,
    bench_window,
    bench_writing,
)

MODULES = (
    bench_window,
    bench_checks,
    bench_highs,
    bench_saving,
    bench_statements,
    bench_proofreading,
    bench_writing,
    bench_web,
    bench_reading,
    bench_bundle,
)


def main(names: list[str]) -> int:
    modules = {module.__name__.rpartition("bench_")[2]: module for module in MODULES}
    unknown = [name for name in names if name not in modules]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(modules)}", file=sys.stderr)
        return 2
    rows = [row for name in names or modules for row in modules[name].rows()]
    width = max((len(row.name) for row in rows), default=0)
    print(f"\n{'':{width}}     ratio  limit")
    for row in rows:
        print(f"{row.name:{width}}  {row}{'' if row.kept else '   NOT KEPT'}")
    return int(not all(row.kept for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
