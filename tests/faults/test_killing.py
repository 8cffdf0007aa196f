"""kill -9 at any moment: the file is one complete generation, and at most a second of edits is missing."""

import json
import os
import subprocess
import sys

import pytest
from tests.support.effort import times
from tests.support.paths import SUPPORT

KILLS = times(200)


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
def test_killed_at_any_moment(tmp_path):
    script = SUPPORT / "faults" / "killing.py"
    run = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(KILLS), "5"],
        capture_output=True,
        text=True,
        timeout=times(180),
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["problems"] == []
    assert sum(told["phases"].values()) == told["kills"] == KILLS
    # the moments were random: every phase was hit, and there was something to recover
    assert min(told["phases"].get(phase, 0) for phase in ("saving", "recording", "editing")) >= 5
    assert told["recovered"] >= KILLS // 10
