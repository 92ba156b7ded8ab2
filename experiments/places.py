"""How a place is named to a person, and whether results can be kept in it."""

import os
from pathlib import Path

from sim.core.errors import ConfigError


def short(folder: Path) -> Path:
    """A folder as seen from here, where it lies below."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def made(name: str, key: str) -> Path:
    """A folder for results, made where it is not there: before anything is lived.

    Raises:
        ConfigError: if nothing can be written to it.
    """
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{key} is {name}, allowed is a folder to write to: {error.strerror or error}") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(f"{key} is {name}, allowed is a folder to write to: it may not be written to")
    return folder
