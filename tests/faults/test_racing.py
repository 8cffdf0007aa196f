"""Two and more processes that want the same: one gets it."""

import json
import os
import subprocess
import sys

import pytest
from tests.support.effort import times
from tests.support.paths import SUPPORT

ROUNDS = times(25)


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_one_of_many_gets_the_lock_and_one_the_file(tmp_path):
    script = SUPPORT / "faults" / "racing.py"
    run = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(ROUNDS)], capture_output=True, text=True, timeout=times(120)
    )
    assert run.returncode == 0, run.stderr
    one_each = [1] * ROUNDS
    assert json.loads(run.stdout) == {"locks": one_each, "dead": one_each, "saves": one_each, "left_over": []}
