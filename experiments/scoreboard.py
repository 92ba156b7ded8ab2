"""A comparison on a terminal: two tables of about a hundred columns, and what each claim survives."""

import math
import textwrap
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from sim.analysis.contrast import FEWEST_DRAWS, FEWEST_PAIRS
from sim.analysis.pairs import BASE
from sim.analysis.table import NOTE
from sim.comparison import Comparison
from sim.results.accounting import WINDOW_DAYS

MISSING = "-"
LEGEND = """
exposure: natural impressions per account of the cohort and day, mean of {days} days
protection: change of ln exposure less that under {reference}
[95 % over paired replications]
""".strip()
RANGES = """
{{5-95 % over draws of the assumptions, a world each}}
luck: share of their variance that the luck of one world explains
beats: % of draws in which the policy protects better than {reference} within the guardrails
""".strip()
PAID = """
paid: per account of the cohort and day, drying; own: the part that accounts buy for themselves
bought back: paid ones that drying adds; regained: their share of the natural ones it takes
""".strip()
COSTS = """
match: mean taste of what is shown less that under {reference}, in standard deviations of taste
users, revenue: % of {reference}
price: given up per 1,000 natural impressions that the cohort regains; RMB are those of the books
""".strip()
Form = Callable[[float], str]


def text(comparison: Comparison) -> str:
    """Everything the terminal shows but the paths."""
    table, pairs = comparison.table, comparison.pairs
    enough = int(table["draws"].max()) >= FEWEST_DRAWS
    traffic = f"`{pairs.steady}` against `{pairs.drying}` traffic"
    parts = [
        f"Natural exposure of niche, small accounts: {traffic}, day {pairs.primary} after onset",
        _columns(EFFECT, table),
        LEGEND.format(reference=pairs.reference, days=min(WINDOW_DAYS, pairs.primary)),
        *([_columns(WORLDS, table), RANGES.format(reference=pairs.reference)] if enough else []),
        *_horizons(comparison),
        _columns(PAYING, table),
        PAID,
        _columns(PRICE, table),
        COSTS.format(reference=pairs.reference),
        *_claims(comparison),
    ]
    return "\n\n".join(parts)


def _horizons(comparison: Comparison) -> list[str]:
    """Protection at every horizon, where there are several."""
    days = comparison.pairs.horizons
    if len(days) < 2:
        return []
    tables = {day: comparison.at(day) for day in days}
    write = _sure("protection", _number("+.3f"))
    columns = [(f"protection\nday {day}", lambda row, day=day: write(tables[day].loc[row.name])) for day in days]
    return [_columns(columns, comparison.table)]


def _claims(comparison: Comparison) -> list[str]:
    """What the numbers carry, and what they do not."""
    table, pairs = comparison.table, comparison.pairs
    replications, draws = int(table["replications"].max()), int(table["draws"].max())
    said = _unseen(comparison)
    if not replications:
        said.append("No protection is known from these runs.")
    elif replications < FEWEST_PAIRS:
        best = min(1.0, 2.0 ** (1 - replications))
        said.append(f"Illustrative: {replications} replications cannot prove a sign (p is {best:.2g} at best); {NOTE}.")
    elif len(pairs.policies) > 1:
        said.append("\n".join(_claim(str(policy), row) for policy, row in table.iloc[1:].iterrows()))
    if draws < FEWEST_DRAWS:
        said.append(f"The range over assumptions, and `beats`, need {FEWEST_DRAWS} draws of them: {NOTE}.")
    else:
        said.append(textwrap.fill(comparison.flip_sentence, 100, break_on_hyphens=False))
    if len(comparison.failures):
        lines = [
            f"  {row.policy}, {row.schedule}, replication {row.replication}"
            f"{f', draw {row.draw}' if row.draw >= 0 else ''}: {row.error}"
            for row in comparison.failures.itertuples()
        ]
        said.append("Failed:\n" + "\n".join(lines))
    return said


def _unseen(comparison: Comparison) -> list[str]:
    """Why a change is missing, or is one of fewer pairs: there is no share of nothing."""
    pairs, runs = comparison.pairs, comparison.runs
    count = int(runs.loc[runs["draw"] == BASE, "replication"].nunique())
    unseen = {policy: pairs.unseen(policy, pairs.steady) for policy in pairs.policies}
    named = ", ".join(f"{policy} {times} of {count}" for policy, times in unseen.items() if times)
    if not named:
        return []
    why = f"No natural exposure of the cohort in `{pairs.steady}` traffic, so no change of it, in replications of"
    return [textwrap.fill(f"{why} {named}: they are left out.", 100, break_on_hyphens=False)]


def _claim(policy: str, row: "pd.Series[float]") -> str:
    """One sentence a policy: the sign, how sure it is, and which interval it survives."""
    if not math.isfinite(row["protection"]):
        return f"{policy}: no protection is known"
    word = "keeps more" if row["protection"] > 0 else "keeps less"
    survives = "survives neither interval" if row["survives"] == "neither" else f"survives {row['survives']}"
    missing = "" if row["draws"] >= FEWEST_DRAWS else " (assumptions not drawn)"
    return f"{policy} {word}: {row['sign']}, Holm p {row['p_holm']:.2g}; {survives}{missing}"


def _number(form: str) -> Form:
    return lambda value: format(value, form) if math.isfinite(value) else MISSING


def _percent(value: float) -> str:
    return f"{100.0 * value:.1f}" if math.isfinite(value) else MISSING


def _change(value: float) -> str:
    return f"{100.0 * value:+.0f} %" if math.isfinite(value) else MISSING


def _plain(name: str, form: Form) -> Callable[["pd.Series[float]"], str]:
    return lambda row: form(float(row[name]))


def _sure(name: str, form: Form) -> Callable[["pd.Series[float]"], str]:
    """An estimate with its Monte Carlo interval."""

    def cell(row: "pd.Series[float]") -> str:
        return f"{form(float(row[name]))} {_brackets(form, row[f'{name}_low'], row[f'{name}_high'], '[]')}".strip()

    return cell


def _range(name: str, form: Form) -> Callable[["pd.Series[float]"], str]:
    """The range over draws of the assumptions."""
    ends = (f"{name}_assumptions_low", f"{name}_assumptions_high")
    return lambda row: _brackets(form, *(float(row[end]) for end in ends), "{}") or MISSING


def _brackets(form: Form, low: float, high: float, marks: str) -> str:
    return f"{marks[0]}{form(low)}, {form(high)}{marks[1]}" if math.isfinite(low) else ""


Column = tuple[str, Callable[["pd.Series[float]"], str]]
EFFECT: Sequence[Column] = (
    ("exposure\nsteady", _plain("exposure_steady", _number(".1f"))),
    ("exposure\ndrying", _plain("exposure_drying", _number(".1f"))),
    ("\nchange", _plain("change", _change)),
    ("dryness\nelasticity", _sure("dryness_elasticity", _number(".2f"))),
    ("\nprotection", _sure("protection", _number("+.3f"))),
    ("pairs\nup", lambda row: str(row["sign"]).replace(" up", "") or MISSING),
)
WORLDS: Sequence[Column] = (
    ("change\nassumptions", _range("change", _change)),
    ("elasticity\nassumptions", _range("dryness_elasticity", _number(".2f"))),
    ("protection\nassumptions", _range("protection", _number("+.3f"))),
    ("luck\n%", _plain("luck_in_assumptions", _percent)),
    ("beats\n%", _plain("beats", _percent)),
)
PAYING: Sequence[Column] = (
    ("paid\n", _plain("paid_drying", _number(".1f"))),
    ("own\n", _plain("own_paid_drying", _number(".2f"))),
    ("total\ndrying", _plain("total_drying", _number(".1f"))),
    ("total\nchange", _plain("total_change", _change)),
    ("bought\nback", _sure("bought_back", _number("+.1f"))),
    ("regained by\npaying, %", _sure("regained_by_paying", _percent)),
)
PRICE: Sequence[Column] = (
    ("parity\n", _plain("parity", _number(".2f"))),
    ("cohort\nactive %", _plain("still_active", _percent)),
    ("match\nsd", _plain("match_quality_change", _number("+.3f"))),
    ("users\n%", _plain("active_users_kept", _percent)),
    ("revenue\n%", _plain("revenue_kept", _percent)),
    ("price\nRMB", _plain("price_of_rescue", _number(",.2f"))),
    ("price\nseconds watched", _plain("price_of_rescue_watch", _number(",.0f"))),
)


def _columns(columns: Iterable[Column], table: pd.DataFrame) -> str:
    """A table in plain text: two lines of headings, a line a policy."""
    heads = [("", "policy"), *(tuple(name.split("\n")) for name, _ in columns)]
    rows = [[str(policy), *(write(row) for _, write in columns)] for policy, row in table.iterrows()]
    lines = [[head[0] for head in heads], [head[1] for head in heads], *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    words = ([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])] for line in lines)
    return "\n".join("  ".join(line).rstrip() for line in words)
