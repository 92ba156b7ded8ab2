"""Whether tables of a store are as their runs wrote them, by the digests in their manifests."""

from pathlib import Path

from sim.core.errors import DataError
from sim.results.disk import FORM
from sim.results.folder import MANIFEST, check_file


class Sound:
    """What was compared once is not compared again before it changes: a store is asked many times."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, ...]] = {}

    def table(self, run: Path, name: str) -> Path:
        """The file of a table of a run, if it is as the run wrote it.

        Raises:
            DataError: naming the file and what is wrong with it.
        """
        file = run / name
        now = _mark(file) + _mark(run / MANIFEST)
        if self._known.get(file) != now:
            try:
                check_file(FORM, run, name)
            except DataError as error:
                raise DataError(f"{error}\n  the sweep lives the run again once the folder {run} is gone") from None
            self._known[file] = now
        return file


def _mark(file: Path) -> tuple[int, ...]:
    """What changes with a file; nothing where there is none."""
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_size, found.st_mtime_ns
