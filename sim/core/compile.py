"""Where compiled code is cached, keyed by the sources it was compiled from.

Numba's own cache does not notice that a function called from another file has changed and would go
on returning the old result. The cache folder is therefore named after a digest of every source file
that may hold compiled code, and set before numba is first imported. Numba looks for compiled code by the path
and the time of its source, so each place of the package has a folder of its own. Folders that nobody has used for
a month are deleted.
"""

import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
COMPILED_FOLDERS = ("core", "laws", "world", "platform", "processes", "recommender", "kernels")  # and their constants

UNUSED_DAYS, SECONDS_PER_DAY = 30.0, 86_400.0
USED = "used"  # a file whose time says when a process last asked for the folder


def source_digest(package: Path = PACKAGE) -> str:
    """Hex digest of every source file that may hold compiled code."""
    digest = hashlib.sha256()
    for folder in COMPILED_FOLDERS:
        for path in sorted((package / folder).rglob("*.py")):
            digest.update(str(path.relative_to(package)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def place(package: Path = PACKAGE) -> str:
    """A short name for where the package lies."""
    return hashlib.sha256(str(package).encode()).hexdigest()[:8]


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def cache_folder() -> Path:
    """The folder for compiled code of exactly these sources: the user's cache, or a temporary one."""
    home = os.environ.get("INTEREST_SIM_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    name = Path(place()) / source_digest()
    with suppress(RuntimeError):  # no home folder
        folder = Path(home).expanduser() / "interest-sim" / name
        if _writable(folder):
            return folder
    fallback = own_temporary() / name
    fallback.mkdir(parents=True, exist_ok=True)
    return fallback


def own_temporary() -> Path:
    """A folder among temporary files that nobody else can have put anything into: compiled code is run as it is found.

    One that another user has made under this name is left alone, and a fresh one serves this process.
    """
    folder = Path(tempfile.gettempdir()) / f"interest-sim-{os.getuid()}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022:
            return folder
    return Path(tempfile.mkdtemp(prefix="interest-sim-"))


def prepare() -> Path:
    """Point numba at the cache. Called before the first import of numba."""
    folder = cache_folder()
    if "numba" not in sys.modules:
        os.environ["NUMBA_CACHE_DIR"] = str(folder)
    forget(folder)
    return folder


def forget(mine: Path, days: float = UNUSED_DAYS) -> None:
    """Delete compiled code beside `mine` that no process has asked for in so many days; mark `mine` as used.

    Looked at once a day at most, so that starting stays quick. What another process takes away meanwhile is gone.
    """
    now, mark = time.time(), mine / USED
    try:
        if mark.exists() and now - mark.stat().st_mtime < SECONDS_PER_DAY:
            return
        mark.touch()
        for other in mine.parent.parent.glob("*/*"):
            if _ours(other) and now - _last_use(other) > days * SECONDS_PER_DAY:
                shutil.rmtree(other, ignore_errors=True)
                if not any(other.parent.iterdir()):
                    other.parent.rmdir()
    except OSError:  # a cache that cannot be tidied still serves
        return


def _ours(folder: Path) -> bool:
    """Whether a folder is named as this module names them: a place and a digest of sources."""
    return bool(re.fullmatch("[0-9a-f]{8}/[0-9a-f]{16}", f"{folder.parent.name}/{folder.name}")) and folder.is_dir()


def _last_use(folder: Path) -> float:
    """When a process last pointed numba at a folder; when it was made, if it bears no mark."""
    mark = folder / USED
    return (mark if mark.exists() else folder).stat().st_mtime


CACHE = prepare()


def compiled() -> bool:
    """Whether the kernels of exactly these sources are in the cache, compiled since the source was written."""
    written = (PACKAGE / "kernels" / "serve.py").stat().st_mtime
    return any(path.stat().st_mtime >= written for path in CACHE.rglob("serve.serve-*.nbc"))


@cache
def announce() -> None:
    """Say once, on the error stream, that kernels are about to be compiled, if they are."""
    if not compiled():
        sys.stderr.write("Compiling the simulator's kernels, once for this version (about half a minute) ...\n")
        sys.stderr.flush()


@cache
def say_damaged() -> None:
    """Say once, on the error stream, that compiled code cannot be read and is compiled again."""
    sys.stderr.write(f"Compiled code in {CACHE} is damaged, it is compiled again (about half a minute) ...\n")
    sys.stderr.flush()
