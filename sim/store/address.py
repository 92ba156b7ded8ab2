"""The name of a run: what its numbers follow from, in one word. The same word is never lived twice.

Limits: versions of Python and of libraries are not part of the name; each row of a store says them.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from sim.config.schema import Config
from sim.core.compile import PACKAGE
from sim.results.resuming import FREE

LETTERS = 32  # hexadecimal: 128 bits, so that no two runs of any store share a name
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


def address(config: Config) -> str:
    """The name of the run of a configuration: a digest of all but what its numbers do not depend on, and of the code.

    A file that the configuration names, or every file of a folder, counts by its content too.
    """
    plain = config.model_dump(mode="json", exclude=_tree(FREE))
    text = json.dumps([plain, _contents(plain), code_digest()])  # not sorted: policies compose in their order
    return hashlib.sha256(text.encode()).hexdigest()[:LETTERS]


def _tree(keys: tuple[str, ...]) -> dict[str, Any]:
    """Full keys as pydantic takes them: `a.b` is {"a": {"b": True}}."""
    tree: dict[str, Any] = {}
    for key in keys:
        *groups, last = key.split(".")
        place = tree
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = True
    return tree


def _contents(plain: Any) -> list[str]:
    """Digests of the files that a configuration names, in its order."""
    if not isinstance(plain, dict):
        return []
    found = []
    for key, value in plain.items():
        if key in NAMES_FILES and value and isinstance(value, str):
            place = Path(value)
            files = sorted(one for one in place.iterdir() if one.is_file()) if place.is_dir() else [place]
            found += [_digest(one, (one.stat().st_size, one.stat().st_mtime_ns)) for one in files if one.is_file()]
        found += _contents(value)
    return found


@cache
def _digest(path: Path, state: tuple[int, int]) -> str:  # size and time of change: read once for each state
    with path.open("rb") as stream:
        return f"{path.name} {state[0]} {hashlib.file_digest(stream, 'sha256').hexdigest()}"
