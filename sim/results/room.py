"""A disk that is full: told apart from what else keeps a file from being written, since room can be made."""

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sim.core.errors import DataError, NoRoomError

PARTIAL = ".partial"  # what is being written; a killed run may leave it, and the next one writes over it
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def unwritten(target: Path, error: OSError) -> DataError:
    """The error of a file or folder that could not be written."""
    kind = NoRoomError if error.errno in NO_ROOM else DataError
    return kind(f"{target} cannot be written: {error.strerror or error}")


def _put_back(spare: Path, held: bytes) -> None:
    """Write a file again that gave way, whole or not at all.

    Raises:
        NoRoomError: if there is no room any more: others have taken it.
    """
    partial = spare.with_name(spare.name + PARTIAL)
    try:
        partial.write_bytes(held)
        partial.replace(spare)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise NoRoomError(f"{unwritten(spare, error)}\n  it gave way to what was to be kept, and nothing is") from None


def make_room(save: Callable[[], object], spare: Path, release: Callable[[], bool] = lambda: False) -> None:
    """Save; where there is no room, after a release, and without the file `spare`, which is put back in vain.

    `release` gives room on the disk and says whether there was any to give.

    Raises:
        NoRoomError: saying what is kept.
    """
    try:
        save()
        return
    except NoRoomError as error:
        reason = str(error)
    if release():
        with suppress(NoRoomError):
            save()
            return
    if not spare.exists():
        raise NoRoomError(f"{reason}\n  nothing of what was lived could be kept: make room and run again")
    held = spare.read_bytes()
    spare.unlink()
    try:
        save()
    except BaseException as error:  # an interruption, too, must not cost what was lived
        _put_back(spare, held)
        if not isinstance(error, NoRoomError):
            raise
        raise NoRoomError(f"{error}\n  make room and run again: it goes on from {spare}") from None
