"""The bundle: its size, and its start against the start from the checkout. Nothing where none has been built."""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.row import Row

from reportdesk import resources

ROOT = Path(__file__).resolve().parents[2]
PAIRS = 15


def rows() -> list[Row]:
    """Size of the packed bundle in MB; start to figures visible ÷ the same from the checkout, in fresh processes."""
    packed = sorted((ROOT / "dist").glob(f"reportdesk-*-linux-{platform.machine()}.tar.gz"))
    if not packed:
        print("    no bundle in dist (scripts/build_bundle.sh makes one): its size and start are left out")
        return []
    program = packed[-1].with_name(packed[-1].name.removesuffix(".tar.gz")) / "reportdesk"
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "XDG_CONFIG_HOME": home, "REPORTDESK_DATA": home, "QT_QPA_PLATFORM": "offscreen"}
        sample = shutil.copy(resources.path("samples", "busy.rdesk"), home)  # beside which a lock is written
        bundle = [str(program), "--time-start", sample]
        checkout = [sys.executable, str(ROOT / "bundle" / "entry.py"), "--time-start", sample]
        source = {**environment, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "ui")])}
        _start(bundle, environment), _start(checkout, source)
        pairs = [(_start(bundle, environment), _start(checkout, source)) for _ in range(PAIRS)]
    print(
        f"    start (ms): bundle {1000 * median(one for one, _ in pairs):.0f}, "
        f"checkout {1000 * median(other for _, other in pairs):.0f}"
    )
    return [
        Row("bundle, packed (MB)", packed[-1].stat().st_size / 1e6, 90),
        Row("start of the bundle ÷ start from the checkout", median(one / other for one, other in pairs), 1.2),
    ]


def _start(command: list[str], environment: dict[str, str]) -> float:
    began = time.time()
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return float(done.stdout.split()[-1]) - began
