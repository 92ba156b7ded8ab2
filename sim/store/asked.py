"""From the words of a sweep to the configurations of its runs, all judged before any is lived."""

from collections.abc import Sequence

from sim.config import overrides as lines
from sim.config.load import load, validate
from sim.config.schema import Config
from sim.core.errors import ConfigError
from sim.store.design import Design, cells


def asked(overrides: Sequence[str], design: Design) -> list[Config]:
    """The configuration of every run, in the order of the design; the pairs of a point stand together.

    Raises:
        ConfigError: naming the key, its value and what is allowed, and the run.
    """
    if design.pairs < 1:
        raise ConfigError(f"pairs is {design.pairs}, allowed is at least 1")
    composed: dict[tuple[str, ...], Config] = {}
    points = cells(overrides, design)
    fixed = [line for line in overrides if not lines.parse(line).is_sweep_override()]
    found = []
    for number, point in enumerate(points, start=1):
        try:
            config = _config(point, fixed, composed)
            found += [_paired(config, pair) for pair in range(design.pairs)]
        except ConfigError as error:
            if len(points) == 1:
                raise
            raise ConfigError(f"{str(error).splitlines()[0]}\n  in point {number} of {len(points)}") from None
    return found


def _config(point: list[str], fixed: list[str], composed: dict[tuple[str, ...], Config]) -> Config:
    """A point's configuration. Files are composed once for each choice of them; values are changed in the result."""
    values = [line for line in point if line not in fixed and lines.sets(lines.parse(line))]
    shared = tuple(line for line in point if line not in values)
    try:
        if shared not in composed:
            composed[shared] = load(shared)
        return composed[shared].changed(values) if values else composed[shared]
    except ConfigError:  # a value may be allowed only together with another one; and `load` says it best
        return load(point)


def _paired(config: Config, pair: int) -> Config:
    if not pair:
        return config
    raw = config.model_dump(mode="json")
    return validate(raw | {"seed": config.seed + pair, "replication": config.replication + pair})
