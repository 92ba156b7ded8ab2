"""What takes a longer life: sales, advertising, contracts."""

from collections.abc import Sequence

import sim


def of_market(overrides: Sequence[str], world: int) -> dict[str, float]:
    """The market's targets in one world: those of `experiments.market_targets`."""
    from experiments.market_targets.measures import measures

    config = sim.load(["experiment=market_targets", *overrides])
    return measures(config.model_copy(update={"seed": world, "replication": world}))
