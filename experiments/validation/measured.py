"""Every target's value in one world."""

from collections.abc import Sequence

from experiments.validation import accounts, viewing
from experiments.validation.creators import lasting
from experiments.validation.longer import of_market


def of_viewing(overrides: Sequence[str], world: int) -> dict[str, float]:
    """What shows in weeks: rates, concentration, accounts, estimators."""
    said = ["population.users=1500", "population.creators=300", *overrides, f"seed={world}", f"replication={world}"]
    ranked, random = (viewing.lived([*said, f"policy={policy}"]) for policy in ("interest", "random"))
    count = ranked.config.population.creators
    here = viewing.concentration(ranked)
    views = viewing.of_accounts(ranked)
    judged = viewing.estimators(ranked)
    found = {
        "c11": accounts.top_share(ranked.warm.world, count, views, 0.03),
        "c12": here["little seen"],
        "c13": here["items"],
        "c14": here["items"],
        "c14b": here["top items"],
        "c14c": here["accounts"],
        "c14d": viewing.kept_by_the_top(ranked, random),
        "c17": viewing.spread_of_days(viewing.plays_a_day(ranked)),
        "c18": accounts.lognormal_of_accounts(ranked.warm.world, count)[1],
        "c20": accounts.effective_topics(ranked.warm.world, count),
        "c28": viewing.paid(ranked),
        "c29": viewing.half_life(ranked),
        "c32": viewing.share_watched(ranked),
        "c34": judged["regression"],
        "c34b": judged["user mean"],
    }
    for side, run in (("recommended", ranked), ("random", random)):
        found |= {f"c15 {name} {side}": value for name, value in viewing.rates(run).items()}
    return found


def of_years(overrides: Sequence[str], world: int) -> dict[str, float]:
    """What takes a year or two: the market, and how long accounts last."""
    return of_market(overrides, world) | {"c24": lasting(overrides, world)}
