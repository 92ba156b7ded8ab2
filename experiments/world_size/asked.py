"""What the command is asked for beside the configuration: sizes, worlds of each, where to go on from, prices."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from sim.core.errors import ConfigError

FOLDER = "worlds"  # of a folder of the command, where the figures of worlds are
MOST_WORLDS = 1_000  # of a size: seeds of the next size begin there


@dataclass(frozen=True)
class Asked:
    """The command's own words, each `name=value`; machines and prices are assumptions."""

    sizes: tuple[int, ...] = (500, 1_500, 5_000, 15_000, 50_000)  # users of a world
    people: int = 30_000  # users of all worlds of a size together, about
    least: int = 4  # worlds of a size at least
    processes: int = 0  # 0, unless said: one a core
    source: tuple[Path, ...] = ()  # folders of earlier commands, to go on from; `from` on the command line
    platform_users: int = 700_000_000
    core_hour_usd: float = 0.05  # [A] large virtual machines without commitment, .02 to .10
    machine_cores: int = 64  # [A] a common large machine
    machine_gb: float = 512.0  # [A] its memory, 10^9 bytes

    def worlds(self, users: int) -> int:
        """How many worlds of a size are asked for."""
        return max(self.least, round(self.people / users))


WORDS = {{"source": "from"}.get(field.name, field.name): field for field in fields(Asked)}


def asked(arguments: Sequence[str]) -> tuple[Asked, list[str]]:
    """Take the command's own words out of the command line; the rest is the configuration's.

    Raises:
        ConfigError: naming the word, its value and what is allowed.
    """
    said = {one.partition("=")[0]: one.partition("=")[2] for one in arguments if _is_own(one)}
    rest = [one for one in arguments if not _is_own(one)]
    found = {WORDS[word].name: _read(word, value) for word, value in said.items()}
    own = Asked(**found)  # type: ignore[arg-type]  # each is read as its field wants
    if (most := own.worlds(own.sizes[0])) > MOST_WORLDS:
        raise ConfigError(
            f"sizes and people ask for {most:,} worlds of {own.sizes[0]:,} users, allowed are {MOST_WORLDS:,}"
        )
    return own, rest


def _is_own(argument: str) -> bool:
    return argument.partition("=")[0] in WORDS and "=" in argument


def _read(word: str, value: str) -> object:
    if word == "from":
        folders = tuple(Path(one) for one in value.split(","))
        if not value or not all((folder / FOLDER).is_dir() for folder in folders):
            raise ConfigError(f"from is {value}, allowed are folders that this command has written")
        return folders
    if word == "sizes":
        return tuple(sorted({int(_number(word, one, whole=True)) for one in value.strip("[]").split(",")}))
    whole = WORDS[word].type is int
    number = _number(word, value, whole, least=1.0 if whole else 1e-9)
    return int(number) if whole else number


def _number(word: str, value: str, whole: bool, least: float = 1.0) -> float:
    try:
        number = float(int(value)) if whole else float(value)
    except (ValueError, OverflowError):
        number = float("nan")
    if not least <= number < float("inf"):
        kind = f"a whole number from {least:g} up" if whole else "a number above 0"
        raise ConfigError(f"{word} is {value}, allowed is {kind}")
    return number
