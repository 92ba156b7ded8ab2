"""The checks as lines for a reader and as rows for a file."""

from collections.abc import Mapping

import pandas as pd

from experiments.verification.figure import Check, Figure

COLUMNS = ["check", "figure", "found", "expected", "rests_on", "verdict"]


def lines(number: str, check: Check, figures: list[Figure]) -> list[str]:
    """A check's verdict, and a line for each of its figures."""
    verdict = "holds" if all(figure.holds for figure in figures) else "OFF"
    return [f"{number}  {check.about}: {verdict}"] + [
        f"      {_verdict(figure):5}  {figure.what}: {figure.found:.5g} (expected {figure.expected}; {figure.rests_on})"
        for figure in figures
    ]


def table(found: Mapping[str, list[Figure]], not_built: Mapping[str, str]) -> pd.DataFrame:
    """One row a figure, and one for each check that is not built."""
    rows = [
        (number, figure.what, figure.found, figure.expected, figure.rests_on, _verdict(figure))
        for number, figures in found.items()
        for figure in figures
    ]
    missing = [(number, why, float("nan"), "", "", "not built") for number, why in not_built.items()]
    return pd.DataFrame([*rows, *missing], columns=COLUMNS)


def _verdict(figure: Figure) -> str:
    return "holds" if figure.holds else "off"
