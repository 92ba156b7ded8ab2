import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.results.disk import FORM
from sim.results.folder import digest
from sim.store.layout import Layout
from sim.store.store import Store


@pytest.fixture
def listed() -> Callable[..., None]:
    """Write the manifest of a run that nobody need have lived, with the digests of the tables that lie there."""

    def write(layout: Layout, name: str, **said: Any) -> None:
        there = {path.name: digest(path) for path in layout.run(name).glob("*.parquet")}
        marks = {"what": FORM.what, "format": FORM.format, "fingerprint": "f", "days": 1}
        marks |= {"seed": 0, "replication": 0, "platform": "p"}
        layout.manifest(name).write_text(json.dumps(marks | said | {"files": dict.fromkeys(FORM.files, "") | there}))

    return write


@pytest.fixture
def filled(listed: Callable[..., None]) -> Callable[..., Store]:
    """A store of two runs that differ in one key."""

    def fill(root: Path, key: str, **said: Any) -> Store:
        layout = Layout(root)
        for number, name in enumerate(("aa", "bb")):
            layout.run(name).mkdir(parents=True)
            table = {"day": [1], "platform": ["p"], "metric": ["like_rate"], "group": ["all"], "value": [0.5]}
            pd.DataFrame(table).to_parquet(layout.run(name) / "metrics.parquet")
            listed(layout, name, **{"config": {key: number, "policy": {}}} | said)
        return Store(root)

    return fill
