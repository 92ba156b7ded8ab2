"""A finished comparison: its runs as frames, and what they say together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from sim.analysis.flip import Flip, flip
from sim.analysis.pairs import BASE, Pairs
from sim.analysis.table import pairing_table, table
from sim.config.rows import schema_rows
from sim.config.schema import Config

GLANCE = ("exposure_steady", "exposure_drying", "change", "dryness_elasticity", "protection", "sign", "survives")


@dataclass(eq=False)
class Comparison:
    """Policies under schedules of natural traffic, in paired replications; the first policy is the reference.

    `runs`: one row for each run and horizon. `draw` is -1 for the configuration itself, else the number of a
        draw of the assumptions; a pair is a (draw, replication). Exposure is impressions per member of a cohort
        and day, mean over the last 30 days before the horizon: natural_, paid_ and total_ with niche_small,
        niche_large, mainstream_small, mainstream_large; members_ is how many there were at onset, active_ the
        share still there. Also dryness (relative to onset), parity, match_quality (of natural impressions),
        active_users, watch_seconds_per_day, revenue_rmb_per_day, natural_slots_per_day, welfare (per user and day),
        leakage, astray (the same of all natural impressions), how exposure is shared (the Lorenz curve and the rest
        of `sim.analysis.sharing`), seed, fingerprint, seconds.
    `daily`: the same day by day and quadrant, for the base: natural, paid, members_active (a number), dryness.
    `decomposition`: policy, schedule, quadrant, cause, change (mean over replications, per member and day, from
        the 30 days before onset to the primary horizon); changes of a quadrant sum to after - before.
    `assumptions`: draw, parameter, value. `failures`: runs that failed, with their error.
    """

    config: Config
    runs: pd.DataFrame
    daily: pd.DataFrame
    decomposition: pd.DataFrame
    assumptions: pd.DataFrame
    failures: pd.DataFrame
    policies: list[str]
    schedules: list[str]
    manifest: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def pairs(self) -> Pairs:
        """The runs side by side: loss, protection and the like, pair by pair."""
        return Pairs(self.runs, self.policies, self.schedules)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a policy: the headline's columns at the primary horizon (`sim.analysis.table` says what each is)."""
        return self.at()

    def at(self, horizon_day: int | None = None) -> pd.DataFrame:
        """The same table at another horizon."""
        return table(self.pairs, horizon_day)

    @cached_property
    def pairing(self) -> pd.DataFrame:
        """What common luck achieved, by horizon and policy: correlations and variance ratios of pairs."""
        return pairing_table(self.pairs)

    @cached_property
    def _flip(self) -> Flip:
        plausible = {row.key: row.plausible for row in schema_rows() if row.plausible}
        return flip(self.pairs, self.assumptions, plausible)

    @property
    def flip(self) -> pd.DataFrame:
        """The box of assumptions in which another policy wins than at the base: one row a parameter."""
        return self._flip.box

    @property
    def flip_sentence(self) -> str:
        """The same in words."""
        return self._flip.sentence

    @property
    def fingerprint(self) -> str:
        """Hex digest over the final states of all runs."""
        return str(self.manifest["fingerprint"])

    def plot(self) -> Any:
        """Exposure of niche and small accounts as natural traffic dries up: a matplotlib figure."""
        from sim.report.plot import plot

        return plot(self)

    def report(self, path: str | Path, language: str = "en", links: Mapping[str, str] | None = None) -> Path:
        """Write the report, one HTML file that needs nothing else; its path.

        `language` is en or zh; `links` are pages that lie beside it, by the words that lead to them.
        """
        from sim.report.page import write

        return write(self, path, language, links)

    def save(self, path: str | Path) -> Path:
        """Write the comparison to a folder, all or nothing; the folder."""
        from sim.comparison.disk import save

        return save(self, path)

    @property
    def _size(self) -> str:
        base = self.runs[self.runs["draw"] == BASE]
        counts = {
            "policies": len(self.policies),
            "schedules": len(self.schedules),
            "paired replications": base["replication"].nunique(),
            "draws of the assumptions": self.runs.loc[self.runs["draw"] != BASE, "draw"].nunique(),
        }
        said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        failed = f"; {len(self.failures)} runs failed" if len(self.failures) else ""
        return f"{said}; day {self.pairs.primary} after onset{failed}"

    def _glance(self) -> pd.DataFrame:
        return self.table[list(GLANCE)]

    def __repr__(self) -> str:
        """The size and the core of the table."""
        return f"Comparison: {self._size}\n{self._glance().to_string(float_format='{:,.3g}'.format)}"

    def _repr_html_(self) -> str:
        shown = self._glance().to_html(float_format=lambda value: f"{value:,.3g}")
        return f"<p><b>Comparison</b>: {escape(self._size)}</p>{shown}"
