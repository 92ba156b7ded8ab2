import math

import numpy as np
import pandas as pd
import pytest

from sim.core.errors import DataError
from sim.traffic.decomposition import CAUSES, LANE_NAMES, Situation, decompose, log_mean, situation, summed
from sim.world.tally import LANES, Lane


def of(natural: list[float], paid: float = 0.0, presence: object = 1.0, own: object = False) -> Situation:
    """Accounts that are shown in the interest lane; the first also has all paid slots."""
    accounts = len(natural)
    exposure = np.zeros((accounts, LANES))
    exposure[:, Lane.INTEREST] = natural
    exposure[0, Lane.PAID] = paid
    here = np.broadcast_to(np.asarray(presence, dtype=np.float64), accounts).copy()
    return Situation(exposure, here, np.broadcast_to(np.asarray(own, dtype=np.bool_), accounts).copy())


def table(before: Situation, after: Situation) -> pd.DataFrame:
    changes = decompose(before, after)
    return changes.pivot(index="account", columns="cause", values="change")[list(CAUSES)]


def only(row: pd.Series, **expected: float) -> None:
    assert row.to_dict() == pytest.approx({cause: expected.get(cause, 0.0) for cause in CAUSES}, abs=1e-9)


def test_logarithmic_mean() -> None:
    one, other = np.array([1.0, 2.0, 5.0, 1.0, 1e-9]), np.array([math.e, 2.0, 5.0 * (1 + 1e-12), 1e-12, 1e9])
    expected = [math.e - 1.0, 2.0, 5.0, (1 - 1e-12) / (12 * math.log(10)), (1e9 - 1e-9) / (18 * math.log(10))]
    assert log_mean(one, other) == pytest.approx(expected, rel=1e-11)
    assert log_mean(other, one) == pytest.approx(expected, rel=1e-11)


def test_the_example_of_the_specification() -> None:
    """Attention flat, ad load from 10 to 25 %, half as many competitors again: -44.4 %."""
    before, after = of([90.0] * 2 + [0.0], 20.0, [1, 1, 0]), of([50.0] * 3, 50.0)
    row = table(before, after).loc[1]
    assert row.sum() == pytest.approx(-40.0)
    assert before.exposure[1, 0] * 0.5556 == pytest.approx(50.0, abs=0.01)
    weight = 40.0 / math.log(90.0 / 50.0)
    only(row, ad_load=weight * math.log(0.75 / 0.9), competitors=weight * math.log(2.0 / 3.0))


def test_more_attention_alone() -> None:
    rows = table(of([10.0, 30.0], 4.0), of([20.0, 60.0], 8.0))
    only(rows.loc[0], attention=10.0)
    only(rows.loc[1], attention=30.0)


def test_reallocation_alone_cancels() -> None:
    rows = table(of([10.0, 30.0]), of([25.0, 15.0]))
    only(rows.loc[0], allocation=15.0)
    only(rows.loc[1], allocation=-15.0)


def test_lane_split_alone() -> None:
    before, after = of([10.0, 10.0]), of([10.0, 10.0])
    before.exposure[:, Lane.FOLLOW] = 10.0
    after.exposure[:, Lane.INTEREST], after.exposure[:, Lane.FOLLOW] = 15.0, 5.0
    rows = table(before, after)
    assert rows.sum(axis=1).to_numpy() == pytest.approx(0.0, abs=1e-12)
    weight = 5.0 / math.log(1.5) * math.log(1.5) + 5.0 / math.log(2.0) * math.log(0.5)
    only(rows.loc[0], lane_split=weight)


def test_a_merchant_takes_natural_slots() -> None:
    own = [False, True]
    rows = table(of([80.0, 20.0], own=own), of([60.0, 40.0], own=own))
    only(rows.loc[0], own_content=-20.0)
    only(rows.loc[1], own_content=20.0)


def test_machines_take_what_merchants_leave() -> None:
    kinds = {"own": [False, True, False], "synthetic": [False, False, True]}
    before, after = of([60.0, 20.0, 20.0], own=kinds["own"]), of([40.0, 20.0, 40.0], own=kinds["own"])
    before, after = (now._replace(synthetic=np.array(kinds["synthetic"])) for now in (before, after))
    rows = table(before, after)
    only(rows.loc[0], synthetic_content=-20.0)
    only(rows.loc[1])
    only(rows.loc[2], synthetic_content=20.0)
    with pytest.raises(DataError, match="account 2 is run by a machine in one situation only"):
        decompose(before, after._replace(synthetic=None))


def test_who_leaves_loses_it_by_its_absence() -> None:
    rows = table(of([30.0, 30.0, 30.0]), of([45.0, 45.0, 0.0], presence=[1, 1, 0]))
    only(rows.loc[2], presence=-30.0)
    only(rows.loc[0], competitors=15.0)


def test_who_stays_but_is_not_shown_loses_it_by_allocation() -> None:
    rows = table(of([30.0, 30.0]), of([60.0, 0.0]))
    only(rows.loc[1], allocation=-30.0)


def test_half_a_stay_is_half_the_presence() -> None:
    rows = table(of([20.0, 20.0]), of([80 / 3, 40 / 3], presence=[1.0, 0.5]))
    weight = (20.0 - 40 / 3) / math.log(1.5)
    only(rows.loc[1], presence=weight * math.log(0.5), competitors=weight * math.log(2 / 1.5))


def test_a_lane_that_opens() -> None:
    after = of([10.0, 10.0])
    after.exposure[0, Lane.SEARCH] = 5.0
    rows = table(of([10.0, 10.0]), after)
    among_old = {"attention": 10.0 * math.log(1.25), "lane_split": 10.0 * math.log(0.8)}
    only(rows.loc[1], **among_old)
    only(rows.loc[0], **among_old | {"lane_split": among_old["lane_split"] + 5.0})


def test_everything_ends() -> None:
    only(table(of([10.0]), of([0.0])).loc[0], attention=-10.0)
    only(table(of([10.0]), of([0.0], 10.0)).loc[0], ad_load=-10.0)
    only(table(of([0.0]), of([0.0])).loc[0])


def test_an_account_that_one_situation_lacks_is_absent_there() -> None:
    rows = table(of([30.0, 30.0, 30.0]), of([45.0, 45.0]))
    only(rows.loc[2], presence=-30.0)


def test_refusals() -> None:
    with pytest.raises(DataError, match="account 1 is shown but not present"):
        decompose(of([1.0, 1.0]), of([1.0, 1.0], presence=[1, 0]))
    with pytest.raises(DataError, match="account 0 is a merchant or brand in one situation only"):
        decompose(of([1.0, 1.0]), of([1.0, 1.0], own=[True, False]))


@pytest.fixture
def creators() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "creator": [0, 1, 3],
            "kind": ["creator", "merchant", "creator"],
            "joined_day": [-14, -14, 8],
            "left_day": pd.array([None, 6, None], dtype="Int32"),
        }
    )


def ledger(rows: list[tuple[int, int, str, int]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["day", "creator", "lane", "impressions"])
    return table.assign(lane=pd.Categorical(table["lane"], list(LANE_NAMES)))


def test_a_situation_from_ledger_and_creators(creators: pd.DataFrame) -> None:
    rows = [(4, 0, "interest", 10), (5, 0, "interest", 20), (5, 1, "paid", 4), (7, 0, "follow", 40), (3, 0, "paid", 9)]
    now = situation(ledger(rows), creators, 4, 7)
    assert now.exposure[0, [Lane.INTEREST, Lane.FOLLOW, Lane.PAID]].tolist() == [7.5, 10.0, 0.0]
    assert now.exposure[1, Lane.PAID] == 1.0
    assert now.presence.tolist() == [1.0, 0.5, 0.0, 0.0]
    assert now.own.tolist() == [False, True, False, False]


def test_who_is_shown_was_there(creators: pd.DataFrame) -> None:
    now = situation(ledger([(7, 1, "interest", 1)]), creators, 4, 7)
    assert now.presence[1] == 0.5  # two days by the table
    late = situation(ledger([(7, 3, "interest", 1)]), creators, 4, 7)
    assert late.presence[3] == 0.25  # it joins on day 8, but was shown on day 7


def test_a_ledger_of_strangers_is_refused(creators: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="account 2"):
        situation(ledger([(4, 2, "interest", 1)]), creators, 4, 7)
    with pytest.raises(DataError, match="days 7 to 4"):
        situation(ledger([]), creators, 7, 4)


def test_sums_over_groups() -> None:
    changes = decompose(of([30.0, 30.0, 30.0]), of([45.0, 45.0, 0.0], presence=[1, 1, 0]))
    groups = summed(changes, pd.Series(["a", "a", "b"]))
    assert groups.loc["a", "competitors"] == pytest.approx(30.0)
    assert groups["total"].to_dict() == pytest.approx({"a": 30.0, "b": -30.0})
    assert summed(changes, pd.Series(["a"])).index.tolist() == ["a"]
