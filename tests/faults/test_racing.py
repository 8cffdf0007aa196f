"""Two and more processes that want the same: one gets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = 25


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_one_of_many_gets_the_lock_and_one_the_file(tmp_path):
    script = Path(__file__).with_name("racing.py")
    run = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(ROUNDS)], capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    one_each = [1] * ROUNDS
    assert json.loads(run.stdout) == {"locks": one_each, "dead": one_each, "saves": one_each, "left_over": []}
