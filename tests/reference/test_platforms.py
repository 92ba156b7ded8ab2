"""Several platforms on one clock: one of them is a run alone, their order and names are nothing, engines agree."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.results.run import Run
from sim.together import live_together

SMALL = (
    "population.users=60", "population.creators=40", "population.topics=10", "population.verticals=4",
    "population.visits_per_day=3", "population.koc_uploads_per_day=1", "population.catalogue_days=3",
    "population.friends=6", "population.likes_seen=true", "population.entrants_at_most=1",
    "traffic.entrants_per_month=1", "traffic.exit_hazard_per_month=1", "behaviour.like_intercept=0",
    "behaviour.share_intercept=-1", "behaviour.leave_hazard_per_day=0.1", "behaviour.interest_volatility=0.1",
    "between.porting_cost_rmb=0", "between.considered_per_week=1", "horizon_days=16", "warmup_days=2",
)  # fmt: skip
RICH = (
    "careers=standard", "market=standard", "market.commerce.products=20", "market.commerce.brands=3",
    "platforms.twin.steps_saved=1", "platforms.twin.social_share=0.2", 'platforms.twin.also=["traffic.ad_load=0.3"]',
)  # fmt: skip
TWO = "platform=[douyin,twin]"
TABLES = ("metrics", "creators", "ledger")


def rows(run: Run, name: str) -> object:
    """A table without regard to the order of its rows."""
    table = getattr(run, name)
    table = table.assign(platform=table["platform"].astype(str)) if "platform" in table else table
    keys = [key for key in ("platform", "day", "metric", "group", "creator", "lane") if key in table]
    return table.sort_values(keys, kind="stable").reset_index(drop=True)


@pytest.mark.parametrize("more", [(), ("careers=standard", "market=standard", "market.commerce.products=20")])
def test_one_platform_in_the_list_is_the_run_of_that_platform_alone(more: tuple[str, ...]) -> None:
    config = sim.load([*SMALL, *more])
    alone = sim.simulate(config)
    listed = live_together(config.model_copy(update={"platforms": {"douyin": config.platform}}))
    assert listed.fingerprint == alone.fingerprint
    own = listed.metrics[listed.metrics["platform"] == "douyin"].reset_index(drop=True)
    assert own.equals(alone.metrics)
    assert listed.ledger.equals(alone.ledger)
    assert listed.creators[alone.creators.columns].equals(alone.creators)
    assert sim.load([*SMALL, "platform=[douyin]"]) == sim.load(SMALL)


@pytest.mark.parametrize("more", [(), RICH, (*RICH, "live=standard", "platform=[channels,twin,douyin]")])
def test_both_engines_and_any_number_of_threads_give_the_same_bits(more: tuple[str, ...]) -> None:
    more = more if any(line.startswith("platform=") for line in more) else (*more, TWO)
    one = sim.simulate([*SMALL, *more])
    for engine in ("engine=reference", "engine.threads=3"):
        assert sim.simulate([*SMALL, *more, engine]).fingerprint == one.fingerprint


def test_the_order_in_which_platforms_are_listed_changes_nothing() -> None:
    one, two = (sim.simulate([*SMALL, *RICH, f"platform=[{names}]"]) for names in ("douyin,twin", "twin,douyin"))
    assert one.fingerprint == two.fingerprint
    for name in TABLES:
        assert rows(one, name).equals(rows(two, name))  # type: ignore[attr-defined]  # frames


def test_platforms_that_swap_names_and_keep_their_luck_swap_results() -> None:
    base = sim.load([*SMALL, *RICH, TWO])
    one, two = base.platforms["douyin"], base.platforms["twin"]
    swapped = {
        "twin": one.model_copy(update={"name": "twin", "luck": "douyin"}),
        "douyin": two.model_copy(update={"name": "douyin", "luck": "twin"}),
    }
    before = sim.simulate(base)
    after = sim.simulate(base.model_copy(update={"platforms": swapped}))
    for name, other in (("douyin", "twin"), ("twin", "douyin")):
        assert before.on(name).fingerprint == after.on(other).fingerprint
        mine, theirs = before.on(name).metrics, after.on(other).metrics
        assert mine.drop(columns="platform").equals(theirs.drop(columns="platform"))


def test_a_person_has_one_taste_and_her_own_luck_on_each_platform() -> None:
    run = sim.simulate([*SMALL, TWO, "behaviour.leave_hazard_per_day=0"])
    one, two = (part.world.users for part in run.warm.parts.values())
    today = run.days - 1
    both = np.flatnonzero((one.drift_day == today) & (two.drift_day == today))
    assert both.size > 20, "visited both platforms on the last day, and nothing has been carried over since"
    assert (one.logit[both] == two.logit[both]).all()
    assert not (one.logit[both] == one.home_logit[both]).all(axis=1).any()
    assert not (one.clock[both] == two.clock[both]).any(), "each platform has its own luck"


@pytest.mark.parametrize("more", [(), RICH])
def test_what_crosses_survives_a_stop_and_a_branch(more: tuple[str, ...], tmp_path: Path) -> None:
    config, path = sim.load([*SMALL, *more, TWO, "record.checkpoint_days=5"]), tmp_path / "run.checkpoint"
    whole = sim.simulate(config)
    sim.simulate(config, checkpoint=path, until_day=10)
    assert path.exists()
    again = sim.simulate(config, checkpoint=path)
    assert again.fingerprint == whole.fingerprint
    for name in TABLES:
        assert getattr(again, name).equals(getattr(whole, name)), name
    warm = sim.simulate(config, until_day=9)
    same, other = sim.branch(warm, [], ["platforms.twin.appeal=2"])
    assert same.fingerprint == whole.fingerprint
    share = other.metrics.query("metric == 'time_share' and group == 'twin'").set_index("day")["value"]
    assert share[14] > share[8] + 0.2
    assert sim.branch(warm, [])[0].fingerprint == whole.fingerprint, "a branch leaves its past as it was"
    with pytest.raises(sim.ConfigError, match=r"allowed in a branch are the platforms of its past"):
        sim.branch(warm, ["platform=douyin"])
