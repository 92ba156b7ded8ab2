"""Who runs the cells of a sweep: the launchers of `-m`, and what each needs installed."""

import os
from collections.abc import Sequence
from importlib.util import find_spec

from sim.core.errors import ConfigError

EXTRAS = {  # launcher: the extra that brings it, and the plugin it is
    "submitit_local": ("slurm", "hydra_submitit_launcher"),
    "submitit_slurm": ("slurm", "hydra_submitit_launcher"),
    "ray": ("ray", "hydra_ray_launcher"),
}


def flags(given: Sequence[str]) -> list[str]:
    """What to add to a sweep's overrides: all cores by joblib, unless a launcher is named or there is one core.

    Raises:
        ConfigError: if the launcher that is named is not installed, or is to run none at a time.
    """
    from sim.comparison.cells import available_cores
    from sim.comparison.crew import ONE_THREAD

    named = [one.partition("=")[2] for one in given if one.lstrip("+").startswith("hydra/launcher=")]
    for name in named:
        _must_be_there(name)
    jobs = [one.partition("=")[2] for one in given if one.lstrip("+").startswith("hydra.launcher.n_jobs=")]
    if "0" in jobs:
        raise ConfigError(
            "hydra.launcher.n_jobs is 0, allowed is how many runs at a time, from 1 up, or -1 for all cores"
        )
    if named[-1:] == ["basic"] or (not named and available_cores() < 2):
        return []
    for name in ONE_THREAD:  # cores are for runs
        os.environ.setdefault(name, "1")
    if named:
        return []
    return ["hydra/launcher=joblib", *([] if jobs else [f"hydra.launcher.n_jobs={available_cores()}"])]


def _must_be_there(name: str) -> None:
    extra, plugin = EXTRAS.get(name, ("", ""))
    if plugin and not (find_spec("hydra_plugins") and find_spec(f"hydra_plugins.{plugin}")):
        allowed = "basic, joblib, or this one once installed"
        raise ConfigError(f"hydra/launcher is {name}, allowed is {allowed}: pip install 'interest-sim[{extra}]'")
