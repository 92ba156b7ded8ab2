"""What the report reads: a comparison, by its frames alone."""

from typing import Any, Protocol

import pandas as pd


class Comparison(Protocol):
    """A finished comparison of policies under schedules of natural traffic.

    `runs`: one row a run and horizon; draw is -1 for the base configuration, else the number of a draw of the
    assumptions. `daily`: exposure by day and quadrant. `decomposition`: the exact split of changes in exposure.
    `table`: one row a policy. `pairing`: what common luck achieved. `flip`: what would change the answer.
    """

    @property
    def config(self) -> Any: ...
    @property
    def manifest(self) -> dict[str, Any]: ...
    @property
    def runs(self) -> pd.DataFrame: ...
    @property
    def daily(self) -> pd.DataFrame: ...
    @property
    def decomposition(self) -> pd.DataFrame: ...
    @property
    def table(self) -> pd.DataFrame: ...
    @property
    def pairing(self) -> pd.DataFrame: ...
    @property
    def assumptions(self) -> pd.DataFrame: ...
    @property
    def flip(self) -> pd.DataFrame: ...
    @property
    def flip_sentence(self) -> str: ...
