"""Whether a folder for results is one's own: no link in it leads what is written there to somebody's work."""

import os
from collections.abc import Sequence
from pathlib import Path

from sim.core.data import is_text
from sim.core.errors import ConfigError

DEEP = 2  # levels below the folder: the runs of a sweep, and the folders in which commands keep their parts
LONGEST = 200  # bytes of a folder's name; a file system takes 255, and what lies beside it has up to 40 more
PLACES = ("hydra.run.dir", "hydra.sweep.dir")


def refuse_links(folder: Path, key: str = PLACES[0]) -> None:
    """Write nothing where a file of results would be written through a link. The folder itself may be one.

    Raises:
        ConfigError: naming the first link; or if the path is no text, or leaves no room for what lies beside it.
    """
    if not is_text(str(folder.resolve())):  # Parquet is not written there
        raise ConfigError(f"{key} is {folder!r}, allowed is a path that is text in UTF-8")
    if len(os.fsencode(folder.resolve().name)) > LONGEST:  # known now, and not when all has been lived
        raise ConfigError(
            f"{key} is {folder}, allowed is a folder whose name takes at most {LONGEST} bytes\n"
            "  what is being written lies beside it under a longer name"
        )
    top = len(folder.parts)
    for place, below, files in os.walk(folder):
        for name in sorted((*below, *files)):
            if (link := Path(place, name)).is_symlink():
                raise ConfigError(
                    f"{key} is {folder}, in which {link.relative_to(folder)} is a link to somewhere else\n"
                    "  allowed is a folder without links: results would be written through them"
                )
        if len(Path(place).parts) - top >= DEEP:
            below.clear()
        below[:] = [name for name in below if not name.startswith(".")]  # an environment, a repository: not results


def refuse_fixed(folder: Path) -> None:
    """Refuse, before the work, a folder whose place no whole new one can take.

    Raises:
        ConfigError: saying why not.
    """
    from sim.results.folder import fixed

    if why := fixed(folder):
        raise ConfigError(
            f"{PLACES[0]} is {folder}: {why}\n  allowed is a folder in it, which results can replace whole"
        )


def refuse_links_of(overrides: Sequence[str]) -> None:
    """The same for every folder that overrides name.

    Raises:
        ConfigError: naming the first link, or the folder that no results can be kept in.
    """
    from sim.config.overrides import parse

    for override in map(parse, overrides):
        if override.key_or_group in PLACES and isinstance(said := override.value(), str):
            if not Path(said).resolve().name:
                raise ConfigError(f"{override.key_or_group} is {said}, allowed is a folder with a name")
            refuse_links(Path(said), override.key_or_group)
