"""A table in a file, by its ending: .csv, .parquet, or .tex for a paper (a `tabular` of booktabs)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from sim.core.errors import ConfigError
from sim.results.whole import whole

SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
SPECIAL |= {sign: f"\\{sign}" for sign in "&%$#_{}"}


def export(frame: pd.DataFrame, path: Path, about: str) -> Path:
    """Write a table, whole or not at all. `about` says where it comes from; a .tex file holds it as a comment.

    Raises:
        ConfigError: if the ending is another one.
        DataError: if it cannot be written there.
    """
    writers: dict[str, Callable[[Path], Any]] = {
        ".csv": lambda file: frame.to_csv(file, index=False),
        ".parquet": lambda file: frame.to_parquet(file, engine="pyarrow", compression="zstd", index=False),
        ".tex": lambda file: file.write_text(latex(frame, about), encoding="utf-8"),
    }
    if path.suffix not in writers:
        raise ConfigError(f"the file is {path.name}, allowed endings are {', '.join(writers)}")
    return whole(path, writers[path.suffix])


def latex(frame: pd.DataFrame, about: str) -> str:
    """A table as LaTeX, numbers to the right. `about` stays on its line, behind the sign of a comment."""
    sides = "".join("r" if pd.api.types.is_numeric_dtype(kind) else "l" for kind in frame.dtypes)
    lines = [_line(frame.columns), r"\midrule", *(_line(row) for row in frame.itertuples(index=False, name=None))]
    body = "\n".join([f"\\begin{{tabular}}{{{sides}}}", r"\toprule", *lines, r"\bottomrule", r"\end{tabular}"])
    return f"% {' '.join(about.split())}\n{body}\n"


def _line(cells: Any) -> str:
    return " & ".join(_cell(cell) for cell in cells) + r" \\"


def _cell(cell: Any) -> str:
    if pd.isna(cell):
        return "--"
    text = f"{cell:,.4g}" if isinstance(cell, float) else str(cell)
    return "".join(SPECIAL.get(sign, sign) for sign in text)
