"""One run of a store: what would keep it from being put in its place is said before it is lived."""

from pathlib import Path

import pytest

import sim
from sim.store import living
from sim.store.layout import Layout


def test_a_folder_without_its_manifest_is_refused_before_the_run_is_lived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.store.living.simulate", lambda *_, **__: pytest.fail("the run was lived"))
    layout = Layout(tmp_path)
    layout.make()
    layout.run("aa").mkdir()
    (layout.run("aa") / "metrics.parquet").write_bytes(b"of a run")
    (left,) = living.work(tmp_path, (living.Wanted("aa", sim.load("scenario=quick")),))
    assert left.status == living.FAILED
    assert left.error.endswith("aa is not empty and holds more than a run, so it is not overwritten")
    assert (layout.run("aa") / "metrics.parquet").read_bytes() == b"of a run"
