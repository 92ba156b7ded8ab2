"""How much memory this process may still take."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path

MEMINFO = Path("/proc/meminfo")
OWN = Path("/proc/self/statm")
GROUP = Path("/sys/fs/cgroup")


def free_bytes() -> int | None:
    """What the machine, the container and the process's own limit leave, the least of them; None if none is known."""
    return min(_known(), default=None)


def _known() -> Iterator[int]:
    yield from _of_machine()
    yield from _of_group()
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY:
        yield max(limit - _own_address_space(), 0)


def _of_machine() -> Iterator[int]:
    try:
        words = (line.split() for line in MEMINFO.read_text(encoding="ascii").splitlines())
        yield from (1024 * int(word[1]) for word in words if word[0] == "MemAvailable:")
    except (OSError, ValueError, IndexError):  # another system: what is free is not known, all there is may be
        if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
            yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _of_group() -> Iterator[int]:
    try:
        most, used = ((GROUP / name).read_text(encoding="ascii").strip() for name in ("memory.max", "memory.current"))
        if most != "max":
            yield max(int(most) - int(used), 0)
    except (OSError, ValueError):
        return


def _own_address_space() -> int:
    try:
        return int(OWN.read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
