"""Other systems, each in an environment of its own (`make peers`) and measured in a process of its own."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from experiments.benchmark.starting import ALONE

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".peers"
LIMIT = 600  # seconds that one may take
MISSING = "not installed (make peers)"
SETTINGS = {"NUMBA_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3"}


class Told(NamedTuple):
    """What a system says of itself, or why it says nothing."""

    rows: list[dict[str, Any]]
    why: str


def told(name: str, command: Sequence[str], home: Path = HOME, **environment: str) -> Told:
    """Ask a system, in a folder that is thrown away: some leave files where they run."""
    python = home / name / "bin" / "python"
    if not python.exists():
        return Told([], MISSING)
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [str(python), *command], cwd=folder, env={**os.environ, **ALONE, **SETTINGS, **environment},
                capture_output=True, text=True, check=False, timeout=LIMIT,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Told([], f"took more than {LIMIT} s")
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not rows:
        return Told([], f"failed: {done.stderr.strip().rpartition(chr(10))[2] or f'exit {done.returncode}'}")
    return Told(rows, "")
