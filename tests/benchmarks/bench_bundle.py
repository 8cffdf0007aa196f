"""The start of the bundle against the start from the checkout. Nothing where no bundle has been built."""

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.row import Row

from reportdesk.resources import path

ROOT = Path(__file__).resolve().parents[2]
PAIRS = 15


def rows() -> list[Row]:
    """Start to figures visible ÷ the same from the checkout, in fresh processes."""
    packed = sorted((ROOT / "dist").glob(f"reportdesk-*-linux-{platform.machine()}.tar.gz"))
    if not packed:
        print("    no bundle in dist (scripts/build_bundle.sh makes one): its start is left out")
        return []
    program = packed[-1].with_name(packed[-1].name.removesuffix(".tar.gz")) / "reportdesk"
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "XDG_CONFIG_HOME": home, "REPORTDESK_DATA": home, "QT_QPA_PLATFORM": "offscreen"}
        sample = shutil.copy(path("samples", "busy.rdesk"), home)  # beside which a lock is written
        bundle = [str(program), "--time-start", sample]
        checkout = [sys.executable, str(ROOT / "bundle" / "entry.py"), "--time-start", sample]
        source = {**environment, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "ui")])}
        _start(bundle, environment), _start(checkout, source)
        pairs = [(_start(bundle, environment), _start(checkout, source)) for _ in range(PAIRS)]
    ratio = median(one / other for one, other in pairs)
    return [Row("start of the bundle ÷ start from the checkout", ratio, 1.2)]


def _start(command: list[str], environment: dict[str, str]) -> float:
    """The processor time of a process that ends once the figures are painted, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
