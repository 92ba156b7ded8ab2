from typing import Any

import numpy as np
import pytest

from sim.analysis.table import table
from sim.report.evidence import Evidence
from sim.report.numerals import growth, signed
from sim.report.verdict import Strength, highest, verdict
from sim.report.words import answer, prose


def told(comparison: Any) -> str:
    evidence = Evidence(comparison)
    return answer(evidence, verdict(evidence))


def scaled(comparison: Any, policy: str, column: str, factor: float, schedule: str = "drying") -> None:
    """Change a policy's runs, and the table with them."""
    rows = (comparison.runs["policy"] == policy) & (comparison.runs["schedule"] == schedule)
    comparison.runs.loc[rows, column] *= factor
    comparison.table = table(Evidence(comparison).pairs)


def test_few_replications_are_illustrative_and_claim_no_sign(illustrative: Any) -> None:
    words = told(illustrative)
    assert "Illustrative:" in words
    assert "5 replications cannot prove a sign" in words
    assert "comes out best" in words
    assert "protects them best" not in words
    assert "assumptions were not varied" in words
    assert "make run-full" in words


def test_more_replications_say_which_interval_the_sign_survives(full: Any) -> None:
    words = told(full)
    assert "protects them best" in words
    assert "survives Monte Carlo but not the assumptions" in words
    assert "8 of 8 replications" in words


def test_a_sign_that_many_policies_could_give_by_chance_is_not_settled(invented: Any) -> None:
    """Six pairs that agree have p .031: enough for one policy, not for the better of two."""
    comparison = invented(policies=("interest", "random", "creator_floor"), replications=6)
    evidence = Evidence(comparison)
    assert evidence.protection("creator_floor").survives_luck
    assert verdict(evidence).strength is Strength.UNSETTLED
    words = told(comparison)
    assert "Not settled" in words
    assert "not significant" in words
    assert "protects them best" not in words


def test_the_numbers_are_those_of_the_table(illustrative: Any) -> None:
    row = illustrative.table.loc["creator_floor"]
    words = told(illustrative)
    assert growth(row["protection"]) in words
    assert signed(row["protection"]) in words
    assert f"{growth(row['protection_low'])} to {growth(row['protection_high'])}" in words
    assert growth(illustrative.table.loc["interest", "loss"]) in words


def test_a_policy_that_breaks_a_guardrail_is_named_but_not_chosen(invented: Any) -> None:
    comparison = invented(policies=("interest", "random", "creator_floor"))
    scaled(comparison, "random", "natural_niche_small", 1.5)
    assert verdict(Evidence(comparison)).policy == "creator_floor"
    assert "outside the guardrails" in told(comparison)


def test_no_policy_is_chosen_where_none_protects(invented: Any) -> None:
    comparison = invented(policies=("interest", "random", "creator_floor"), replications=8)
    for policy in ("random", "creator_floor"):
        scaled(comparison, policy, "natural_niche_small", 0.5)
    found = verdict(Evidence(comparison))
    assert found.policy is None
    words = told(comparison)
    assert "No policy of this comparison comes out ahead" in words
    assert "no policy gives the cohort more natural exposure" in words


def test_the_highest_level_is_among_those_within_the_guardrails(illustrative: Any) -> None:
    assert highest(Evidence(illustrative)) == "creator_floor"


def test_a_sign_that_survives_both_is_said_to(invented: Any) -> None:
    comparison = invented(policies=("interest", "niche_boost"), replications=8, draws=24)
    assert verdict(Evidence(comparison)).strength is Strength.ROBUST
    assert "survives both Monte Carlo and the assumptions" in told(comparison)


@pytest.mark.parametrize("value", [np.nan, 0.0])
def test_exposure_that_is_missing_or_nil_is_no_crash(invented: Any, value: float) -> None:
    comparison = invented(policies=("interest", "creator_floor"))
    comparison.runs["natural_niche_small"] = value
    comparison.table = table(Evidence(comparison).pairs)
    assert "niche-small creators" in told(comparison)


def test_backticks_are_code_and_all_is_escaped() -> None:
    assert prose("run `a<b` <now>") == "run <code>a&lt;b</code> &lt;now&gt;"


@pytest.mark.parametrize("replications", [2, 8])
def test_of_nothing_no_change_is_told_but_the_reason_is(invented: Any, replications: int) -> None:
    comparison = invented(policies=("interest", "random"), replications=replications)
    scaled(comparison, "interest", "natural_niche_small", 0.0, "steady")
    said = told(comparison)
    assert "How natural exposure of niche-small creators changes is not known" in said
    assert "natural exposure for niche-small creators</strong> by day" not in said
    scaled(comparison, "interest", "natural_niche_small", 0.0, "drying")
    assert "Level is another matter than loss, and not known here" in told(comparison)


def test_pairs_that_are_left_out_are_counted(invented: Any) -> None:
    comparison = invented(policies=("interest", "random"), replications=8)
    runs = comparison.runs
    where = (runs["policy"] == "interest") & (runs["schedule"] == "steady") & (runs["replication"] < 3)
    runs.loc[where, "natural_niche_small"] = 0.0
    assert "Left out: 3 replications in which none of them was shown" in told(comparison)
