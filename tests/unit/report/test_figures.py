import re
from typing import Any

import numpy as np
import pytest

from sim.report.drawing import panel
from sim.report.evidence import Evidence
from sim.report.figures.rescue import pareto
from sim.report.paths import paths


def test_the_front_holds_what_no_other_beats_on_both_counts() -> None:
    points = [("a", 0.0, 0.0), ("b", 2.0, 0.1), ("c", 3.0, 0.05), ("d", 4.0, 0.2), ("e", 2.0, 0.08), ("f", -1.0, -0.1)]
    assert [name for name, *_ in pareto(points)] == ["f", "a", "b", "d"]


def test_text_in_a_drawing_is_text_and_is_escaped() -> None:
    with panel("one", 'a "label" <b>') as made:
        made.axes.set_title("</text><script>$x$</script>")
    assert "<script>" not in made.svg
    assert "$x$" in made.svg
    assert 'aria-label="a &quot;label&quot; &lt;b&gt;"' in made.svg
    assert "xlink" not in made.svg


def test_ids_of_a_drawing_are_its_own() -> None:
    drawn = []
    for name in ("one", "other"):
        with panel(name, "a line") as made:
            made.axes.plot([0, 1], [0, 1], marker="o")
        drawn.append(set(re.findall(r'\bid="([^"]*)"', made.svg)))
        assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', made.svg)) == drawn[-1]
    assert not drawn[0] & drawn[1]


def test_the_same_drawing_has_the_same_bytes() -> None:
    drawn = []
    for _ in range(2):
        with panel("one", "a line") as made:
            made.axes.plot([0, 1], [0, 1], marker="o")
        drawn.append(made.svg)
    assert drawn[0] == drawn[1]


def test_exposure_in_proportion_lies_on_the_diagonal(invented: Any) -> None:
    comparison = invented(policies=("interest", "random"), replications=3)
    comparison.daily["natural"] = 20.0 * comparison.daily["dryness"]
    for path in paths(Evidence(comparison)).values():
        np.testing.assert_allclose(path.kept["value"], path.dryness)


def test_a_path_ends_at_the_horizon_with_the_headlines_numbers(full: Any) -> None:
    evidence = Evidence(full)
    path = paths(evidence)["random"]
    assert path.kept.index[-1] == evidence.primary
    assert path.level.index[0] >= 30
    row = path.kept.iloc[-1]
    assert row["assumed_low"] < row["low"] < row["value"] < row["high"] < row["assumed_high"]


@pytest.mark.parametrize("draws", [0, 5])
def test_few_draws_have_no_wide_band(invented: Any, draws: int) -> None:
    path = paths(Evidence(invented(policies=("interest", "random"), replications=3, draws=draws)))["random"]
    assert path.kept["assumed_low"].isna().all()
    assert path.kept["low"].notna().all()
