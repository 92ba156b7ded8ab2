"""What numbers follow from beside a configuration: the code, and the data files that the configuration names.

Limits: versions of Python and of libraries are not part of it; manifests say them.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from sim.core.compile import PACKAGE

LETTERS = 32  # hexadecimal: 128 bits, so that no two versions share a name
NAMES_FILES = ("file", "path")  # keys of a configuration that hold where data is read from
BESIDE = ("__pycache__", "_configs")  # what a configuration holds in full, and what is made from the sources


@cache
def code_digest(package: Path = PACKAGE) -> str:
    """Hex digest of every file of the package but its prose."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.is_file() and path.suffix != ".md" and not set(BESIDE) & set(inside.parts):
            digest.update(f"{inside.as_posix()} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:LETTERS]


def contents(plain: Any) -> list[str]:
    """Name, size and digest of the files that a plain configuration names, or of every file of a folder, in order."""
    if not isinstance(plain, dict):
        return []
    found = []
    for key, value in plain.items():
        if key in NAMES_FILES and value and isinstance(value, str):
            place = Path(value)
            files = sorted(one for one in place.iterdir() if one.is_file()) if place.is_dir() else [place]
            found += [_digest(one, (one.stat().st_size, one.stat().st_mtime_ns)) for one in files if one.is_file()]
        found += contents(value)
    return found


@cache
def _digest(path: Path, state: tuple[int, int]) -> str:  # size and time of change: read once for each state
    with path.open("rb") as stream:
        return f"{path.name} {state[0]} {hashlib.file_digest(stream, 'sha256').hexdigest()}"
