"""A finished run: its numbers, who was in it, where every impression went, and how it came about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import pandas as pd

from sim.core.errors import DataError
from sim.core.units import TICKS_PER_DAY
from sim.results.accounting import WINDOW_DAYS, Days, by_cohort, windows
from sim.results.accounts import accounts
from sim.results.fingerprint import fingerprint
from sim.results.headline import headline
from sim.results.manifest import COMPLETE, STOPPED, manifest
from sim.results.recorder import Recorder
from sim.results.rows import Rows
from sim.results.story import Story, story
from sim.world.world import World

if TYPE_CHECKING:
    from sim.results.graph import Graph


@dataclass(eq=False)
class Run:
    """One execution of a configuration.

    `metrics`: day, platform, metric, group, value. `creators`: one row for each account that ever joined.
    `exposure` and `log`: what `ledger` and `impressions` are in memory once asked for, which may be on disk till then;
    `exposure.frame(first_day, last_day)` reads some days only. `fingerprint`: digest of the final state and the ledger.
    `manifest`: versions, key, timings, memory. `warm` is the live state to branch from, if it was kept; it is not
    saved.
    """

    config: Any
    metrics: pd.DataFrame
    creators: pd.DataFrame
    exposure: Rows
    fingerprint: str
    manifest: dict[str, Any]
    warm: Any = field(default=None, repr=False)
    log: Rows | None = field(default=None, repr=False)

    @classmethod
    def of(cls, config: Any, world: World, recorder: Recorder, seconds: Mapping[str, float], warm: Any = None) -> Self:
        """The run that a world and its recorder have come to. `seconds` is wall time by phase."""
        digest = fingerprint(world, recorder.ledger)
        days = world.now // TICKS_PER_DAY
        status = COMPLETE if days >= getattr(config, "horizon_days", days) else f"{STOPPED} {days}"
        return cls(
            config=config,
            metrics=recorder.frame(),
            creators=accounts(world, recorder),
            exposure=recorder.ledger,
            fingerprint=digest,
            manifest=manifest(world, recorder, digest, seconds, status),
            warm=warm,
            log=None if recorder.log.empty else recorder.log,
        )

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Day, creator, lane, impressions, platform, kind (of the account on that day); sums to the slots served."""
        return self.exposure.frame()

    @cached_property
    def impressions(self) -> pd.DataFrame | None:
        """One row for every impression, if `record.impressions`."""
        return None if self.log is None else self.log.frame()

    @property
    def resolved(self) -> dict[str, Any]:
        """The whole configuration as plain data."""
        dump = getattr(self.config, "model_dump", None)
        return dict(self.config) if dump is None else dump(mode="json")

    @property
    def platforms(self) -> tuple[str, ...]:
        """The names of its platforms."""
        return tuple(self.manifest.get("platforms") or (self.manifest["platform"],))

    def on(self, platform: str) -> "Run":
        """The part of a run of several platforms that is on one of them, as a run of its own.

        Raises:
            DataError: if the run has no such platform.
        """
        if platform not in self.platforms:
            raise DataError(f"platform is {platform}, allowed is one of {', '.join(self.platforms)}")
        if len(self.platforms) == 1:
            return self
        own = {
            name: table[table["platform"] == platform].drop(columns=dropped).reset_index(drop=True)
            for name, table, dropped in (
                ("metrics", self.metrics, []),
                ("creators", self.creators, ["platform"]),
            )
        }
        return replace(
            self,
            **own,
            exposure=self.exposure.on(platform),
            fingerprint=self.manifest["platforms"][platform],
            manifest=self.manifest | {"platform": platform, "platforms": None},
            warm=None if self.warm is None else self.warm.parts[platform],
            log=None if self.log is None else self.log.on(platform),
        )

    @property
    def days(self) -> int:
        """Days simulated."""
        return int(self.manifest["days"])

    @property
    def onset_day(self) -> int:
        """The first day after warm-up, on which natural traffic may begin to change."""
        known = self.manifest.get("onset_day")
        return int(self.resolved["warmup_days"] if known is None else known)

    @cached_property
    def decomposition(self) -> pd.DataFrame:
        """Why each cohort's natural exposure changed from the last 30 days before onset to the last 30 of the run.

        In impressions a day, by cohort (niche or not, small or not, frozen at onset; entrants apart) and cause.
        An exact accounting, not an explanation of which mechanism moved the cause.
        """
        return self.decompose(*windows(self.onset_day, self.days))

    def decompose(
        self, before: tuple[int, int], after: tuple[int, int], by: Literal["cohort", "kind"] = "cohort"
    ) -> pd.DataFrame:
        """The same between any two stretches of days, (first, last) each, both included; by cohort or kind of account.

        Raises:
            DataError: if the run kept no ledger, did not live all of those days, or accounts are grouped by anything
                else.
        """
        self._need_ledger()
        for first, last in (before, after):
            lived = isinstance(first, Integral) and isinstance(last, Integral) and first >= 0 and last < self.days
            if not lived:
                raise DataError(f"days are {first} to {last}, allowed are those of the run: 0 to {self.days - 1}")
        return by_cohort(self.exposure, self.creators, Days(*before), Days(*after), by)

    def explain(self, creator: int) -> Story:
        """One account's story and the exact accounting of its exposure, over the windows of `decomposition`."""
        self._need_ledger()
        return story(self.exposure, self.creators, creator, *windows(self.onset_day, self.days))

    def headline(self, window: int = WINDOW_DAYS) -> pd.DataFrame:
        """A dozen numbers with their units: means over the last days of the run; by platform, of several.

        Raises:
            DataError: if the window is not a number of days.
        """
        if not isinstance(window, Integral) or window < 1:
            raise DataError(f"window is {window}, allowed is a whole number of days from 1 up")
        if len(self.platforms) == 1:
            return headline(self, window)
        parts = {name: headline(self.on(name), window) for name in self.platforms}
        return pd.concat(parts, names=["platform"])

    def graph(self, kind: Literal["follows", "friends"] = "follows") -> "Graph":
        """Who follows whom at the end, or who is a friend of whom, as a network that functions of networkx read.

        User u is node u; the node of an account is given by the network.

        Raises:
            DataError: if there is no such network: of another kind, of a run opened from disk, or nobody has friends.
        """
        from sim.results.graph import follow_graph, friend_graph  # late: they bring networkx

        self._need_one()
        if kind not in ("follows", "friends"):
            raise DataError(f"kind is {kind}, allowed is follows or friends")
        if self.warm is None:
            raise DataError("this run holds no live state, and so no network: it was opened from disk")
        return (friend_graph if kind == "friends" else follow_graph)(self.warm.world)

    def hold(self) -> bool:
        """Bring ledger and recorded impressions into memory and give back their room on disk; whether there was any."""
        done = [rows.hold() for rows in (self.exposure, self.log) if rows is not None]
        return any(done)

    def save(self, path: str | Path) -> Path:
        """Write the run to a folder, all or nothing; the folder."""
        from sim.results.disk import save

        return save(self, path)

    def _need_one(self) -> None:
        if len(self.platforms) > 1:
            raise DataError(
                f"the run is of several platforms, allowed is one of them: run.on(name), of {', '.join(self.platforms)}"
            )

    def _need_ledger(self) -> None:
        self._need_one()
        if self.exposure.empty:
            why = "nobody was shown anything" if self.config.record.ledger else "record.ledger is false"
            raise DataError(f"the run kept no ledger ({why}): exposure cannot be accounted for")

    @property
    def _title(self) -> str:
        return f"seed {self.manifest['seed']}, replication {self.manifest['replication']}, {self.days} days"

    def __repr__(self) -> str:
        """Which run it is, on one line."""
        return f"Run: {self._title}; fingerprint {self.fingerprint[:12]}"

    def _repr_html_(self) -> str:
        table = self.headline().to_html(float_format=lambda value: f"{value:,.4g}")
        title, digest = escape(self._title), escape(self.fingerprint[:12])
        return f"<p><b>Run</b>: {title}; fingerprint <code>{digest}</code></p>{table}"
