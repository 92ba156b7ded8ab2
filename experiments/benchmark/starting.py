"""What it costs to begin: importing, starting a command, compiling. In CPU seconds of processes of their own."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from sim.core.errors import SimError

TIMES = 5
# One thread for whatever NumPy calls.
ALONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
PYTHON = (sys.executable, "-c")
MODULE = (sys.executable, "-m")
RUN = (*MODULE, "experiments.run")
TINY = ("population.users=20", "population.creators=20", "horizon_days=15", "warmup_days=1")
COMMANDS = Path(__file__).resolve().parents[1]


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
    """CPU seconds of a bare Python, of imports, and of a command: help, configuration, a tiny run compiled before.

    Then, of all commands, the one whose help takes longest, once each.
    """
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "bare_python": (*PYTHON, "pass"),
            "import_sim": (*PYTHON, "import sim"),
            "import_simulate": (*PYTHON, "from sim import simulate"),
            "help": (*RUN, "--help"),
            "configuration": (*RUN, "--cfg", "job"),
            "tiny_run": (*RUN, *TINY, f"hydra.run.dir={folder}"),
        }
        output(commands["tiny_run"])  # whatever compiles, compiles here
        found = {name: median(cpu_seconds(command) for _ in range(TIMES)) for name, command in commands.items()}
    helps = {name: cpu_seconds((*MODULE, f"experiments.{name}", "--help")) for name in every_command()}
    slowest = max(helps, key=lambda name: helps[name])
    return found | {f"slowest_help_of_{len(helps)}:_{slowest}": helps[slowest]}


def every_command() -> list[str]:
    """Names of the commands of this package, without the parts that only this benchmark begins."""
    alone = (path.stem for path in COMMANDS.glob("[!_]*.py") if '"__main__"' in path.read_text("utf-8"))
    return sorted({*alone, *(path.parent.name for path in COMMANDS.glob("*/__main__.py"))})


def compiling() -> dict[str, float]:
    """CPU seconds of a tiny life with nothing in the cache of compiled code, and again with all of it."""
    command = [sys.executable, "-m", "experiments.benchmark.life", *TINY]
    with tempfile.TemporaryDirectory() as cache:
        return {name: cpu_seconds(command, INTEREST_SIM_CACHE=cache) for name in ("cold", "warm")}
