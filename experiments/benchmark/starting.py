"""What it costs to begin: importing, starting a command, compiling. In CPU seconds of processes of their own."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from statistics import median
from typing import Any

from sim.core.errors import SimError

TIMES = 5
# One thread for whatever NumPy calls.
ALONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
PYTHON = (sys.executable, "-c")
COMMAND = (sys.executable, "-m", "experiments.run", "--cfg", "job")
TINY = ("population.users=20", "population.creators=20", "horizon_days=15", "warmup_days=1")


def output(command: Sequence[str], **environment: str) -> str:
    """What a process says.

    Raises:
        SimError: if it fails, with the last line of its complaint.
    """
    done = subprocess.run(
        command, env={**os.environ, **ALONE, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SimError(f"{' '.join(command)} failed: {done.stderr.strip().rpartition(chr(10))[2]}")
    return done.stdout


def life(overrides: Sequence[str], **environment: str) -> dict[str, Any]:
    """One configuration, measured in a process of its own."""
    text = output([sys.executable, "-m", "experiments.benchmark.life", *overrides], **environment)
    return json.loads(text.splitlines()[-1])  # type: ignore[no-any-return]  # untyped there


def by_policy(overrides: Sequence[str]) -> list[dict[str, Any]]:
    """One configuration under every policy, measured in a process of its own."""
    text = output([sys.executable, "-m", "experiments.benchmark.policies", *overrides])
    return json.loads(text.splitlines()[-1])  # type: ignore[no-any-return]  # untyped there


def by_platforms(overrides: Sequence[str]) -> dict[str, Any]:
    """One platform against two, measured in a process of its own."""
    text = output([sys.executable, "-m", "experiments.benchmark.platforms", *overrides])
    return json.loads(text.splitlines()[-1])  # type: ignore[no-any-return]  # untyped there


def by_refreshes(overrides: Sequence[str]) -> dict[str, Any]:
    """What a refresh and a day cost beside the kernel, measured in a process of its own."""
    text = output([sys.executable, "-m", "experiments.benchmark.refreshing", *overrides])
    return json.loads(text.splitlines()[-1])  # type: ignore[no-any-return]  # untyped there


def beside_systems(overrides: Sequence[str]) -> list[dict[str, Any]]:
    """Systems of this field and the whole run, turn about, in a process of its own."""
    text = output([sys.executable, "-m", "experiments.benchmark.side_by_side", *overrides])
    return json.loads(text.splitlines()[-1])  # type: ignore[no-any-return]  # untyped there


def cpu_seconds(command: Sequence[str], **environment: str) -> float:
    """CPU seconds of a process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output(command, **environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def starts() -> dict[str, float]:
    """CPU seconds of a bare Python, `import sim`, `import sim` with all it needs to simulate, and a command."""
    commands = {
        "bare_python": (*PYTHON, "pass"),
        "import_sim": (*PYTHON, "import sim"),
        "import_simulate": (*PYTHON, "from sim import simulate"),
        "command": COMMAND,
    }
    return {name: median(cpu_seconds(command) for _ in range(TIMES)) for name, command in commands.items()}


def compiling() -> dict[str, float]:
    """CPU seconds of a tiny life with nothing in the cache of compiled code, and again with all of it."""
    command = [sys.executable, "-m", "experiments.benchmark.life", *TINY]
    with tempfile.TemporaryDirectory() as cache:
        return {name: cpu_seconds(command, INTEREST_SIM_CACHE=cache) for name in ("cold", "warm")}
