"""What is asked of worlds of every size: the headline's quantities, one number a world each."""

from typing import TYPE_CHECKING

from sim.core.errors import ConfigError

if TYPE_CHECKING:
    from sim.comparison import Comparison

ESTIMANDS = {  # name: in words
    "loss": "loss of natural exposure of small niche accounts, ln",
    "protection": "protection by the second policy, ln",
    "level": "natural exposure under it relative to the first, drying, ln",
    "total_loss": "loss of total exposure, ln",
    "gini_excess": "inequality of natural exposure over Poisson luck, drying",
}
PRIMARY = ("loss", "protection")


def label(name: str) -> str:
    """How an estimand is called in a table."""
    return name.replace("_", " ").replace("gini", "Gini")


def of_world(comparison: "Comparison") -> dict[str, float]:
    """The estimands of a comparison in one world, at the primary horizon; nan where a world has none."""
    pairs = comparison.pairs
    first, second = pairs.policies
    series = {
        "loss": pairs.loss(first),
        "protection": pairs.protection(second),
        "level": pairs.level(second),
        "total_loss": pairs.loss(first, lane="total"),
        "gini_excess": pairs.value("gini_excess", first, pairs.drying),
    }
    return {name: float(values.iloc[0]) for name, values in series.items()}


def two_policies(policies: tuple[str, ...]) -> None:
    """Refuse anything but a reference and one policy beside it.

    Raises:
        ConfigError: if there are more or fewer.
    """
    if len(policies) != 2:
        raise ConfigError(f"policies is [{','.join(policies)}], allowed are two: a reference and one to compare")
