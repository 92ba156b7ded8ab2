"""A store is filled once, whatever happens on the way, and can be asked."""

import random
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pytest

import sim
from experiments.sweep import main
from sim.core.errors import ConfigError, DataError
from sim.store import Store

ROOT = Path(__file__).parents[2]
TINY = ["scenario=quick", "population.users=20", "population.creators=12", "warmup_days=2", "record.checkpoint_days=1"]
SWEEP = [*TINY, "horizon_days=12", "policy=interest,random", "behaviour.like_slope=0.9,1.1"]
PAIRS = 2
CELLS = 8


def content(store: Store) -> dict[str, str]:
    return dict(zip(store.runs["run"], store.runs["fingerprint"], strict=True))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = sim.store(tmp_path_factory.mktemp("stores") / "whole")
    filled = store.sweep(SWEEP, pairs=PAIRS, processes=1)
    assert repr(filled) == f"{CELLS} runs: 0 there, {CELLS} done, 0 failed"
    return store


def test_a_run_in_a_store_is_the_run(whole: Store) -> None:
    rows = whole.runs.set_index(["policy", "behaviour.like_slope", "seed", "replication"])
    name, print_ = rows.loc[("random", 1.1, 1, 1), ["run", "fingerprint"]]
    config = sim.load(
        [*TINY, "horizon_days=12", "policy=random", "behaviour.like_slope=1.1", "seed=1", "replication=1"]
    )
    alone = sim.simulate(config)
    assert whole.open(name).fingerprint == print_ == alone.fingerprint
    assert whole.open(name).metrics.equals(alone.metrics)


def test_the_same_again_lives_nothing_and_more_lives_only_that(whole: Store, tmp_path: Path) -> None:
    store = sim.store(tmp_path / "store")
    store.sweep([*SWEEP, "seed=0"], processes=1)
    before = {path: path.stat().st_mtime_ns for path in (store.layout.root / "runs").iterdir()}
    assert store.sweep([*SWEEP, "seed=0"], processes=1).done == ()
    more = store.sweep(SWEEP, pairs=PAIRS, processes=1)
    assert (more.there, len(more.done)) == (CELLS // 2, CELLS // 2)
    assert content(store) == content(whole)
    assert all(path.stat().st_mtime_ns == then for path, then in before.items())


def test_a_sweep_killed_at_random_moments_comes_to_the_same_store(whole: Store, tmp_path: Path) -> None:
    draws, store, kills = random.Random(9), sim.store(tmp_path / "store"), 0
    while len(store) < CELLS:
        going = get_context("fork").Process(target=lambda: store.sweep(SWEEP, pairs=PAIRS, processes=1))
        going.start()
        going.join(draws.uniform(0.05, 1.0) * (1 + kills / 10))  # a slow machine gets on, too
        kills += going.is_alive()
        going.kill()
        going.join()
    assert kills, "it was never killed: it is no test"
    assert store.sweep(SWEEP, pairs=PAIRS, processes=1).failures == {}
    assert content(store) == content(whole)
    for name in content(whole):
        assert store.open(name).metrics.equals(whole.open(name).metrics)  # what is opened is checked, file by file
    assert not [path for path in (store.layout.root / "runs").iterdir() if path.name.startswith(".")]


def test_a_killed_command_and_its_orphans_come_to_the_same_store(whole: Store, tmp_path: Path) -> None:
    store = sim.store(tmp_path / "store")
    words = [*SWEEP, f"pairs={PAIRS}", "processes=2", f"store={store.layout.root}"]
    command = [sys.executable, "-m", "experiments.sweep", *words]
    going = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not len(store) and going.poll() is None:
        time.sleep(0.01)
    going.kill()  # its two processes end with the runs they are at, which they hold
    going.wait()
    filled = store.sweep(SWEEP, pairs=PAIRS, processes=1)
    assert filled.failures == {}
    assert content(store) == content(whole)


def test_two_sweeps_at_once_live_each_run_once(whole: Store, tmp_path: Path) -> None:
    store, context = sim.store(tmp_path / "store"), get_context("fork")
    said = context.SimpleQueue()
    both = [
        context.Process(target=lambda: said.put(len(store.sweep(SWEEP, pairs=PAIRS, processes=1).done)))
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    done = [said.get() for _ in both]
    assert sum(done) == CELLS, done
    assert content(store) == content(whole)
    assert not list((store.layout.root / "work").iterdir())


def test_a_run_that_fails_is_listed_and_the_rest_done(
    whole: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.policies.random import Random

    def fail(*_: object) -> None:
        raise ZeroDivisionError("a policy's own fault\nand its second line")

    words = [*SWEEP, f"pairs={PAIRS}", "processes=1", f"store={tmp_path / 'store'}"]
    store = sim.store(tmp_path / "store")
    with monkeypatch.context() as broken:
        broken.setattr(Random, "allocate", fail)
        assert main(words) == 1
    said = capsys.readouterr()
    assert f"{CELLS} runs: 0 there, {CELLS // 2} done, {CELLS // 2} failed" in said.out
    assert "ZeroDivisionError: a policy's own fault" in said.err
    assert "error: 4 of 8 runs failed" in said.err
    failures = store.failures
    assert set(failures["policy"]) == {"random"}
    assert set(failures["error"]) == {"ZeroDivisionError: a policy's own fault"}
    assert "in fail" in store.why(failures["run"].iloc[0])
    assert (store.runs["status"] == "complete").sum() == CELLS // 2
    assert main(words) == 0, "they are tried again"
    assert store.failures.empty
    assert content(store) == content(whole)


def test_a_damaged_checkpoint_is_not_the_end(whole: Store, tmp_path: Path) -> None:
    store = sim.store(tmp_path / "store")
    store.layout.make()
    name, print_ = next(iter(content(whole).items()))
    store.layout.checkpoint(name).write_bytes(b"half")
    store.fill([sim.store(whole.layout.root).open(name).config], processes=1)
    assert content(store) == {name: print_}


def test_the_store_is_asked(whole: Store) -> None:
    counted = whole.sql("SELECT policy, count(*) AS n FROM runs GROUP BY policy ORDER BY policy")
    assert counted.to_dict("list") == {"policy": ["interest", "random"], "n": [4, 4]}
    tidy = whole.metrics("exposure_gini", after_day=8)
    provenance = {"run", "seed", "replication", "policy", "fingerprint", "code", "version"}
    assert provenance | {"behaviour.like_slope", "day", "platform", "metric", "group", "value"} == set(tidy.columns)
    assert tidy["day"].min() == 9
    asked = whole.sql(
        'SELECT policy, "behaviour.like_slope" AS slope, avg(value) AS gini FROM metrics '
        "WHERE metric = 'exposure_gini' AND day > 8 GROUP BY ALL ORDER BY ALL"
    )
    mean = tidy.groupby(["policy", "behaviour.like_slope"])["value"].mean()
    assert asked["gini"].to_numpy() == pytest.approx(mean.to_numpy(), rel=1e-12)
    for table in ("metrics", "creators", "ledger"):
        columns = set(whole.sql(f"SELECT * FROM {table} LIMIT 1").columns)
        assert provenance | {"filename"} <= columns
    served = whole.sql("SELECT run, sum(impressions)::BIGINT AS n FROM ledger GROUP BY run").set_index("run")["n"]
    name = str(served.index[0])
    assert served[name] == whole.open(name).ledger["impressions"].sum()
    with pytest.raises(ConfigError, match="query is refused"):
        whole.sql("SELECT nothing FROM runs")


def test_runs_with_other_columns_stand_in_one_table(tmp_path: Path) -> None:
    store = sim.store(tmp_path / "store")
    store.sweep([*TINY, "horizon_days=4", "careers=none,standard"], processes=1)
    with_careers, without = sorted(
        (store.open(run).creators for run in store.runs["run"]), key=lambda one: -one.shape[1]
    )
    assert set(with_careers.columns) > set(without.columns)
    assert set(with_careers.columns) <= set(store.sql("SELECT * FROM creators").columns)


def test_tables_are_taken_out(whole: Store, tmp_path: Path) -> None:
    query = "SELECT policy, avg(days) AS mean_days FROM runs GROUP BY policy ORDER BY policy"
    for ending, read in ((".csv", pd.read_csv), (".parquet", pd.read_parquet)):
        assert list(read(whole.export(tmp_path / f"all{ending}"))["fingerprint"]) == list(whole.runs["fingerprint"])
        assert read(whole.export(tmp_path / f"some{ending}", query)).shape == (2, 2)
    text = whole.export(tmp_path / "some.tex", query).read_text()
    assert text.startswith(f"% interest-sim {sim.__version__}, code ")
    assert r"policy & mean\_days \\" in text
    assert r"random & 12 \\" in text
    with pytest.raises(ConfigError, match=r"allowed endings are \.csv, \.parquet, \.tex"):
        whole.export(tmp_path / "some.xlsx")


def test_without_duckdb_it_says_what_to_install(whole: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ConfigError, match=r"interest-sim\[store\]"):
        whole.sql("SELECT 1")


def test_what_is_no_store_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(DataError, match="holds no store"):
        sim.store(tmp_path).sweep(TINY, processes=1)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert main(["scenario=quick"]) == 2
    assert main(["store=x", "points=many"]) == 2
    assert "store is missing" in capsys.readouterr().err


def test_worlds_are_added_until_a_difference_is_known(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    two = [*TINY, "policy=interest,random"]
    found = store.until(two, "match_quality", 0.2, least=3, most=6, batch=1, processes=1)
    assert found.narrow
    assert len(store) == 2 * found.pairs
    again = store.until(two, "match_quality", 0.2, least=3, most=6, batch=1, processes=1)
    assert (again, len(store)) == (found, 2 * found.pairs)
    with pytest.raises(ConfigError, match="the grid has 1 points, allowed are two"):
        store.until(TINY, "match_quality", 0.2, processes=1)


def test_a_sweep_that_is_refused_ends_the_test_of_killing_it_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    from experiments.endurance import main as endurance

    assert endurance(["what=kill", "cells=100001"]) == 1
    assert capsys.readouterr().err == "error: the sweep failed: the sweep has 100001 runs, allowed are at most 100000\n"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("seed=range(1,2,0)", "seed=range(1,2,0) cannot be swept, allowed are lists and ranges"),
        ("seed=range(3,1)", "seed=range(3,1) stands for no run, allowed is a range of some"),
        ("seed=glob(*)", "seed=glob(*) stands for no run"),
        ("traffic.ad_load=[1,2],[3,4]", "traffic.ad_load is [1,2], allowed is a number, or a group of parameters"),
    ],
)
def test_a_sweep_of_what_cannot_be_is_refused(
    line: str, wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ([f"store={tmp_path / 'store'}"], ["--cfg", "job"]):
        assert main([*words, *TINY, line]) == 2
        said = capsys.readouterr()
        assert (said.out, len(said.err.splitlines()) <= 2) == ("", True)
        assert wanted in said.err
    assert not list(tmp_path.iterdir())


def test_many_runs_in_one_process_take_no_more_memory(capsys: pytest.CaptureFixture[str]) -> None:
    """The short form of `python -m experiments.endurance what=memory cells=1000`."""
    from experiments.endurance import main as endurance

    assert endurance(["what=memory", "cells=30"]) == 0
    assert "30 runs" in capsys.readouterr().out
    assert endurance(["what=nothing"]) == 2
