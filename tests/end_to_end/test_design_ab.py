"""Experiments inside small worlds: the controls say nothing, the flip is there, the command advises."""

import numpy as np
import pandas as pd
import pytest

from experiments.design_ab.__main__ import main
from experiments.design_ab.cases import CASES
from sim.config.load import load
from sim.engines.sharded import ShardedEngine
from sim.platform.trial import EXPERIMENTS
from sim.trials.advice import advise
from sim.trials.judging import Question, judge

SMALL = ["population.users=250", "population.creators=60", "horizon_days=18", "warmup_days=6"]


def table(name: str, worlds: int):
    case = CASES[name]
    question = Question(load([*SMALL, *case.world]), case.treatment())
    return advise(judge(question, worlds, processes=1)).table.set_index(["outcome", "design"])


def test_where_nothing_differs_no_design_says_that_anything_does() -> None:
    found = table("nothing", worlds=1)
    dealt = found[found.index.get_level_values("design") != "interleaved"]
    assert (dealt["bias"] == 0.0).all()
    assert (found["truth"] == 0.0).all()


def test_without_competition_accounts_compared_say_the_truth_which_is_nothing() -> None:
    found = table("no_competition", worlds=1)
    assert (found["truth"] == 0.0).all()
    assert (found.xs("creator", level="design")["bias"] == 0.0).all()


def test_accounts_compared_say_that_more_is_watched_when_less_is() -> None:
    found = table("flip", worlds=3)
    assert found.loc[("watch", "creator"), "truth"] < 0.0 < found.loc[("watch", "creator"), "estimate"]
    assert found.loc[("exposure", "creator"), "bias"] > found.loc[("exposure", "user"), "bias"]


def test_over_shards_an_experiment_is_the_same_to_the_bit_and_leaves_none_behind(monkeypatch) -> None:
    gather, engines = ShardedEngine._gather, []
    monkeypatch.setattr(ShardedEngine, "_gather", lambda own, world: engines.append(own) or gather(own, world))
    small = [*SMALL, "population.users=100", "population.creators=30", "horizon_days=10"]
    shards = ["engine=sharded", "engine.place=here", "engine.shards=3"]
    treatment = load(["policy=new_item_quota"]).build_policies()
    rows, over_shards = (judge(Question(load([*small, *own]), treatment), 1, processes=1) for own in ([], shards))
    pd.testing.assert_frame_equal(over_shards.rows, rows.rows, check_exact=True)
    assert over_shards.refused == rows.refused
    assert len(rows.refused) > 0
    assert len(engines) > len(EXPERIMENTS)
    assert all(engine.crowd is None for engine in engines)


def test_the_command_advises(capsys: pytest.CaptureFixture[str], tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.trials.judging.available_cores", lambda: 1)
    assert main(["policy=new_item_quota", "replications=2", *SMALL]) == 0
    said = capsys.readouterr().out
    assert "not run, creator: the treatment changes explore_rank" in said
    assert "power of 80%" in said or "no design can have its sign right" in said
    (written,) = tmp_path.glob("outputs/*/*/advice.csv")
    assert np.isfinite([float(row.split(",")[2]) for row in written.read_text().splitlines()[1:]]).all()


@pytest.mark.parametrize(("word", "error"), [("case=none", "case is none"), ("share=2", "share is 2, allowed")])
def test_a_wrong_word_is_named(word, error, capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([word, *SMALL]) == 2
    assert error in capsys.readouterr().err
