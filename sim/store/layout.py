"""Where things lie in a store.

runs/NAME is a whole run, as `sim.open_run` reads it; under work/ lie the checkpoints and locks of runs that are being
lived; failures/NAME.json says what a run ended in that could not be done.
"""

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from sim.core.data import of_json
from sim.core.errors import DataError
from sim.results.folder import MANIFEST, refuse_no_text
from sim.results.whole import whole


class Layout(NamedTuple):
    """The paths of a store. Nothing is made before it is needed."""

    root: Path

    def run(self, name: str) -> Path:
        """The folder of a run; it is there only if it is whole."""
        return self.root / "runs" / name

    def manifest(self, name: str) -> Path:
        """What a run says of itself."""
        return self.run(name) / MANIFEST

    def checkpoint(self, name: str) -> Path:
        """From where a killed run goes on."""
        return self.root / "work" / f"{name}.checkpoint"

    def lock(self, name: str) -> Path:
        """Whoever lives a run holds this file."""
        return self.root / "work" / f"{name}.lock"

    def failure(self, name: str) -> Path:
        """Why a run could not be done."""
        return self.root / "failures" / f"{name}.json"

    def has(self, name: str) -> bool:
        """Whether a run is there: its folder appears under its name only when it is whole."""
        return self.manifest(name).is_file()

    def names(self) -> list[str]:
        """The runs that are there, in the order of their names."""
        folder = self.root / "runs"
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(path.name for path in found if not path.name.startswith(".") and self.has(path.name))

    def failures(self) -> list[dict[str, Any]]:
        """What failed and was not done since."""
        found = sorted((self.root / "failures").glob("[!.]*.json"))
        return [entry for path in found if (entry := read(path)) is not None and not self.has(path.stem)]

    def sweep_up(self, name: str) -> None:
        """Take away what killed processes left of a run's folder. Only for who holds its lock."""
        for left in (self.root / "runs").glob(f".{name}.*"):
            shutil.rmtree(left, ignore_errors=True)

    def make(self) -> None:
        """Make the folders.

        Raises:
            DataError: if the place is taken by something that is not a store, a link in it leads elsewhere, or its
                path is no text.
        """
        refuse_no_text(self.root, "store")
        known = {"runs", "work", "failures"}
        if self.root.is_dir():
            strangers = {path.name for path in self.root.iterdir()} - known
            if strangers and not (self.root / "runs").is_dir():
                raise DataError(f"{self.root} is not empty and holds no store, so no runs are written to it")
        elif self.root.exists():
            raise DataError(f"{self.root} is not a folder, so it cannot be a store")
        for folder in sorted(known):
            if (self.root / folder).is_symlink():  # runs would be written through it
                raise DataError(f"{self.root} cannot be a store: {folder} in it is a link to somewhere else")
            (self.root / folder).mkdir(parents=True, exist_ok=True)


def read(path: Path) -> dict[str, Any] | None:
    """A file of JSON; nothing if it has gone.

    Raises:
        DataError: if it cannot be read.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise DataError(f"{path} cannot be read: it is not a file")
        return dict(of_json(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise DataError(f"{path} cannot be read: {error}") from None


def write(path: Path, what: dict[str, Any]) -> None:
    """Write a file of JSON, whole or not at all.

    Raises:
        DataError: if it cannot be written.
    """
    text = json.dumps(what, indent=2, ensure_ascii=False) + "\n"
    whole(path, lambda file: file.write_text(text, encoding="utf-8"))
