"""The validation page: targets, free parameters, patterns against rivals."""

import math
from collections.abc import Mapping

import pandas as pd

from experiments.validation.patterns import PATTERNS
from experiments.validation.targets import FREE, FREE_COUNT, KINDS, Target, judged

COLUMNS = ["key", "number", "fact", "real", "low", "high", "here", "sd", "kind", "grade", "verdict"]
HELD_OUT = ("A", "B")
OPEN = "open"  # within the range, where the worlds' own interval is wider than the range: a hit would be luck


def table(targets: Mapping[str, Target], found: pd.DataFrame) -> pd.DataFrame:
    """One row a target; `found` has one row a world and a column for each key that was measured."""
    rows = []
    for key, one in targets.items():
        values = found[key].dropna() if key in found else pd.Series(dtype=float)
        here = float(values.mean()) if len(values) else math.nan
        sd = float(values.std()) if len(values) > 1 else math.nan
        verdict = judged(one, here)
        if verdict == "hit" and 2.0 * sd / math.sqrt(max(len(values), 1)) > 0.5 * (one.high - one.low):
            verdict = OPEN
        rows.append((key, one.number, one.fact, one.real, one.low, one.high, here, sd, one.kind, one.grade, verdict))
    return pd.DataFrame(rows, columns=COLUMNS)


def counts(rows: pd.DataFrame) -> tuple[int, int]:
    """Hits, and how many were judged, among targets of grade A and B that nothing was fitted to. Open is no hit."""
    held = rows[rows["grade"].isin(HELD_OUT) & rows["verdict"].isin(["hit", "miss", OPEN])]
    return int((held["verdict"] == "hit").sum()), len(held)


def matrix(values: Mapping[str, list[float]]) -> list[str]:
    """Patterns against models: the value, and a mark where the model misses it."""
    models = list(values)
    lines = ["| pattern | scale | shown if | " + " | ".join(models) + " |", "|---|---|---|" + "---|" * len(models)]
    for row, one in enumerate(PATTERNS):
        cells = [f"{values[m][row]:.2f}" + ("" if one.shown(values[m][row]) else " **no**") for m in models]
        fitted = ", fitted" if one.fitted else ""
        lines.append(f"| {one.name} ({one.source}{fitted}) | {one.scale} | {one.low:g} to {one.high:g} | "
                     + " | ".join(cells) + " |")  # fmt: skip
    return lines


def rejected(values: Mapping[str, list[float]]) -> dict[str, list[str]]:
    """For each rival, the patterns that the world shows and the rival does not."""
    world = values["the world"]
    return {
        model: [
            one.name
            for one, here, there in zip(PATTERNS, world, rival, strict=True)
            if one.shown(here) and not one.shown(there)
        ]
        for model, rival in values.items()
        if model != "the world"
    }


def page(targets: Mapping[str, Target], rows: pd.DataFrame, values: Mapping[str, list[float]], worlds: str) -> str:
    """The whole page as Markdown."""
    hits, judged_ones = counts(rows)
    lines = ["# The world beside real ones", "", worlds, ""]
    if judged_ones:
        lines.append(
            f"**{hits} of {judged_ones}** targets of grade A and B that no parameter was fitted to are hit "
            f"({hits / judged_ones:.0%}); {FREE_COUNT} parameters were chosen with some target in view."
        )
    lines += ["", "| # | fact | real | allowed | here | kind | grade | verdict |", "|---|---|---|---|---|---|---|---|"]
    for row in rows.itertuples():
        allowed = f"{row.low:.4g} to {row.high:.4g}" if row.low == row.low else ""
        spread = f" +- {row.sd:.2g}" if row.sd == row.sd else ""
        here = f"{row.here:.4g}{spread}" if row.here == row.here else ""
        verdict = f"**{row.verdict}**" if row.verdict in ("miss", OPEN) else row.verdict
        cells = (row.number, row.fact, f"{row.real:.4g}", allowed, here, row.kind, row.grade, verdict)
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    lines += ["", *(f"- *{kind}*: {text}" for kind, text in KINDS.items())]
    lines.append(f"- *{OPEN}*: within the range, but these worlds tell it less sharply than the range is wide; no hit")
    lines += ["", "## Why some are missed or not shown", ""]
    told = {row.key: row.verdict for row in rows.itertuples()}
    lines += [
        f"- {one.number}, {one.fact}: {one.why}"
        for key, one in targets.items()
        if one.why and told[key] in ("miss", OPEN, "not here", "elsewhere", "miss (fitted)")
    ]
    lines += ["", "## Parameters that were chosen with a target in view", ""]
    lines += [f"- `{name}`: {why}" for name, why in FREE.items()]
    if values:
        lines += ["", "## Patterns, and the rivals that they reject", "", *matrix(values), ""]
        lines += ["One life each: a value near the end of its range may fall on either side by luck.", ""]
        for model, names in rejected(values).items():
            said = f"rejected by {len(names)}: {'; '.join(names)}" if names else "not rejected by any pattern here"
            lines.append(f"- *{model}*: {said}")
    return "\n".join([*lines, ""])
