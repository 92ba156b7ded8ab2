"""Who lives a run: of two sweeps on one store, one does each run and the other waits for it or does the next.

The lock is the system's (flock) on a file that names host and process for people to read. It ends with the process
that holds it, however that ends, so a killed sweep leaves nothing to take over.

Limits: where a file system has no locks, both may live the same run. They come to the same numbers, and the first that
is done stays.
"""

import errno
import fcntl
import os
import platform
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.core.errors import DataError

NO_LOCKS = (BlockingIOError, PermissionError)  # held by another: EWOULDBLOCK, and EACCES on some systems
STRANGE = (errno.ELOOP, errno.EISDIR, errno.ENXIO)  # a link, a folder, a pipe


@contextmanager
def claim(path: Path) -> Iterator[bool]:
    """Whether the lock was free; inside it is held. The file goes when it is let go.

    Raises:
        DataError: if something else than a file lies under its name, such as a link to somebody's work.
    """
    with os.fdopen(_opened(path), "r+", encoding="utf-8") as file:
        if not _locked(file.fileno()) or not _same(file.fileno(), path):
            yield False
            return
        file.truncate(0)
        file.write(f"{platform.node()} {os.getpid()}\n")
        file.flush()
        try:
            yield True
        finally:
            path.unlink(missing_ok=True)  # while it is held: who opened it before sees that it has gone


def _opened(path: Path) -> int:
    """The file, never what a link leads to: it is written over, and in a stranger's folder that may be anything."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666)
        found = os.fstat(file)
    except OSError as error:
        if error.errno not in STRANGE:
            raise
        raise DataError(f"{path} is no file of its own, so it cannot be a lock") from None
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.close(file)
        raise DataError(f"{path} is no file of its own, so it cannot be a lock")
    return file


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except NO_LOCKS:
        return False
    except OSError:  # no locks here
        return True
    return True


def _same(file: int, path: Path) -> bool:
    """Whether the file that is locked is still the one under the name."""
    try:
        return os.fstat(file).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False
