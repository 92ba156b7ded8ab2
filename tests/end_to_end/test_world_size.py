"""How large a world must be, asked of tiny worlds: that it goes on with what is missing, and says what it found."""

import json
from pathlib import Path

import pandas as pd
import pytest

from experiments.world_size import living
from experiments.world_size.__main__ import main
from experiments.world_size.living import Lived

TINY = [
    "scenario=quick", "horizon_days=6", "warmup_days=3", "least=2", "people=80", "processes=1",
    "hydra/hydra_logging=none", "hydra/job_logging=none",
]  # fmt: skip


def test_it_goes_on_with_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, then = (f"hydra.run.dir={tmp_path / name}" for name in ("first", "then"))
    assert main([*TINY, "sizes=40", first]) == 0
    kept = {path.name: path.read_text() for path in (tmp_path / "first" / "worlds").iterdir()}
    assert set(kept) == {"40-0.json", "40-1.json"}
    one, other = (json.loads(text) for text in kept.values())
    assert one["fingerprint"] != other["fingerprint"], "two worlds"
    capsys.readouterr()

    assert main([*TINY, "sizes=40,80", f"from={tmp_path / 'first'}", then]) == 0
    told = capsys.readouterr()
    assert "40 users" not in told.err
    assert "80 users: 2 worlds" in told.err
    folder = tmp_path / "then"
    for name, text in kept.items():
        assert json.loads((folder / "worlds" / name).read_text()) == json.loads(text)
    worlds, sizes = pd.read_csv(folder / "worlds.csv"), pd.read_csv(folder / "sizes.csv")
    assert worlds.groupby("users").size().to_dict() == {40: 2, 80: 2}
    assert worlds["accounts"].tolist() == [8, 8, 16, 16]
    assert worlds["days"].unique().tolist() == [3 + 4 * 3]
    assert (worlds["cpu_seconds"] > 0).all()
    assert sizes["estimand"].nunique() == 5
    text = (folder / "finding.md").read_text()
    assert text.strip() in told.out
    assert "A platform of 700,000,000 users" in text
    assert (folder / "world_size.svg").read_text().count("exploratory") >= 3

    assert main([*TINY, "sizes=40,80", then]) == 0, "all is there"
    again = capsys.readouterr()
    assert "80 users: " not in again.err
    assert text.strip() in again.out

    assert main([*TINY, "sizes=40", "horizon_days=7", then]) == 2, "figures of another question are not mixed in"
    assert "another configuration" in capsys.readouterr().err
    monkeypatch.setattr(living, "many", lambda _config, _folder, worlds, *_: (Lived(one, {}, "Pop") for one in worlds))
    assert main([*TINY, "sizes=40", "least=3", then]) == 1
    failed = capsys.readouterr()
    assert failed.err.splitlines()[-1].endswith("left out: 1, the first: 40 users, number 2: Pop")
    assert "A platform of" in failed.out, "what is there is said all the same"

    assert main([*TINY, "policies=[interest]", "sizes=40", first]) == 2
    assert capsys.readouterr().err.startswith("error: policies is [interest], allowed are two")
