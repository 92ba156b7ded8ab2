"""The validation page: how targets are judged and counted, how patterns reject, and that its estimators are right."""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments.validation import __main__ as command
from experiments.validation import creators, viewing
from experiments.validation.page import counts, page, rejected, table
from experiments.validation.patterns import PATTERNS, RIVALS
from experiments.validation.targets import KINDS, Target, judged, targets
from sim.core.units import TICKS_PER_DAY, TICKS_PER_HOUR

SMALL = ("population.users=100", "population.creators=40")


def test_every_target_of_the_list_is_there_with_grade_and_kind() -> None:
    every = targets().values()
    assert {one.number for one in every} == {f"c{n}" for n in range(1, 35)}
    assert all(one.kind in KINDS and one.grade in "ABC" for one in every)
    assert all(one.why for one in every if one.kind in ("not here", "elsewhere"))
    # No target of grade C is fitted to but one: nothing better is known of how long accounts last.
    assert [one.number for one in every if one.kind == "fitted" and one.grade == "C"] == ["c24"]


def test_every_target_that_can_be_missed_has_its_explanation() -> None:
    unexplained = {
        key for key, one in targets().items() if one.kind == "emergent" and one.grade in "AB" and not one.why
    }
    assert not unexplained
    # What is fitted and can be missed all the same: all but what is hit with room to spare (c18, c20).
    silent = {one.number for one in targets().values() if one.kind == "fitted" and one.low == one.low and not one.why}
    assert silent == {"c18", "c20"}


def test_what_worlds_cannot_tell_is_open_and_no_hit() -> None:
    asked = {key: Target("c1", key, 1.0, 0.5, 1.5, "emergent", "A", "few worlds") for key in ("sharp", "vague")}
    found = pd.DataFrame({"sharp": [0.9, 1.0, 1.1], "vague": [0.0, 1.0, 2.0]})
    rows = table(asked, found)
    assert rows["verdict"].tolist() == ["hit", "open"]
    assert counts(rows) == (1, 2)
    text = page(asked, rows, {}, "three worlds")
    assert "| **open** |" in text
    assert "- c1, vague: few worlds" in text


def test_hits_count_only_where_nothing_was_fitted() -> None:
    asked = {
        "one": Target("c1", "one", 1.0, 0.5, 1.5, "emergent", "A"),
        "two": Target("c2", "two", 1.0, 0.5, 1.5, "emergent", "B"),
        "press": Target("c3", "press", 1.0, 0.5, 1.5, "emergent", "C"),
        "fit": Target("c4", "fit", 1.0, 0.5, 1.5, "fitted", "A"),
        "gone": Target("c5", "gone", 1.0, 0.5, 1.5, "emergent", "A", "why it is gone"),
    }
    found = pd.DataFrame([{"one": 1.0, "two": 2.0, "press": 1.0, "fit": 1.0}] * 2)
    rows = table(asked, found)
    assert rows["verdict"].tolist() == ["hit", "miss", "hit", "hit (fitted)", "not measured"]
    assert counts(rows) == (1, 2)
    text = page(asked, rows, {}, "two worlds")
    assert "**1 of 2** targets" in text
    assert "| **miss** |" in text
    assert judged(asked["one"], math.nan) == "not measured"


def test_a_rival_is_rejected_by_what_the_world_shows_and_it_does_not() -> None:
    inside = [(one.low + min(one.high, one.low + 1.0)) / 2 for one in PATTERNS]
    outside = [one.low - 1.0 for one in PATTERNS]
    world = [outside[0], *inside[1:]]
    found = rejected({"the world": world, "all wrong": outside, "as good": world})
    assert found == {"all wrong": [one.name for one in PATTERNS[1:]], "as good": []}
    assert len(PATTERNS) >= 6
    assert {one.scale for one in PATTERNS} == {"viewer", "item", "platform"}


def made_log(rows: int = 40_000) -> pd.DataFrame:
    """A log in which a user's readiness alone decides who watches long."""
    draw = np.random.default_rng(0)
    user = draw.integers(0, 200, rows)
    ready = draw.beta(2.0, 2.0, 200)
    return pd.DataFrame({
        "user": user, "creator": draw.integers(0, 20, rows), "upload": draw.integers(0, 5, rows), "lane": "interest",
        "topic": draw.integers(0, 8, rows),
        "day": viewing.WARMUP + np.arange(rows) * (viewing.DAYS - viewing.WARMUP) // rows,
        "watch_ms": np.where(draw.random(rows) < ready[user], 20_000, 1_000),
    })  # fmt: skip


def test_the_estimators_see_what_decides_and_nothing_else() -> None:
    log = made_log()
    found = viewing.estimators(SimpleNamespace(impressions=log))  # type: ignore[arg-type]  # only the log is read
    ready = np.random.default_rng(1).beta(2.0, 2.0, 4_000)
    score = pd.Series(ready).rank().to_numpy()
    long = np.random.default_rng(2).random(4_000) < ready
    best = (score[long].sum() - long.sum() * (long.sum() + 1) / 2) / (long.sum() * (~long).sum())
    assert found["user mean"] == pytest.approx(best, abs=0.02)
    assert found["regression"] == pytest.approx(best, abs=0.02)
    log["watch_ms"] = np.where(np.random.default_rng(3).random(len(log)) < 0.5, 20_000, 1_000)
    nothing = viewing.estimators(SimpleNamespace(impressions=log))  # type: ignore[arg-type]
    assert nothing["regression"] == pytest.approx(0.5, abs=0.02)


def test_the_half_life_of_views_that_fall_off_exponentially_is_found() -> None:
    start = (viewing.WARMUP + 1) * TICKS_PER_DAY
    age = -np.log(1.0 - (np.arange(50_000) + 0.5) / 50_000) / np.log(2.0) * 10.0
    log = pd.DataFrame({
        "tick": (start + age * TICKS_PER_HOUR).astype(np.int64), "creator": 3, "upload": 1, "lane": "interest",
        "day": viewing.WARMUP + 1,
    })  # fmt: skip
    items = SimpleNamespace(creator=np.array([3]), upload=np.array([1]), visible_from=np.array([start]))
    run = SimpleNamespace(impressions=log, warm=SimpleNamespace(world=SimpleNamespace(items=items)))
    assert viewing.half_life(run) == pytest.approx(10.0, rel=0.01)  # type: ignore[arg-type]


def test_days_spread_as_the_source_s_are_at_no_distance() -> None:
    plays = np.exp(np.interp(np.linspace(0, 1, 4_001), [0, 0.25, 0.5, 0.75, 1], np.log([5, 19, 42, 83, 400])))
    assert viewing.spread_of_days(plays) < 0.01
    assert viewing.spread_of_days(np.full(100, 40.0)) == pytest.approx(0.25)


def test_the_command_writes_its_page(tmp_path, capsys) -> None:
    code = command.main(["part=weeks", "replications=1", *SMALL, f"hydra.run.dir={tmp_path}",
                         "hydra/hydra_logging=none", "hydra/job_logging=none"])  # fmt: skip
    assert code == 0
    rows = pd.read_csv(tmp_path / "validation.csv")
    assert rows.loc[rows["number"] == "c15", "here"].notna().all()
    assert "targets of grade A and B that no parameter was fitted to are hit" in capsys.readouterr().out
    assert command.main(["part=nothing"]) == 2


def test_taste_left_out_is_rejected() -> None:
    (lift,) = (one for one in PATTERNS if one.name.startswith("valid plays"))
    rival = RIVALS["taste does not matter"]()
    rival.overrides = (*rival.overrides, *SMALL)
    assert not lift.shown(lift.measure(rival))


def test_facts_about_accounts_name_the_configuration_that_decides_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(creators, "lasting", lambda _, world: 0.3 + 0.01 * (world - 1.5))  # lived by test_careers
    found = creators.facts([])
    assert [one.number for one in found] == ["c18", *4 * ["c19"], "c20", "c24", "c26"]
    assert {one.under: one.hit for one in found if one.number == "c19"} == {
        "default, 300 accounts": True,
        "default, 3,000 accounts": True,
        "population.first_follow_attempts=1": False,
        "population.first_follow_spread=geometric": False,
    }
    assert [one.hit for one in found if one.number != "c19"] == [True, True, False, True]
    assert creators.table(found)["verdict"].tolist()[:3] == ["hit (fitted)", "hit (input)", "hit (input)"]
    assert "MISS (fitted)  here   0.300 +- 0.013  real  0.200" in creators.lines(found)
