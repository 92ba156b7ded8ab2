"""Arrays that are added one after another and never change: in memory while they are few, on disk from then on."""

import errno
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from sim.core.memory import free_bytes

IN_MEMORY = 16_000_000  # bytes that are not yet on disk, at most


class Place(NamedTuple):
    """Where in a file a page lies. Who holds it keeps the file open."""

    file: IO[bytes]
    start: int
    rows: int
    dtype: np.dtype[Any]

    @property
    def shape(self) -> tuple[int]:
        """The shape of the page."""
        return (self.rows,)

    @property
    def nbytes(self) -> int:
        """How many bytes it takes."""
        return self.rows * self.dtype.itemsize

    def load(self) -> NDArray[Any]:
        """The page, read; read-only, as it was.

        Raises:
            OSError: if the file cannot be read.
        """
        page = np.empty(self.rows, self.dtype)
        left, start = page.view(np.uint8).data, self.start
        while left:
            read = os.preadv(self.file.fileno(), [left], start)
            if not read:
                raise OSError(errno.EIO, "a file for temporary records has become shorter")
            left, start = left[read:], start + read
        page.flags.writeable = False
        return page


Page = NDArray[Any] | Place


class Pages:
    """Flat arrays of one type, in the order they were added; memory holds `IN_MEMORY` bytes of them.

    The others are in a file without a name, in the folder for temporary files (TMPDIR): it goes with the process,
    however that ends. Where there is no room for it, a line says so, and memory holds them all.
    """

    def __init__(self, dtype: DTypeLike, pages: Iterable[NDArray[Any]] = ()) -> None:
        self.dtype: np.dtype[Any] = np.dtype(dtype)
        self._pages: list[Page] = []
        self._file: _File | None = None
        self._waiting = 0  # bytes that only memory holds
        self._most = IN_MEMORY
        for page in pages:
            self.append(page)

    def append(self, page: NDArray[Any]) -> None:
        """Add a page, [n]; nobody may write to it from now on.

        Raises:
            ValueError: if it is not a flat array of the type.
        """
        if page.dtype != self.dtype or page.ndim != 1:
            raise ValueError(f"a page of {page.dtype}, {page.shape}, where all are of {self.dtype}, (n,)")
        page.flags.writeable = False  # copies share it
        self._pages.append(page)
        self._waiting += page.nbytes
        if self._waiting > self._most:
            self._write()

    def copy(self) -> "Pages":
        """Independent pages with the same past, which is in memory or on disk only once."""
        twin = Pages(self.dtype)
        twin._pages, twin._waiting, twin._most = list(self._pages), self._waiting, self._most
        return twin

    def hold(self) -> bool:
        """Bring all pages into memory for good, and let go of the file, if memory has room; whether that was done."""
        size, free = sum(page.nbytes for page in self._pages if isinstance(page, Place)), free_bytes()
        if not size or (free is not None and free < 2 * size):
            return False
        self._pages, self._file, self._most = list(self), None, sys.maxsize
        return True

    def stored(self) -> tuple[Page, ...]:
        """The pages as they are held: arrays, and places of others in a file."""
        return tuple(self._pages)

    def rows(self) -> list[int]:
        """How many rows each page has."""
        return [page.shape[0] for page in self._pages]

    def __len__(self) -> int:
        return len(self._pages)

    def __getitem__(self, number: int) -> NDArray[Any]:
        return loaded(self._pages[number])

    def __iter__(self) -> Iterator[NDArray[Any]]:
        return map(loaded, self.stored())

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process cannot have the file: it is sent what is in it."""
        return Pages, (self.dtype, list(self))

    def _write(self) -> None:
        if self._file is None or self._file.process != os.getpid():  # a forked process shares no file with its parent
            self._file = _File()
        try:
            for number, page in enumerate(self._pages):
                if not isinstance(page, Place):
                    self._pages[number] = self._file.keep(page)
                    self._waiting -= page.nbytes
        except OSError as error:
            size = self._waiting / 1e6
            sys.stderr.write(
                f"TMPDIR has no room for {size:,.0f} MB of records ({error.strerror}): memory holds them\n"
            )
            self._most = max(IN_MEMORY, 2 * self._waiting)  # when it has as much again, room may have been made
        else:
            self._most = IN_MEMORY


def loaded(page: Page) -> NDArray[Any]:
    """A page as an array."""
    return page.load() if isinstance(page, Place) else page


class _File:
    """A file that pages are added to, of the process that made it."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.end = 0
        self.file: IO[bytes] | None = None

    def keep(self, page: NDArray[Any]) -> Place:
        """Write a page; where it is.

        Raises:
            OSError: if it cannot be written; what was written before is not touched.
        """
        if self.file is None:
            self.file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # closed when the last page has gone
        left, start = np.ascontiguousarray(page).view(np.uint8).data, self.end
        while left:
            written = os.pwrite(self.file.fileno(), left, start)
            left, start = left[written:], start + written
        place = Place(self.file, self.end, page.size, page.dtype)
        self.end = start
        return place
