"""Hydra's own words that a command line may hold: where results go, who runs a sweep, what is logged.

All others are refused. Among them are those by which Hydra imports modules, writes outside the folder for results, or
goes into it to work.
"""

import re
from pathlib import Path

from hydra.core.override_parser.types import Override, OverrideType

from sim.core.errors import ConfigError

HYDRA = ("hydra", "hydra.", "hydra/")
SUBDIR = "hydra.sweep.subdir"
VALUES = ("hydra.run.dir", "hydra.sweep.dir", SUBDIR, "hydra.verbose", "hydra.mode")
CHOICES = ("hydra/launcher", "hydra/hydra_logging", "hydra/job_logging")
LAUNCHER = "hydra.launcher."  # how the one who runs a sweep does it: n_jobs, partition, timeout_min
CODE = re.compile(r"\b_[a-z]+_\b|\$\{")  # _target_ and its like name what is called; ${...} can bring them
NAME = re.compile(r"\w+")


def of_hydra(override: Override) -> bool:
    """Whether it is about Hydra, and not about a world."""
    places = (override.key_or_group, (override.package or "").removeprefix("_global_."))
    return any(one == HYDRA[0] or one.startswith(HYDRA[1:]) for one in places)


def refuse_others(override: Override, line: str) -> None:
    """Take only the words above, each with one value, whether it is given as key, +key or ++key.

    Raises:
        ConfigError: naming the line and what is allowed.
    """
    if not _is_known(override, line):
        raise ConfigError(
            f"{line} is not taken, allowed of hydra's keys are {', '.join(CHOICES)} by name, "
            f"{', '.join(VALUES)}, {LAUNCHER}KEY with one value"
        )
    if override.key_or_group == SUBDIR and _leaves(folder := Path(str(override.value()))):
        raise ConfigError(f"{SUBDIR} is {folder}, allowed is a folder below hydra.sweep.dir")


def _is_known(override: Override, line: str) -> bool:
    if override.type is OverrideType.DEL or override.package is not None or override.is_sweep_override():
        return False
    key, value = override.key_or_group, override.value()
    if key in CHOICES:
        return NAME.fullmatch(str(value)) is not None
    if key.startswith(LAUNCHER):
        return not CODE.search(f"{line} {value}")
    return key in VALUES and not isinstance(value, dict | None)


def _leaves(folder: Path) -> bool:
    return folder.is_absolute() or ".." in folder.parts
