"""The same session workload as a hand-written C program: the second yardstick, where there is a compiler.

What it does and what it leaves out is said at its head (tests/benchmarks/yardstick.c).
"""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[2] / "tests" / "benchmarks" / "yardstick.c"
COMPILERS = ("cc", "gcc", "clang")
DAYS = 2  # that it lives
FLAGS = ("-O3", "-march=native")
NUMBERS = (
    "users", "items", "topics", "refreshes", "visits", "requests", "impressions", "slate_size", "candidates_per_slot",
)  # fmt: skip


@cache
def program() -> Path | None:
    """The program, compiled for this machine; None without its source or a compiler that takes it."""
    compiler = next(filter(None, map(shutil.which, (os.environ.get("CC", ""), *COMPILERS))), None)
    if compiler is None or not SOURCE.is_file():
        return None
    made = Path(tempfile.mkdtemp(prefix="interest-sim-yardstick-")) / "yardstick"
    command = [compiler, *FLAGS, "-o", str(made), str(SOURCE), "-lm"]
    done = subprocess.run(command, capture_output=True, check=False)
    return made if done.returncode == 0 else None


def c_seconds(life: dict[str, Any]) -> float | None:
    """CPU seconds of the program for the workload of a life; None if it cannot be built or takes no such size."""
    made = program()
    if made is None or not life["impressions"] or life["days"] != DAYS:
        return None
    command = [str(made), *(str(life[name]) for name in NUMBERS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return float(done.stdout.split()[0]) if done.returncode == 0 else None
