"""Calibration: what may be fitted, that surfaces and profiles are right, and that intervals cover what is true."""

from collections.abc import Mapping

import numpy as np
import pytest

from experiments.calibrate import __main__ as command
from experiments.calibrate.inference import RISE, Fit, coverage
from experiments.calibrate.problem import Aim, Free, Problem
from experiments.calibrate.problems import PROBLEMS
from experiments.calibrate.report import calibrated
from experiments.calibrate.surface import Surface, design, fit, surface, terms

LUCK = np.array([0.05, 0.08, 0.06])


def made(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """A world in one line: two parameters, three moments whose luck goes together."""
    a, b = values["a"], values["b"]
    common, *own = np.random.default_rng(seed).normal(size=4)
    logs = np.array([0.8 * a + 0.1 * b, 0.3 * a - 0.9 * b, 0.5 * a + 0.5 * b + 0.1 * a * b])
    return dict(zip("xyz", np.exp(logs + LUCK * (0.8 * common + 0.6 * np.array(own))).tolist(), strict=True))


def problem(*free: Free, grade: str = "A") -> Problem:
    aims = tuple(Aim(name, "c0", value, 0.05, grade) for name, value in (("x", 1.0), ("y", 1.0), ("z", 1.0)))
    return Problem("made", "a made one", free or (Free("a", -1.0, 1.0), Free("b", -1.0, 1.0)), aims, made)


def test_press_is_not_fitted_to_and_targets_are_not_fewer_than_parameters() -> None:
    with pytest.raises(ValueError, match="grade C"):
        problem(grade="C").checked()
    with pytest.raises(ValueError, match="4 free parameters for 3 targets"):
        problem(*(Free(name, 0.0, 1.0) for name in "abcd")).checked()
    assert all(aim.grade in "AB" for one in PROBLEMS.values() for aim in one.aims)


def test_a_quadratic_is_its_own_surface() -> None:
    places = design(2, 20)
    truth = np.random.default_rng(0).normal(size=(terms(places).shape[1], 3))
    found = surface(places, terms(places) @ truth, np.eye(3), 1)
    assert found.weights == pytest.approx(truth)
    assert found.misfit == pytest.approx(0.0, abs=1e-10)


def test_the_estimate_of_known_moments_is_the_truth_and_its_profile_rises_as_a_square() -> None:
    places = design(2, 20)
    slopes = np.array([[1.0, 0.0], [0.0, 2.0]])
    logs = (2 * places - 1) @ slopes
    flat = surface(places, logs, np.eye(2), 1)
    one = Fit(flat, np.array([0.4, -0.6]), 0.01 * np.eye(2), 2)
    distance, place = one.best
    assert distance == pytest.approx(0.0, abs=1e-9)
    assert 2 * place - 1 == pytest.approx([0.4, -0.3], abs=1e-4)
    for parameter, slope in ((0, 1.0), (1, 2.0)):
        profile = one.profile(parameter, "p", grid=5)
        half = np.sqrt(RISE) * 0.1 / slope / 2.0  # in the unit box
        assert profile.high - profile.low == pytest.approx(2 * half, abs=2e-3)
        assert profile.identified


def test_a_parameter_that_no_target_feels_is_open() -> None:
    places = design(2, 20)
    logs = np.column_stack([2 * places[:, 0] - 1, 1 - 2 * places[:, 0]])
    profile = Fit(surface(places, logs, np.eye(2), 1), np.zeros(2), 0.01 * np.eye(2), 2).profile(1, "p", grid=5)
    assert not profile.identified
    assert profile.rise.max() < 0.01


def test_intervals_cover_known_truths_as_often_as_they_say() -> None:
    """0.90 +- 0.05 over 200 truths, of which the two intervals are nearly independent: false alarm 1 in 50."""
    asked = problem()
    found = coverage(asked, fit(asked, points=20, worlds=2, repeats=200), truths=200)
    assert found.mean() == pytest.approx(0.9, abs=0.05)


def test_intervals_that_are_too_short_do_not_cover() -> None:
    asked = problem()
    honest = fit(asked, points=20, worlds=2, repeats=200)
    bold = Surface(honest.weights, honest.misfit, honest.luck / 4.0, honest.worlds)
    assert coverage(asked, bold, truths=40).mean() < 0.75


def test_the_report_says_what_was_found() -> None:
    asked = problem(Free("population.topic_exponent", -1.0, 1.0), Free("population.topic_shift", -1.0, 1.0))
    named = asked._replace(simulate=lambda values, seed: made(dict(zip("ab", values.values(), strict=True)), seed))
    text, table = calibrated(named, points=20, worlds=2, repeats=10, truths=5)
    assert table["parameter"].tolist() == ["population.topic_exponent", "population.topic_shift"]
    assert table["estimate"].abs().max() < 0.2  # all targets are 1, as at 0
    assert "Coverage of 5 known truths" in text


def test_the_topics_of_the_data_are_found(tmp_path) -> None:
    """The default demand is the fit's: exponent 1.1 and shift 0.8 lie within its intervals."""
    code = command.main(["problem=topics", "points=9", "worlds=1", "repeats=3", "truths=0", f"into={tmp_path}"])
    assert code == 0
    import pandas as pd

    table = pd.read_csv(tmp_path / "topics.csv").set_index("parameter")
    for row in table.itertuples():
        assert not row.default < row.low
        assert not row.default > row.high


def test_sales_are_told_apart_by_scene_and_seller() -> None:
    asked = PROBLEMS["market"]
    few, many = (dict(zip([aim.moment for aim in asked.aims], np.exp(asked.moments(np.array(place), 0)), strict=True))
                 for place in ([0.3, 0.3, 0.3, 0.0, 0.5], [0.3, 0.3, 0.3, 1.0, 0.5]))  # fmt: skip
    for found in (few, many):
        assert found["shelf"] + found["merchants"] < 1
        assert found["advertising of sales"] == pytest.approx(found["advertising a user"] / found["sales a user"])
    assert many["merchants"] > 2 * few["merchants"]  # there are eight times as many


def test_what_cannot_be_asked_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["problem=nothing"]) == 2
    assert "response" in capsys.readouterr().err
    assert command.main(["points=many"]) == 2
