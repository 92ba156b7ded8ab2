"""The figures of worlds on disk: one small file each, whole or not there, so that nothing is lived twice."""

import hashlib
import json
import math
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.world_size.asked import FOLDER
from experiments.world_size.living import World, sized, unfinished
from sim.config.schema import Config
from sim.core.errors import ConfigError
from sim.store.layout import read, write

NO_PART = ("experiment", "scenario", "seed", "replication", "replications", "draws", "engine", "record")
MISSING = "none"  # how a number that a world does not have is written


class Kept:
    """The worlds that a folder holds, all of one configuration but for their size."""

    def __init__(self, folder: Path, config: Config) -> None:
        self.folder, self.config = folder, config
        self.marks: dict[int, str] = {}
        self.figures: dict[World, dict[str, Any]] = {}

    def load(self, folder: Path) -> None:
        """Take over the worlds of a folder; those of another one are copied here.

        Raises:
            ConfigError: if they were lived under another configuration.
            DataError: if a file cannot be read.
        """
        for path in sorted((folder / FOLDER).glob("[0-9]*.json")):
            figures = read(path) or {}
            world = World(figures.get("users", 0), figures.get("world", 0))
            known = all(type(number) is int for number in world) and world.users > 0
            if not known or figures.get("mark") != self._mark(world.users):
                raise ConfigError(
                    f"{path} is of a world of another configuration, allowed is a folder of its own for each\n"
                    "  only sizes and numbers of worlds may differ within one"
                )
            found = {name: math.nan if value == MISSING else value for name, value in figures.items()}
            if folder != self.folder:
                self.add(world, found)
            self.figures[world] = found

    def add(self, world: World, figures: dict[str, Any]) -> None:
        """Keep a world."""
        (self.folder / FOLDER).mkdir(parents=True, exist_ok=True)
        marked = figures | {"mark": self._mark(world.users)}
        plain = {name: MISSING if _is_nan(value) else value for name, value in marked.items()}
        write(self.folder / FOLDER / f"{world.users}-{world.number}.json", plain)
        shutil.rmtree(unfinished(self.folder / FOLDER, world), ignore_errors=True)
        self.figures[world] = marked

    def missing(self, users: int, worlds: int) -> list[World]:
        """Worlds of a size that are still to be lived."""
        asked: Iterable[World] = (World(users, number) for number in range(worlds))
        return [world for world in asked if world not in self.figures]

    def table(self) -> pd.DataFrame:
        """One row a world, from the smallest."""
        rows = [self.figures[world] for world in sorted(self.figures)]
        return pd.DataFrame(rows).drop(columns="mark", errors="ignore")

    def _mark(self, users: int) -> str:
        """What tells the configuration of a size from another: everything that can move a figure."""
        if users not in self.marks:
            plain = sized(self.config, World(users, 0)).model_dump(mode="json", exclude=set(NO_PART))
            plain["first"] = [self.config.seed, self.config.replication]
            text = json.dumps(plain, sort_keys=True)
            self.marks[users] = hashlib.sha256(text.encode()).hexdigest()[:16]
        return self.marks[users]


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
