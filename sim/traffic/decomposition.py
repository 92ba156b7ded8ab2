"""Who gained and who lost natural exposure between two situations, split exactly into causes.

The split is accounting, not explanation: it says through which factor of an identity exposure changed, not
which mechanism moved the factor.

The natural exposure of account i in lane g is a chain of factors,

    E_ig = A x (1 - a) x o_s x y_s x l_g x (1 / N_s) x p_i x r_ig

with A all slots a day, a the paid share of them, s the side of the account (merchants and brands with their
own content, machines, or everyone else), o_s the share of natural slots that merchants and brands have or leave, y_s
the share of what they leave that machines have or leave (1 for merchants and brands), l_g the lane's share of the
side's natural slots, N_s the mean number of active accounts of the side, p_i the share of the days on which the
account was active, and r_ig what it got relative to the mean active account of its side in that lane.

Each factor's part in the change is L(E1, E0) ln(factor1 / factor0), L the logarithmic mean. Summed over
factors it is E1 - E0, to rounding; parts add over lanes, accounts and groups. Where exposure appears or
vanishes, the limit gives all of the change to the factor that was zero, the first in the chain: those that a
zero leaves undefined (an account's allocation while it is absent) count as unchanged.

Source: LMDI-I, Ang and Liu 2001 (Energy 26); limits at zero, Ang and Liu 2007 (Energy Policy 35).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.errors import DataError
from sim.world.creators import Kind
from sim.world.tally import LANES, Lane

CAUSES = (
    "attention",
    "ad_load",
    "own_content",
    "synthetic_content",
    "lane_split",
    "competitors",
    "presence",
    "allocation",
)
OWN_CONTENT = tuple(kind.name.lower() for kind in (Kind.MERCHANT, Kind.BRAND_OWNED))
SYNTHETIC = Kind.SYNTHETIC.name.lower()
LANE_NAMES = tuple(lane.name.lower() for lane in Lane)
SIDES = 3

Floats = NDArray[np.float64]


class Situation(NamedTuple):
    """Exposure and presence of every account over some days.

    Shapes: exposure [C, L] impressions a day by lane, paid the last; presence [C] share of the days on which
    the account was active, positive wherever it was shown; own [C] marks merchants and brand-owned accounts,
    synthetic [C] those run by machines (None: there are none).
    """

    exposure: Floats
    presence: Floats
    own: NDArray[np.bool_]
    synthetic: NDArray[np.bool_] | None = None

    def side(self) -> NDArray[np.int64]:
        """0 for creators, 1 for merchants and brands, 2 for machines, [C]."""
        return self.own + 2 * (np.zeros_like(self.own) if self.synthetic is None else self.synthetic & ~self.own)


def situation(ledger: pd.DataFrame, creators: pd.DataFrame, first_day: int, last_day: int) -> Situation:
    """What the ledger says about the days from `first_day` to `last_day`, both included.

    `creators` gives kind, joined_day and left_day (the first day without the account) of each account.
    The account's number is its row in the arrays; numbers that are in neither table stay empty.

    Raises:
        DataError: if there is no such day, or an account in the ledger is not among the creators.
    """
    if last_day < first_day:
        raise DataError(f"days {first_day} to {last_day}: the last day must not lie before the first")
    days = last_day - first_day + 1
    part = ledger[(ledger["day"] >= first_day) & (ledger["day"] <= last_day)]
    known = creators["creator"].to_numpy(np.int64)
    rows = int(known.max()) + 1 if known.size else 0
    account = part["creator"].to_numpy(np.int64)
    strangers = np.setdiff1d(account, known)
    if strangers.size:
        raise DataError(f"the ledger shows account {strangers[0]}, which is not in the table of creators")
    lane = pd.Categorical(part["lane"], categories=list(LANE_NAMES)).codes.astype(np.int64)
    shown = np.bincount(account * LANES + lane, weights=part["impressions"], minlength=rows * LANES)
    joined = creators["joined_day"].to_numpy(np.float64)
    left = creators["left_day"].to_numpy(np.float64, na_value=np.inf)
    present = np.minimum(left, last_day + 1) - np.maximum(joined, first_day)
    presence = np.zeros(rows)
    presence[known] = np.clip(present, 0.0, days) / days
    # an account that is shown on a day was there on it, whatever the tables say of its coming and going
    seen = np.bincount(np.unique(account * days + part["day"].to_numpy(np.int64) - first_day) // days, minlength=rows)
    own = np.zeros(rows, dtype=np.bool_)
    own[known] = creators["kind"].isin(OWN_CONTENT).to_numpy()
    synthetic = np.zeros(rows, dtype=np.bool_)
    synthetic[known] = (creators["kind"] == SYNTHETIC).to_numpy()
    return Situation(shown.reshape(rows, LANES) / days, np.maximum(presence, seen / days), own, synthetic)


def log_mean(one: Floats, other: Floats) -> Floats:
    """Logarithmic mean of positive numbers, (x - y) / ln(x / y), and x where they are equal."""
    ratio = other / one
    close = np.abs(ratio - 1.0) < 0.5
    logarithm = np.where(close, np.log1p(np.where(close, (other - one) / one, 0.0)), np.log(ratio))
    same = logarithm == 0.0
    return np.where(same, one, (other - one) / np.where(same, 1.0, logarithm))


def decompose(before: Situation, after: Situation) -> pd.DataFrame:
    """Change in each account's natural exposure by cause, in impressions a day.

    Columns: account, cause, change; one row for each account and cause, accounts in order. Accounts that only
    one situation has count as absent from the other.

    Raises:
        DataError: if an account is shown without being present, or changes sides.
    """
    before, after = _aligned(before, after)
    first, second = _factors(before), _factors(after)
    parts = np.zeros((len(CAUSES), *first.exposure.shape))
    both = (first.exposure > 0.0) & (second.exposure > 0.0)
    weight = log_mean(first.exposure[both], second.exposure[both])
    for cause in range(len(CAUSES)):
        parts[cause][both] = weight * np.log(second.chain[cause][both] / first.chain[cause][both])
    for here, there, sign in ((first, second, -1.0), (second, first, 1.0)):
        appears = (here.exposure > 0.0) & (there.exposure <= 0.0)
        absent = _first_zero(there.chain)
        for cause in range(len(CAUSES)):
            parts[cause] += np.where(appears & (absent == cause), sign * here.exposure, 0.0)
    accounts = len(first.exposure)
    change = parts.sum(axis=2).T.reshape(-1)
    account = np.repeat(np.arange(accounts), len(CAUSES))
    cause_of_row = pd.Categorical(CAUSES * accounts, categories=list(CAUSES))
    return pd.DataFrame({"account": account, "cause": cause_of_row, "change": change})


def summed(changes: pd.DataFrame, group: "pd.Series[str]") -> pd.DataFrame:
    """Changes by group and cause: one row for each group of `group` (indexed by account), one column a cause.

    Accounts without a group are left out; the column `total` is the whole change.
    """
    named = changes.assign(group=changes["account"].map(group)).dropna(subset="group")
    table = named.pivot_table(index="group", columns="cause", values="change", aggfunc="sum", observed=False)
    table = table.reindex(columns=list(CAUSES)).rename_axis(columns=None)
    return table.assign(total=table.sum(axis=1))


class _Factors(NamedTuple):
    """Natural exposure [C, G] and the chain of factors it is the product of, each [C, G], by cause."""

    exposure: Floats
    chain: list[Floats]


def _factors(now: Situation) -> _Factors:
    """The chain of one situation. A factor that a zero before it leaves undefined is nan."""
    natural = now.exposure[:, : Lane.PAID]
    stray = (now.exposure.sum(axis=1) > 0.0) & ~(now.presence > 0.0)
    if stray.any():
        raise DataError(f"account {int(np.flatnonzero(stray)[0])} is shown but not present")
    side = now.side()
    by_lane = np.stack([natural[side == one].sum(axis=0) for one in range(SIDES)])  # [S, G]
    by_side = by_lane.sum(axis=1)
    natural_slots = float(by_side[0] + by_side[1] + by_side[2])
    slots = natural_slots + float(now.exposure[:, Lane.PAID].sum())
    left = by_side[0] + by_side[2]  # by merchants and brands
    active = np.bincount(side, weights=now.presence, minlength=SIDES)
    with np.errstate(divide="ignore", invalid="ignore"):
        split = by_lane / by_side[:, None]
        mean = by_lane / active[:, None]
        chain = (
            np.full(natural.shape, slots),
            np.full(natural.shape, np.divide(natural_slots, slots) if slots else np.nan),
            _spread(_parts((left, by_side[1], left), natural_slots), side, natural.shape),
            _spread(_parts((by_side[0], left, by_side[2]), left, own=1.0), side, natural.shape),
            split[side],
            _spread(1.0 / active, side, natural.shape),
            np.broadcast_to(now.presence[:, None], natural.shape),
            natural / (mean[side] * now.presence[:, None]),
        )
    return _Factors(natural, [np.asarray(factor) for factor in chain])


def _parts(of: tuple[float, float, float], whole: float, own: float | None = None) -> Floats:
    """Parts of a whole by side; nan of nothing. `own` is that of merchants and brands, where it is given."""
    parts = np.array(of) / whole if whole else np.full(SIDES, np.nan)
    if own is not None:
        parts[1] = own
    return parts


def _spread(by_side: Floats, side: NDArray[np.int64], shape: tuple[int, ...]) -> Floats:
    """A number of each side as an array over accounts and lanes."""
    return np.broadcast_to(by_side[side][:, None], shape)


def _first_zero(chain: list[Floats]) -> NDArray[np.int64]:
    """The first cause whose factor is zero, [C, G]."""
    first: NDArray[np.int64] = np.argmax(np.stack([factor == 0.0 for factor in chain]), axis=0)
    return first


def _aligned(before: Situation, after: Situation) -> tuple[Situation, Situation]:
    """The situations over the same accounts; an account that one lacks is absent there."""
    rows = max(len(before.presence), len(after.presence))
    wide = [
        Situation(
            np.pad(now.exposure, ((0, rows - len(now.exposure)), (0, 0))),
            np.pad(now.presence, (0, rows - len(now.presence))),
            np.pad(now.side() == 1, (0, rows - len(now.own))),
            np.pad(now.side() == 2, (0, rows - len(now.own))),
        )
        for now in (before, after)
    ]
    was, now_is = (situation.presence > 0.0 for situation in wide)
    turned = was & now_is & (wide[0].side() != wide[1].side())
    if turned.any():
        row = int(np.flatnonzero(turned)[0])
        machine = 2 in (wide[0].side()[row], wide[1].side()[row])
        what = "run by a machine" if machine else "a merchant or brand"
        raise DataError(f"account {row} is {what} in one situation only")
    side = np.where(was, wide[0].side(), wide[1].side())
    first, second = (situation._replace(own=side == 1, synthetic=side == 2) for situation in wide)
    return first, second
