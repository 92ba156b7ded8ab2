from types import SimpleNamespace

import pytest

from experiments.calibrate.laws import COMMAND, POLICIES, RATES, on_bounds
from sim.config.load import load
from sim.config.rows import schema_rows
from sim.laws.settings import TARGETS


def test_a_parameter_on_a_bound_is_named() -> None:
    behaviour = SimpleNamespace(**load().behaviour.model_dump())
    assert on_bounds(behaviour) == ["dwell_slope 0.6", "dwell_duration 0", "comment_slope 1.5"]
    behaviour.dwell_slope, behaviour.dwell_duration, behaviour.comment_slope = 0.3, 0.2, 1.0
    assert on_bounds(behaviour) == []


def test_what_the_fit_sets_itself_is_refused(capsys: pytest.CaptureFixture[str], tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert COMMAND.main(["policy=random"]) == 2
    assert capsys.readouterr().err == "error: policy=random is set by the fit itself, allowed is all but policy, seed\n"
    assert not (tmp_path / "outputs").exists() or not any((tmp_path / "outputs").glob("*/*/*"))


def test_the_schema_says_what_was_fitted_and_what_ended_on_a_bound() -> None:
    rows = {row.key.removeprefix("behaviour."): row.source for row in schema_rows() if row.source.startswith("fitted")}
    behaviour = SimpleNamespace(**load().behaviour.model_dump())
    edges = [name for name, source in rows.items() if source.endswith("on a bound of the fit")]
    assert sorted(edges) == sorted(one.split()[0] for one in on_bounds(behaviour))
    assert len(RATES) * len(POLICIES) == TARGETS
