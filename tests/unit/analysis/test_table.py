import math

import pytest

from sim.analysis.contrast import paired_t
from sim.analysis.pairs import base
from sim.analysis.table import NOTE, pairing_table, table


def test_one_row_a_policy_in_their_order(pairs) -> None:
    assert list(table(pairs()).index) == ["interest", "floor", "boost"]


def test_estimates_carry_their_interval(pairs) -> None:
    found = pairs()
    row = table(found).loc["floor"]
    assert (row["protection"], row["protection_low"], row["protection_high"]) == pytest.approx(
        paired_t(base(found.protection("floor")))
    )
    assert row["change"] == pytest.approx(math.expm1(base(found.loss("floor")).mean()))
    assert row["exposure_drying"] == pytest.approx(base(found.value("natural_niche_small", "floor", "drying")).mean())
    assert row["protection_bca_low"] < row["protection"] < row["protection_bca_high"]
    assert row["sign"] == "8 of 8 up"
    assert row["revenue_kept"] == pytest.approx(0.96)
    assert row["match_quality_change"] == pytest.approx(0.0)
    assert table(found).loc["boost", "match_quality_change"] == pytest.approx(-0.05)


def test_what_draws_give_is_missing_without_them(pairs) -> None:
    row = table(pairs()).loc["floor"]
    assert math.isnan(row["protection_assumptions_low"])
    assert math.isnan(row["beats"])
    assert row["note"] == NOTE
    assert row["survives"] == "Monte Carlo"


def test_both_intervals_and_the_share_of_wins(pairs) -> None:
    found = table(pairs(draws=40))
    assert found.loc["floor", "protection_assumptions_low"] > 0
    assert found.loc["floor", "beats"] == 1.0
    assert found.loc["boost", "beats"] == 0.0
    assert found.loc["floor", "survives"] == "Monte Carlo and assumptions"
    assert found.loc["floor", "note"] == ""
    assert 0.0 < found.loc["floor", "luck_in_assumptions"] <= 1.0


def test_five_replications_are_illustrative(pairs) -> None:
    found = table(pairs(5))
    assert found.loc["floor", "survives"] == "illustrative"
    assert found.loc["floor", "p"] == pytest.approx(2 / 32)


def test_holm_is_over_the_policies_that_are_compared(pairs) -> None:
    found = table(pairs(8))
    assert math.isnan(found.loc["interest", "p_holm"])
    assert found.loc["floor", "p"] == pytest.approx(2 / 256)
    assert found.loc["floor", "p_holm"] == pytest.approx(4 / 256)


def test_other_horizons_are_there_to_ask(pairs) -> None:
    assert table(pairs(), 30).loc["interest", "change"] == pytest.approx(-0.5)


def test_pairing_by_horizon(pairs) -> None:
    found = pairing_table(pairs()).set_index(["horizon", "policy"])
    assert sorted(set(found.index.get_level_values("horizon"))) == [30, 180]
    assert math.isnan(found.loc[(180, "interest"), "correlation"])
    assert found.loc[(180, "floor"), "exposure_correlation"] > 0.9
    assert found.loc[(180, "floor"), "exposure_variance_ratio"] < 0.1
    assert found.loc[(180, "interest"), "schedule_variance_ratio"] == pytest.approx(0.0, abs=1e-9)
