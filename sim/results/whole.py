"""A file that is whole, or as it was before: a full disk or a killed process leaves no half of one under its name."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sim.results.room import unwritten


def whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a hidden file beside it, whose name ends otherwise, then put that in its place; the file.

    Raises:
        DataError: naming the file, if it cannot be written; NoRoomError if that is for lack of room.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)  # never written through: it may be a link
        write(partial)
        partial.replace(path)
    except OSError as error:
        raise unwritten(path, error) from None
    finally:
        with suppress(OSError):
            partial.unlink()
    return path
