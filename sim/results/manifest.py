"""What a run was made of: versions, key, machine, time, memory, fingerprint."""

import os
import platform
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import sim
from sim.core.sources import code_digest
from sim.core.units import TICKS_PER_DAY
from sim.results.recorder import Recorder
from sim.world.tally import LANES
from sim.world.world import World

COMPLETE = "complete"  # the status of a run that reached its horizon
STOPPED = "stopped after day"  # that of one that was asked to stop before; the day follows
PROCESSORS = Path("/proc/cpuinfo")  # on Linux, one after another
STATUS = Path("/proc/self/status")  # on Linux, what the system says of a process
PACKAGES = ("numpy", "numba", "scipy", "pandas", "simpy", "pydantic", "hydra-core", "pyarrow")


def manifest(
    world: World, recorder: Recorder, fingerprint: str, seconds: Mapping[str, float], status: str = COMPLETE
) -> dict[str, Any]:
    """Plain data about a run: what a number needs beside it to be believed.

    `seconds` is wall time by phase; `days` is how many were simulated, `onset_day` the first after warm-up.
    """
    return {
        "status": status,
        "fingerprint": fingerprint,
        "seed": world.key.seed,
        "replication": world.key.replication,
        "platform": recorder.platform,
        "days": world.now // TICKS_PER_DAY,
        "onset_day": recorder.onset_day,
        "users": len(world.users),
        "slots_served": int(recorder.ever[:, :LANES].sum()),
        "versions": versions(),
        "sources": code_digest(),
        "machine": {"system": platform.system(), "processor": processor(), "cores": os.cpu_count()},
        "seconds": {name: round(spent, 4) for name, spent in seconds.items()},
        "peak_memory_mb": peak_memory_mb(),
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def versions() -> dict[str, str]:
    """Versions of this package, of Python and of what the numbers depend on."""
    found = {"interest-sim": sim.__version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def processor() -> str:
    """The type of processor, as the system names it."""
    with suppress(OSError):  # another system than Linux, or one that does not say
        for line in PROCESSORS.read_text(errors="replace").splitlines():
            name, _, said = line.partition(":")
            if name.strip() == "model name" and said.strip():
                return f"{said.strip()} ({platform.machine()})"
    return platform.processor() or platform.machine()


def peak_memory_mb(children: bool = False) -> float:
    """Largest memory of this process so far, in MB (10^6 bytes); with `children`, or of one that it waited for."""
    peak = _own_peak()
    return round((max(peak, _peak_of(resource.RUSAGE_CHILDREN)) if children else peak) / 1e6, 1)


def _own_peak() -> float:
    """Bytes of this process alone: `getrusage` counts in, on Linux, what whoever started it had held by then."""
    try:
        words = (line.split() for line in STATUS.read_text(errors="replace").splitlines())
        return next(1024.0 * int(word[1]) for word in words if word[:1] == ["VmHWM:"])
    except (OSError, ValueError, IndexError, StopIteration):  # another system
        return _peak_of(resource.RUSAGE_SELF)


def _peak_of(whose: int) -> float:
    peak = resource.getrusage(whose).ru_maxrss
    return float(peak if sys.platform == "darwin" else peak * 1024)
