"""Noise, bias, rule and cost by the size of worlds: closed forms, and samples of which the answer is known."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.world_size.asked import Asked, asked
from experiments.world_size.bias import Error, Scaling, largest_worlds, scaling, welch
from experiments.world_size.cost import cost
from experiments.world_size.kept import Kept
from experiments.world_size.living import World, live, sized, unfinished
from experiments.world_size.memory import at_once, bytes_a_user, predicted
from experiments.world_size.noise import law, reach
from experiments.world_size.rule import bias, noise, plans, sentences, worlds_needed
from sim.config.load import load
from sim.core.errors import ConfigError

SIZES = {500: 60, 1_500: 20, 5_000: 6, 15_000: 4, 50_000: 4}  # users: worlds, as the command lives them


def samples(draw: np.random.Generator, c: float, b: float, bias: float = 0.0, more: dict[int, int] | None = None):
    """One number a world: noise c N^-b about a level that is off by bias / N."""
    sizes = SIZES | (more or {})
    return {N: draw.normal(-0.4 + bias / N, c * N**-b, n) for N, n in sizes.items()}


def test_the_law_is_found_where_sds_lie_on_it() -> None:
    users = np.array([500.0, 5_000.0, 50_000.0])
    found = law(users, 2.0 * users**-0.3, [10_001] * 3)
    assert found is not None
    assert found.b == pytest.approx(0.3, abs=1e-9)
    assert found.sd(1_000.0).value == pytest.approx(2.0 * 1_000.0**-0.3, rel=1e-4)
    assert found.misfit > 0.999
    bent = law(users, [0.1, 0.02, 0.02], [101] * 3)
    assert bent is not None
    assert bent.misfit < 1e-6
    assert law([500, 5_000], [0.1, 0.05], [20, 2]) is None, "two worlds tell no sd"


@pytest.mark.parametrize("b", [0.5, 0.25])
def test_the_exponent_is_unbiased_and_covered(b: float) -> None:
    draw, found = np.random.default_rng(7), []
    for _ in range(600):
        sds = [float(values.std(ddof=1)) for values in samples(draw, 0.8, b).values()]
        one = law(list(SIZES), sds, list(SIZES.values()))
        assert one is not None
        found.append((one.exponent, one.misfit))
    values = np.array([exponent.value for exponent, _ in found])
    covered = np.mean([exponent.low <= b <= exponent.high for exponent, _ in found])
    assert values.mean() == pytest.approx(b, abs=4.0 * values.std() / math.sqrt(600))
    assert 0.92 < covered < 0.98
    assert np.mean([misfit < 0.05 for _, misfit in found]) < 0.10


@pytest.mark.parametrize("more", [{}, {150_000: 2, 1_000_000: 1}], ids=["as asked", "with single large worlds"])
def test_no_bias_is_seldom_shown(more: dict[int, int]) -> None:
    draw, runs = np.random.default_rng(8), 500
    alarms = sum(any(size.biased for size in scaling(samples(draw, 0.8, 0.5, more=more)).sizes) for _ in range(runs))
    assert alarms / runs < 0.05 + 3.0 * math.sqrt(0.05 * 0.95 / runs)


@pytest.mark.parametrize("more", [{}, {150_000: 2, 1_000_000: 1}], ids=["as asked", "with single large worlds"])
def test_bias_is_found_where_it_is_large_and_not_where_it_is_small(more: dict[int, int]) -> None:
    draw = np.random.default_rng(9)
    found = [scaling(samples(draw, 0.8, 0.5, bias=20.0, more=more)) for _ in range(200)]  # .04 at 500, .004 at 5,000
    shown = np.array([[size.biased for size in one.sizes] for one in found])
    assert shown[:, 0].mean() > 0.95
    settled = np.array([one.settled.users for one in found])
    assert (settled > 500).mean() > 0.95
    assert np.isin(settled, [1_500, 5_000]).mean() > 0.9
    first = found[0].sizes[0]
    assert first.gap.low < 0.04 < first.gap.high


def test_a_bias_of_three_sds_is_mostly_found_in_four_worlds_though_the_largest_is_alone() -> None:
    """The few largest worlds together tell what a single one, judged by the limit of the law, hides."""
    draw, sizes = np.random.default_rng(10), SIZES | {50_000: 3, 150_000: 2, 500_000: 1}
    sd = {N: 0.007 * (15_000 / N) ** 0.3 for N in sizes}
    shown, width = [], []
    for _ in range(200):
        drawn = {N: draw.normal(0.34 - 0.02 * (N <= 15_000), sd[N], n) for N, n in sizes.items()}
        size = next(size for size in scaling(drawn).sizes if size.users == 15_000)
        shown.append(size.biased)
        width.append(size.gap.high - size.gap.low)
    assert np.mean(shown) > 0.5
    assert np.median(width) < 0.04


def test_the_largest_worlds_are_as_many_as_are_believed() -> None:
    known = {N: np.zeros(n) for N, n in {500: 9, 5_000: 3, 50_000: 2, 500_000: 1}.items()}
    assert list(largest_worlds(known, 500)) == [500_000, 50_000, 5_000]
    assert list(largest_worlds(known, 5_000)) == [500_000, 50_000]
    assert list(largest_worlds(known | {50_000: np.zeros(3)}, 500)) == [500_000, 50_000], "four are enough"
    assert largest_worlds(known, 500_000) == {}


def test_levels_of_single_worlds_have_the_reach_of_the_law() -> None:
    one = scaling(samples(np.random.default_rng(3), 0.8, 0.5, more={1_000_000: 1}))
    largest = one.sizes[-1]
    assert one.law is not None
    assert math.isnan(largest.sd)
    assert largest.level.high - largest.level.value == pytest.approx(stats.norm.ppf(0.975) * one.law.sd(1e6).high)
    assert math.isnan(largest.gap.low)
    assert not largest.biased


def test_the_reach_of_an_sd_covers_the_true_one() -> None:
    draw = np.random.default_rng(2).normal(0.0, 2.0, (2_000, 4)).std(axis=1, ddof=1)
    assert np.mean([one.low < 2.0 < one.high for one in (reach(sd, 4) for sd in draw)]) == pytest.approx(
        0.95, abs=0.015
    )


def test_welch_is_that_of_scipy() -> None:
    draw = np.random.default_rng(4)
    a, b = draw.normal(0.0, 1.0, 7), draw.normal(0.5, 3.0, 5)
    errors = [Error(float(x.var(ddof=1)) / x.size, x.size - 1.0) for x in (a, b)]
    found = welch(float(a.mean() - b.mean()), *errors, alpha=0.05)
    theirs = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))
    assert welch(0.1, Error(0.0, 3.0), Error(0.0, math.inf), 0.05) == (0.1, 0.1, 0.1)
    known = welch(0.0, Error(1.0, math.inf), Error(0.0, math.inf), 0.05)
    assert known.high == pytest.approx(stats.norm.ppf(0.975))


def test_what_is_missing_is_left_out() -> None:
    found = scaling({500: [0.1, math.nan, 0.3], 1_500: [math.nan], 5_000: [0.2, 0.2, 0.3, 0.4]})
    assert [(size.users, size.worlds) for size in found.sizes] == [(500, 2), (5_000, 4)]
    empty = scaling({500: [math.nan]})
    assert empty == Scaling((), None)
    assert all(line.count("not known") >= 1 for line in sentences({"loss": empty}, {}))


@pytest.mark.parametrize("sd", [0.004, 0.02, 0.3])
def test_just_enough_worlds(sd: float) -> None:
    def reach(worlds: int) -> float:
        return float(stats.t.ppf(0.975, worlds - 1)) * sd / math.sqrt(worlds)

    for half in (0.02, 0.01):
        worlds = worlds_needed(sd, half)
        assert reach(worlds) <= half
        assert worlds == 2 or reach(worlds - 1) > half
    assert worlds_needed(10.0, 0.01) == pytest.approx((1.96 * 1_000) ** 2, rel=1e-3)
    assert worlds_needed(0.0, 0.01) == 2


def test_few_large_or_many_small() -> None:
    def known(b: float) -> Scaling:
        draw = np.random.default_rng(5)
        return scaling({N: draw.normal(0.0, 3.0 * N**-b, 400) for N in (500, 5_000, 50_000)})

    cpu = {500: 1.0, 5_000: 10.0, 50_000: 100.0}
    assert "one large world tells more" in noise("loss", known(0.8))
    assert "small worlds tell more" in noise("loss", known(0.2))
    even = known(0.5)
    assert "users in all count" in noise("loss", even)
    people = [plan.people for plan in plans({"loss": even}, cpu, 0.01)]
    assert people[0] == pytest.approx((1.96 * 3.0 / 0.01) ** 2, rel=0.15), "sd^2 N is the same at every size"
    uneven = known(0.2)
    small, *_, large = plans({"loss": uneven}, cpu, 0.01)
    assert small.cpu_seconds < large.cpu_seconds
    said = sentences({"loss": uneven}, cpu)[-1].partition("; ")[2]  # of the half-width .01
    assert f"{small.worlds} x 500 = " in said.partition("at the cheapest")[0]
    assert f"{large.worlds} x 50,000 = " in said.partition("at the cheapest")[2]
    both = plans({"loss": even, "protection": uneven}, cpu, 0.01)
    assert [plan.worlds for plan in both] == [plan.worlds for plan in plans({"loss": uneven}, cpu, 0.01)], "noisiest"


def test_only_sizes_without_bias_are_advised() -> None:
    draw = np.random.default_rng(6)
    found = scaling({N: draw.normal(10.0 / N, N**-0.5, 200) for N in (100, 1_000, 10_000)})
    assert found.settled.users > 100
    assert {plan.users for plan in plans({"loss": found}, dict.fromkeys((100, 1_000, 10_000), 1.0), 0.01)} <= {
        1_000,
        10_000,
    }
    assert "(shown: +0.1" in bias("loss", found)


def lived(*rows: tuple[int, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["users", "cpu_seconds", "peak_mb"]).assign(days=750, idle_mb=300.0)


def test_the_cost_of_a_platform_is_in_proportion() -> None:
    # 10 microseconds a user-day and 4,000 bytes a user beside 500 MB
    worlds = lived((1_000, 7.5, 504.0), (1_000, 7.5, 504.0), (100_000, 750.0, 900.0))
    assert bytes_a_user(worlds) == pytest.approx(4_000.0)
    found = cost(worlds, Asked())
    assert found.core_hours == pytest.approx(700e6 * 10e-6 / 3_600)
    assert found.memory_gb == pytest.approx(2_800.5, rel=1e-3)
    assert found.machines == 7
    assert found.hours == pytest.approx(found.core_hours / (7 * 64))
    assert found.usd == pytest.approx(found.core_hours * 0.05)
    assert found.all_usd == pytest.approx(750 * found.usd)


def test_bytes_of_one_size_alone_leave_out_the_idle_process() -> None:
    assert bytes_a_user(lived((1_000, 7.5, 304.0))) == pytest.approx(4_000.0)
    assert predicted(lived((1_000, 7.5, 304.0)), 101_000) == pytest.approx(704e6)


def test_what_does_not_fit_is_refused_by_what_smaller_worlds_took(monkeypatch: pytest.MonkeyPatch) -> None:
    config = load(["experiment=world_size", "population.users=100000", "population.creators=20000"])
    greedy = lived((1_000, 7.5, 400.0), (10_000, 75.0, 4_000.0))  # 40 GB for 100,000
    monkeypatch.setattr("experiments.world_size.memory.free_bytes", lambda: 90 * 10**9)
    monkeypatch.setattr("sim.world.size.free_bytes", lambda: 90 * 10**9)
    assert at_once(config, greedy, 8) == 2
    monkeypatch.setattr("sim.world.size.free_bytes", lambda: 30 * 10**9)
    with pytest.raises(ConfigError, match=r"needs about 40.0 GB"):
        at_once(config, greedy, 8)


def test_all_that_a_larger_platform_has_more_of_grows() -> None:
    base = load(["experiment=world_size"])
    one, other = sized(base, World(5_000, 0)), sized(base, World(15_000, 3))
    assert one.population.creators == 1_000
    assert (one.market.commerce.brands, one.market.commerce.products) == (40, 400)
    assert one.market.brands == base.market.brands, "budgets are a brand's"
    assert one.population.topics == base.population.topics
    assert len({one.seed, other.seed, sized(base, World(5_000, 999)).seed, base.seed}) == 4
    assert sized(load(["population.users=100", "population.creators=50"]), World(10, 0)).population.creators == 5


def test_the_words_of_the_command() -> None:
    own, rest = asked(["sizes=1500,500", "people=3000", "least=2", "market=none", "core_hour_usd=0.1"])
    assert own.sizes == (500, 1_500)
    assert [own.worlds(users) for users in own.sizes] == [6, 2]
    assert rest == ["market=none"]
    for wrong in (
        "sizes=0",
        "sizes=",
        "sizes=" + "9" * 400,
        "people=x",
        "core_hour_usd=0",
        "from=/nowhere",
        "from=.",
        "processes=-1",
        "processes=0",
    ):
        with pytest.raises(ConfigError, match=f"^{wrong.partition('=')[0]} is "):
            asked([wrong])
    with pytest.raises(ConfigError, match="1,200 worlds of 25 users, allowed are 1,000"):
        asked(["sizes=25"])


def test_worlds_of_another_configuration_are_refused(tmp_path: Path) -> None:
    figures = {"users": 40, "world": 0, "loss": math.nan, "protection": 0.1}
    kept = Kept(tmp_path, load(["experiment=world_size"]))
    kept.add(World(40, 0), figures)
    again = Kept(tmp_path / "other", load(["experiment=world_size", "replications=9"]))
    again.load(tmp_path)
    assert math.isnan(again.figures[World(40, 0)]["loss"])
    assert (tmp_path / "other" / "worlds" / "40-0.json").exists(), "those of another folder are taken over"
    assert again.missing(40, 2) == [World(40, 1)]
    for said in ("horizon_days=211", "seed=1", "market=none", "policies=[interest,random]"):
        with pytest.raises(ConfigError, match="another configuration"):
            Kept(tmp_path, load(["experiment=world_size", said])).load(tmp_path)


def test_a_world_that_fails_leaves_its_error_and_the_next_is_lived(monkeypatch: pytest.MonkeyPatch) -> None:
    def figures(_config: object, world: World, *_: object) -> dict[str, float]:
        if world.number == 0:
            raise RuntimeError("no room\nat all")
        return {"loss": 0.1}

    monkeypatch.setattr("experiments.world_size.living._figures", figures)
    first, second = live(load(["experiment=world_size"]), Path(), 1, False, (World(40, 0), World(40, 1)))
    assert first.error == "RuntimeError: no room"
    assert (second.error, second.figures) == ("", {"loss": 0.1})


@pytest.mark.parametrize("processes", [1, 2])
def test_a_world_goes_on_with_the_runs_that_are_missing(
    tmp_path: Path, processes: int, capsys: pytest.CaptureFixture[str]
) -> None:
    config = load(["experiment=world_size", "scenario=quick", "horizon_days=6", "warmup_days=3"])
    folder, shown = tmp_path / "worlds", processes > 1
    (whole,) = live(config, folder, processes, shown, (World(40, 0),))
    assert ("4 of 4 runs after" in capsys.readouterr().err) is shown, "a world that is lived alone may take hours"
    runs = sorted(unfinished(folder, World(40, 0)).iterdir())
    assert len(runs) == 4
    for path in runs[:3]:
        path.unlink()
    (again,) = live(config, folder, processes, False, (World(40, 0),))
    (kept,) = live(config, folder, processes, False, (World(40, 0),))
    took = ("cpu_seconds", "peak_mb")
    for other in (again, kept):
        assert not other.error
        assert {k: v for k, v in other.figures.items() if k not in took} == {
            k: v for k, v in whole.figures.items() if k not in took
        }
    assert again.figures["cpu_seconds"] > 0.0
    assert math.isnan(kept.figures["cpu_seconds"]), "nothing of it was lived here"
    Kept(tmp_path, config).add(World(40, 0), again.figures)
    assert [path.name for path in folder.iterdir()] == ["40-0.json"]
