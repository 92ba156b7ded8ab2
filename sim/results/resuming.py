"""A long run survives: it writes a checkpoint now and then, and goes on from it when it is asked for again."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.config.schema import Config
from sim.core.errors import ConfigError, DataError, SimError, StoppedError
from sim.core.sources import code_digest, contents
from sim.results import checkpoint
from sim.results.fitting import fits
from sim.results.past import Past, Pasts

FREE = ("engine", "record.checkpoint_days")  # what may differ: the numbers do not depend on it


class Checkpoints:
    """The checkpoints of one run: a file, or none."""

    def __init__(self, path: str | Path | None, config: Config, stop: Callable[[], bool] = lambda: False) -> None:
        self.path = None if path is None else Path(path)
        self.config = config
        self.stop = stop
        self.plain = config.model_dump(mode="json")
        self.from_file = False
        self.data: list[str] = []
        if self.path is not None:  # as they are now, before the run reads them
            code_digest()
            self.data = contents(self.plain)

    def past(self) -> Past | Pasts | None:
        """What the file holds, if it is there.

        Raises:
            ConfigError: if it is the past of another configuration, naming a key that differs.
            DataError: if it cannot be read; or if it is not there and could not be written either.
        """
        if self.path is None:
            return None
        if not self.path.exists():
            _refuse_no_place(self.path)
            return None
        before, past = checkpoint.read(self.path)
        other = _differs(flat(before), flat(self.plain))
        if other is not None or not isinstance(past, Past | Pasts):
            raise ConfigError(
                f"{self.path} is the checkpoint of another configuration: {other or 'all of it'} differs\n"
                "  allowed are the same configuration, or another folder"
            )
        if not fits(past, self.config):
            raise DataError(f"{self.path} holds no state of a run of {self.config.horizon_days} days")
        past.config = self.config
        self.from_file = True
        return past

    @contextmanager
    def living(self) -> Iterator[None]:
        """Inside, a run that goes on from the file may end in anything that the file can bring about.

        Raises:
            DataError: in the place of an error that nobody has foreseen.
        """
        try:
            yield
        except (SimError, MemoryError):
            raise
        except Exception as error:
            if not self.from_file:
                raise
            what = f"{type(error).__name__} {error}".partition("\n")[0]
            raise DataError(
                f"{self.path} holds no state that can be gone on with: {what}\n"
                "  without the file the run begins anew; an error in it, too, is a defect"
            ) from error

    def after_day(self, past: Past | Pasts) -> None:
        """Write a checkpoint if its day has come, or if the run is to stop.

        None is written of the last day: the run is done. What cannot be written costs the checkpoint, not the run.

        Raises:
            StoppedError: if it is to stop.
        """
        every = self.config.record.checkpoint_days
        stopping, lost = self.stop(), ""
        if past.day == self.config.horizon_days:
            return
        if self.path is not None and (stopping or (every and past.day % every == 0)):
            lost = self._keep(past)
        if stopping:
            where = f"; it goes on from {self.path}" if self.path and self.path.exists() else ""
            raise StoppedError(f"stopped after day {past.day} of {self.config.horizon_days}{lost}{where}")
        if lost:
            sys.stderr.write(f"no checkpoint of day {past.day}{lost}; the run goes on\n")

    def _keep(self, past: Past | Pasts) -> str:
        """Write a checkpoint; what to say if it cannot be written. A former one stays."""
        assert self.path is not None
        try:
            checkpoint.write(self.path, self.plain, past, self.data)
        except DataError as error:
            older = ", the one before is kept" if self.path.exists() else ""
            return f": {error}{older}"
        return ""


def _refuse_no_place(path: Path) -> None:
    """Say before the work, not in its midst, that there is no folder to write to."""
    folder = path.parent
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        raise DataError(f"{path} cannot be written: {folder} is not a folder that may be written to")


def flat(tree: Any, key: str = "") -> dict[str, Any]:
    """Leaves of a nested configuration by their full keys."""
    if not isinstance(tree, dict) or not tree:
        return {key: tree}
    return {full: leaf for name, one in tree.items() for full, leaf in flat(one, f"{key}.{name}".lstrip(".")).items()}


def _differs(before: dict[str, Any], after: dict[str, Any]) -> str | None:
    """The first key whose values differ, less those that are free."""
    for key in {**before, **after}:
        if not key.startswith(FREE) and before.get(key, ...) != after.get(key, ...):
            return key
    return None
