"""What the predictions about careers look at."""

import numpy as np
from scipy import stats

import sim
from sim.analysis.moat import moat

WINDOW_DAYS = 30


def survivors(run: sim.Run) -> float:
    """Share of the accounts active at onset that have not given up since."""
    there = run.creators[run.creators["first_joined_day"] < run.onset_day]
    left = there["first_left_day"].to_numpy(np.float64, na_value=np.inf)
    return float((left[left > run.onset_day] >= run.days).mean())


def welfare(run: sim.Run) -> float:
    """Users' surplus a day over the last 30 days, over all users."""
    rows = run.metrics[(run.metrics["metric"] == "welfare") & (run.metrics["group"] == "all")]
    return float(rows.loc[rows["day"] >= run.days - WINDOW_DAYS, "value"].mean())


def cost_of_exits(run: sim.Run) -> float:
    """Welfare less that of the same life in which nobody gives up: what exits cost users, usually negative."""
    if not run.config.careers.exit:
        return 0.0
    return welfare(run) - welfare(sim.simulate(run.config.changed(["careers.exit=false"])))


def supply(run: sim.Run) -> dict[str, float]:
    """What accounts publish on at the end: effective number of topics, and total variation from users' demand."""
    world = run.warm.world
    here = world.creators.active(world.now)
    made = world.creators.uploads_per_day[here] @ world.creators.topic_mix[here].astype(np.float64)
    share = made / made.sum()
    apart = float(0.5 * np.abs(share - world.topics.demand).sum())
    return {"effective topics": float(np.exp(stats.entropy(share))), "distance from demand": apart}


def content_among_agencies(run: sim.Run) -> float:
    """Share of agencies for content among those in business, mean of the last 30 days; a half where there are none."""
    rows = run.metrics[(run.metrics["metric"] == "agencies_active") & (run.metrics["day"] >= run.days - WINDOW_DAYS)]
    number = rows.pivot_table(index="day", columns="group", values="value")
    content, every = number["weighs=content"].sum(), number["all"].sum()
    return float(content / every) if every else 0.5


def consistency_slopes(run: sim.Run) -> dict[str, float]:
    """What a standard deviation of consistency goes with: log exposure with paid, and months until an exit."""
    found = moat(run, paid=True).set_index(["outcome", "trait"])["slope"]
    return {f"consistency in {outcome}": float(found[outcome, "consistency"]) for outcome in ("exposure", "survival")}
