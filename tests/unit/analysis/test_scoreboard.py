"""What the terminal shows of a comparison."""

from experiments.scoreboard import text

WIDTH = 100


def test_few_replications_are_called_illustrative(comparison) -> None:
    said = text(comparison(5))
    assert "Illustrative: 5 replications cannot prove a sign (p is 0.062 at best); run `make run-full`." in said
    assert "need 20 draws of them: run `make run-full`" in said
    assert "survives" not in said
    assert max(map(len, said.splitlines())) <= WIDTH


def test_every_claim_says_what_it_survives(comparison) -> None:
    said = text(comparison(20, draws=40))
    assert "floor keeps more: 20 of 20 up" in said
    assert "survives Monte Carlo and assumptions" in said
    assert "make run-full" not in said
    assert "beats" in said
    assert "Nothing drawn flips the answer: `floor` wins" in said
    assert max(map(len, said.splitlines())) <= WIDTH


def test_claims_without_draws_say_so(comparison) -> None:
    assert "survives Monte Carlo (assumptions not drawn)" in text(comparison(12))


def test_a_policy_has_one_line_in_each_table(comparison) -> None:
    lines = text(comparison(20, draws=40)).splitlines()
    assert sum(line.startswith("floor ") for line in lines) == 6, "five tables and a claim"


def test_failures_are_listed(comparison) -> None:
    said = text(comparison(5, failed=2))
    assert "Failed:\n  floor, drying, replication 0: ValueError: no" in said


def test_a_cohort_that_was_not_shown_has_no_change_and_the_reason_is_said(comparison) -> None:
    found = comparison(8)
    found.runs.loc[found.runs["schedule"] == "steady", "natural_niche_small"] = 0.0
    said = text(found)
    (line,) = (line.split() for line in said.splitlines() if line.startswith("floor ") and " of " in line)
    assert line == ["floor", "0.0", f"{found.table.loc['floor', 'exposure_drying']:.1f}", *"---", "0", "of", "0"]
    assert "No natural exposure of the cohort in `steady` traffic" in said
    assert "interest 8 of 8, floor 8 of 8, boost 8 of 8" in said.replace("\n", " ")
    assert "No protection is known from these runs." in said
    assert max(map(len, said.splitlines())) <= WIDTH


def test_where_one_policy_was_not_shown_the_others_are_told(comparison) -> None:
    found = comparison(8)
    where = (found.runs["schedule"] == "steady") & (found.runs["policy"] == "floor")
    found.runs.loc[where, "natural_niche_small"] = 0.0
    said = text(found)
    assert "floor: no protection is known" in said
    assert "boost keeps less: 0 of 8 up" in said
