"""An invented comparison: frames of the form that `sim.compare` gives, filled by a formula instead of a simulation."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import sim
from sim.analysis.assumptions import as_frame
from sim.analysis.estimand import QUADRANTS
from sim.analysis.flip import flip
from sim.analysis.market import RETURNS
from sim.analysis.pairs import Pairs
from sim.analysis.sharing import HELD
from sim.analysis.table import pairing_table, table
from sim.analysis.tiers import TIERS
from sim.traffic.decomposition import CAUSES

LEVELS = dict(zip(QUADRANTS, (22.0, 95.0, 26.0, 140.0), strict=True))
MEMBERS = dict(zip(QUADRANTS, (60, 15, 170, 55), strict=True))
# policy: lift of the niche-small level (ln), elasticity in dryness; match, users and revenue against interest
POLICIES = {
    "interest": (0.0, 1.04, 1.0, 1.0, 1.0),
    "random": (0.25, 1.0, 0.82, 0.97, 0.95),
    "popularity": (-0.6, 1.3, 0.93, 0.985, 0.99),
    "ladder": (-0.15, 1.1, 0.985, 0.997, 1.0),
    "creator_floor": (0.18, 0.82, 0.995, 0.999, 0.985),
    "niche_boost": (0.3, 0.9, 0.992, 0.9985, 0.97),
}
FLOWS = ("flow_ad_brand_platform", "flow_fee_brand_account", "flow_make_good_platform_platform", "gmv_rmb_per_day")
DRY = 0.722  # natural slots at the end of the default drying, of those at onset


@dataclass
class Invented:
    """What the report reads."""

    config: Any
    manifest: dict[str, Any]
    runs: pd.DataFrame
    daily: pd.DataFrame
    decomposition: pd.DataFrame
    table: pd.DataFrame
    pairing: pd.DataFrame
    assumptions: pd.DataFrame
    flip: pd.DataFrame
    flip_sentence: str
    policies: list[str]
    schedules: list[str]
    failures: pd.DataFrame


def dryness(schedule: str, after: np.ndarray | float) -> Any:
    """Natural slots, relative to onset, so many days after it."""
    if schedule == "steady":
        return np.ones_like(after, dtype=float)
    load = 0.1 + 0.25 / (1 + np.exp(-(np.asarray(after, dtype=float) - 90) * 2 * np.log(19) / 162))
    return (1 - load) / 0.9


def invented(
    policies: tuple[str, ...] = tuple(POLICIES),
    replications: int = 5,
    draws: int = 0,
    horizons: tuple[int, ...] = (30, 180),
    names: dict[str, str] | None = None,
    market: bool = True,
) -> Invented:
    """A whole comparison; `names` renames policies, to see what the report makes of odd ones."""
    rng = np.random.default_rng(7)
    config = sim.load([f"policies=[{','.join(policies)}]", f"replications={replications}", f"draws={draws}"])
    worlds = [(-1, replication) for replication in range(replications)] + [(draw, draw) for draw in range(draws)]
    runs, daily, tilts = [], [], []
    for draw, replication in worlds:
        world = rng.normal(0, 0.05 if draw < 0 else 0.25, 4)
        tilt = 0.0 if draw < 0 else float(rng.uniform(-0.45, 0.45))
        tilts += [tilt] * (draw >= 0)
        for policy in policies:
            own = rng.normal(0, 0.012, 6)
            for schedule in ("steady", "drying"):
                noise = rng.normal(0, 0.006, 8)
                spec = POLICIES[policy]
                elasticity = spec[1] + (tilt if policy in {"creator_floor", "ladder"} else 0.0) + own[4]
                days = tuple(day for day in horizons if draw < 0 or day <= 180)
                runs += _runs(
                    draw, replication, policy, schedule, days, spec, elasticity, world + own[:4], noise, market
                )
                if draw < 0:
                    daily += _daily(rng, draw, replication, policy, schedule, spec, elasticity, world + own[:4], market)
    frame = pd.DataFrame(runs)
    pairs = Pairs(frame, list(policies), ["steady", "drying"])
    drawn = as_frame([{"traffic.paid_elasticity": value, "platform.follow_share": 0.1} for value in tilts])
    ranges = {"traffic.paid_elasticity": (-0.5, 0.5), "platform.follow_share": (0.03, 0.25)}
    turned = flip(pairs, drawn, ranges)
    return _renamed(
        Invented(
            config=config,
            manifest=MANIFEST,
            runs=frame,
            daily=pd.concat(daily, ignore_index=True),
            decomposition=_decomposition(policies),
            table=table(pairs),
            pairing=pairing_table(pairs),
            assumptions=drawn,
            flip=turned.box,
            flip_sentence=turned.sentence,
            policies=list(policies),
            schedules=["steady", "drying"],
            failures=pd.DataFrame(columns=["draw", "replication", "policy", "schedule", "error"]),
        ),
        names or {},
    )


MANIFEST = {
    "command": "python -m experiments.compare",
    "fingerprint": "8c1f" * 16,
    "versions": {"interest-sim": "0.1.0", "python": "3.11.2", "numpy": "2.4.0"},
    "seconds": {"warm-up": 12.1, "branches": 88.4},
    "finished_at": "2026-01-01T00:00:00+00:00",
}


def _runs(
    draw: int, replication: int, policy: str, schedule: str, horizons: tuple[int, ...], spec: tuple[float, ...],
    elasticity: float, world: np.ndarray, noise: np.ndarray, market: bool,
) -> list[dict[str, Any]]:  # fmt: skip
    rows = []
    for day in horizons:
        dry = float(np.mean(dryness(schedule, np.arange(day - 30, day))))
        row: dict[str, Any] = {
            "draw": draw, "replication": replication, "policy": policy, "schedule": schedule, "horizon_day": day,
        }  # fmt: skip
        for place, quadrant in enumerate(QUADRANTS):
            lift, slope = (spec[0], elasticity) if place == 0 else (-0.05 * spec[0], 2.0 - elasticity)
            natural = LEVELS[quadrant] * np.exp(lift + world[place] + noise[place] + slope * np.log(dry))
            paid = LEVELS[quadrant] * 0.11 * (1 + 2.5 * (1 - dry) / 0.278)
            row |= {f"natural_{quadrant}": natural, f"paid_{quadrant}": paid, f"total_{quadrant}": natural + paid}
            row |= {f"members_{quadrant}": MEMBERS[quadrant], f"active_{quadrant}": 1.0}
            row |= {f"own_paid_{quadrant}": 0.1 * paid}
        rows.append(
            row
            | {
                "dryness": dry,
                "parity": 0.92 * np.exp(0.4 * spec[0]) * (1 + noise[4]),
                "match_quality": 0.61 * spec[2] * (1 + 0.1 * noise[4]),
                "active_users": 905.0 * spec[3] * (1 + 0.1 * noise[5]),
                "watch_seconds_per_day": 331_000.0 * spec[2] * spec[3] * (1 + 0.1 * noise[6]),
                "revenue_rmb_per_day": 96.0 * spec[4] * (1 + 2.4 * (1 - dry) / 0.278) * (1 + 0.1 * noise[7]),
                "natural_slots_per_day": 13_000.0 * dry * spec[3],
                **{name: (place / 20) ** (1.6 - spec[0]) for place, name in enumerate(HELD, start=1)},
                **{f"natural_{tier}": 20.0 * 3**place * dry for place, tier in enumerate(TIERS)},
                **{f"members_{tier}": 200 - 90 * place for place, tier in enumerate(TIERS)},
                **(dict.fromkeys(FLOWS, 90.0 * spec[4] * (1 + noise[7])) if market else {}),
                "seed": replication,
                "fingerprint": f"{abs(hash((draw, replication, policy, schedule))):032x}",
                "seconds": 3.2,
            }
        )
    return rows


def _daily(
    rng: np.random.Generator, draw: int, replication: int, policy: str, schedule: str, spec: tuple[float, ...],
    elasticity: float, world: np.ndarray, market: bool,
) -> list[pd.DataFrame]:  # fmt: skip
    after = np.arange(-30, 180)
    dry = dryness(schedule, np.maximum(after, 0))
    parts = []
    for place, quadrant in enumerate(QUADRANTS):
        lift, slope = (spec[0], elasticity) if place == 0 else (-0.05 * spec[0], 2.0 - elasticity)
        lifted = np.where(after >= 0, lift, 0.0)
        natural = LEVELS[quadrant] * np.exp(lifted + world[place] + slope * np.log(dry) + rng.normal(0, 0.03, dry.size))
        parts.append(
            pd.DataFrame(
                {
                    "draw": draw, "replication": replication, "policy": policy, "schedule": schedule,
                    "day": after + 30, "quadrant": quadrant, "natural": natural, "paid": 0.11 * natural,
                    "members_active": MEMBERS[quadrant] - np.maximum(after, 0) // 40,
                    "dryness": dry,
                    "niche_accounts": 75.0 - np.maximum(after, 0) // 60,
                    **(dict.fromkeys(RETURNS, 1.3 - 0.003 * after) if market else {}),
                }
            )
        )  # fmt: skip
    return parts


def _decomposition(policies: tuple[str, ...]) -> pd.DataFrame:
    rows = []
    for policy in policies:
        for schedule in ("steady", "drying"):
            for place, quadrant in enumerate(QUADRANTS):
                drop = -0.28 * LEVELS[quadrant] if schedule == "drying" else 0.0
                tilt = LEVELS[quadrant] * (POLICIES[policy][0] * (0.5, 0.05, -0.06, -0.08)[place] - 0.01)
                for cause in CAUSES:
                    change = {"ad_load": drop, "allocation": tilt, "attention": -0.004 * LEVELS[quadrant]}.get(
                        cause, 0.0
                    )
                    rows.append((policy, schedule, quadrant, cause, change, LEVELS[quadrant]))
    frame = pd.DataFrame(rows, columns=["policy", "schedule", "quadrant", "cause", "change", "before"])
    total = frame.groupby(["policy", "schedule", "quadrant"])["change"].transform("sum")
    return frame.assign(after=frame["before"] + total)


def _renamed(comparison: Invented, names: dict[str, str]) -> Invented:
    if not names:
        return comparison
    for attribute in ("runs", "daily", "decomposition", "pairing"):
        frame = getattr(comparison, attribute)
        setattr(comparison, attribute, frame.assign(policy=frame["policy"].replace(names)))
    comparison.table = comparison.table.rename(index=names)
    comparison.policies = [names.get(name, name) for name in comparison.policies]
    return comparison
