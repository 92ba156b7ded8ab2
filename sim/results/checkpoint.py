"""A run that has stopped, in one file: to go on with after a crash, a signal, or on another day.

The file holds a mark, the digest of all that follows, a line of JSON, and the bytes of the arrays. It appears
under its name only when it is whole. What was made by other sources is refused: the bits could differ.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import DataError
from sim.core.sources import code_digest, contents
from sim.results.pages import Page, loaded
from sim.results.plain import Reader, Writer
from sim.results.room import PARTIAL, unwritten

MARK = b"interest-sim checkpoint 1\n"
ALIGNED = 64  # bytes between the beginnings of arrays
READ = 1_000_000  # bytes at a time


def write(path: str | Path, config: dict[str, Any], state: Any, data: list[str] | None = None) -> Path:
    """Write a state and the configuration that it came from, whole or not at all.

    `data` is what the files that the configuration names held when they were read (`sim.core.sources.contents`);
    without it, what they hold now.

    Raises:
        DataError: if the file cannot be written; NoRoomError if that is for lack of room.
    """
    target = Path(path)
    writer = Writer()
    node = writer.node(state)
    shapes = [[np.lib.format.dtype_to_descr(array.dtype), list(array.shape)] for array in writer.arrays]
    data = contents(config) if data is None else data
    head = {"sources": code_digest(), "data": data, "config": config, "arrays": shapes, "state": node}
    line = json.dumps(head).encode() + b"\n"
    partial = target.with_name(target.name + PARTIAL)
    try:
        partial.unlink(missing_ok=True)  # never written through: in a stranger's folder it may lead elsewhere
        with partial.open("xb") as file:
            file.write(MARK + bytes(65))
            digest = hashlib.sha256()
            for piece in chain((line,), _pieces(writer.arrays)):
                digest.update(piece)
                file.write(piece)
            file.seek(len(MARK))
            file.write(digest.hexdigest().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as error:
        raise unwritten(target, error) from None
    finally:
        partial.unlink(missing_ok=True)
    return target


def read(path: str | Path) -> tuple[dict[str, Any], Any]:
    """The configuration and the state of a file.

    Raises:
        DataError: if it is no checkpoint, is damaged, or was made by other sources, naming the file.
    """
    source = Path(path)
    if source.exists() and not source.is_file():  # a pipe would be waited for
        raise DataError(f"{source} is not a file, so it is not a checkpoint")
    try:
        with source.open("rb") as file:
            if not _is_marked(file):
                raise DataError(f"{source} is not a checkpoint of this version")
            if not _is_whole(file):
                raise DataError(f"{source} is damaged: its digest differs")
            return _held(source, file)
    except OSError as error:
        raise DataError(f"{source} cannot be read: {error.strerror}") from None


def _is_marked(file: IO[bytes]) -> bool:
    return file.read(len(MARK)) == MARK


def _is_whole(file: IO[bytes]) -> bool:
    """Whether the digest, which is next, is that of all that follows; what follows is next then."""
    known, start = file.read(65), file.tell()
    digest = hashlib.sha256()
    while piece := file.read(READ):
        digest.update(piece)
    file.seek(start)
    return known == digest.hexdigest().encode() + b"\n"


def _held(source: Path, file: IO[bytes]) -> tuple[dict[str, Any], Any]:
    try:
        head = json.loads(file.readline())
        if head["sources"] != code_digest():
            raise DataError("it was made by another version of the sources, so its bits may differ")
        if not isinstance(head["config"], dict):
            raise DataError("it says of no configuration that it is its own")
        _refuse_other_data(head["data"], contents(head["config"]))
        return head["config"], Reader(_Stored(file, head["arrays"])).value(head["state"])
    except DataError as error:
        raise DataError(f"{source}: {error}") from None
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, MemoryError) as error:
        said = f"{type(error).__name__} {error}".partition("\n")[0]
        raise DataError(f"{source} holds no state: {said}") from None


def _refuse_other_data(before: list[str], now: list[str]) -> None:
    other = sorted({*before} ^ {*now})
    if other:
        name = other[0].rsplit(" ", 2)[0]
        raise DataError(f"the data file {name} is not what it was when the run began, so its bits may differ")


def _pieces(arrays: list[Page]) -> Iterator[Any]:
    """The bytes of the arrays, each begun at a multiple of `ALIGNED`."""
    for array in arrays:
        flat = np.ascontiguousarray(loaded(array)).reshape(-1)
        yield flat.view(np.uint8).data
        yield bytes(-flat.nbytes % ALIGNED)


class _Stored:
    """The arrays of a file, whose bytes begin where it is read next. Each is read when it is asked for."""

    def __init__(self, file: IO[bytes], shapes: list[Any]) -> None:
        self.file = file
        self.places: list[tuple[np.dtype[Any], list[int], int, int]] = []
        self.known: dict[int, NDArray[Any]] = {}
        start, end = file.tell(), os.fstat(file.fileno()).st_size
        for description, shape in shapes:
            dtype = np.lib.format.descr_to_dtype(_tuples(description))
            if dtype.hasobject:
                raise ValueError("an array of objects")
            size = dtype.itemsize * int(np.prod(shape, dtype=np.int64))
            if min(shape, default=0) < 0 or start + size > end:
                raise ValueError("an array that is longer than the file")
            self.places.append((dtype, shape, start, size))
            start += size + -size % ALIGNED

    def __getitem__(self, place: int) -> NDArray[Any]:
        if place not in self.known:
            self.known[place] = self.fresh(place)
        return self.known[place]

    def fresh(self, place: int) -> NDArray[Any]:
        """An array that nobody else has."""
        dtype, shape, start, size = self.places[place]
        held = np.empty(size, dtype=np.uint8)
        self.file.seek(start)
        if self.file.readinto(held) != size:  # type: ignore[attr-defined]  # files have it, their protocol does not
            raise ValueError("an array that is longer than the file")
        return held.view(dtype).reshape(shape)


def _tuples(description: Any) -> Any:
    """A description of a type as JSON gives it back: its fields are tuples again."""
    if isinstance(description, list):
        return [tuple(_tuples(part) if isinstance(part, list) else part for part in field) for field in description]
    return description
