"""A schedule read from a table: a measured or a forecast series."""

import csv
import math
from bisect import bisect_right
from pathlib import Path
from typing import Literal

from pydantic import PrivateAttr

from sim.core.parameters import parameter
from sim.traffic import Schedule, blend

HEADER = ["day", "value"]


class FromCsv(Schedule):
    """Rows `day,value` of a CSV file, days after onset in rising order; the first value holds before it.

    The last value holds after the last row. The file is read when the configuration is.

    Limits: one row is `Steady`; `previous` holds each value until the next row, `linear` joins them.
    """

    file: str = parameter(..., "path of a CSV file with the header `day,value`")
    interpolation: Literal["linear", "previous"] = parameter("linear", "between two rows: a line, or the earlier value")
    _days: tuple[float, ...] = PrivateAttr()
    _values: tuple[float, ...] = PrivateAttr()
    _lines: tuple[int, ...] = PrivateAttr()

    def model_post_init(self, context: object) -> None:
        self._days, self._values, self._lines = zip(*_rows(Path(self.file)), strict=True)

    def at(self, day_after_onset: float) -> float:
        days, values = self._days, self._values
        after = bisect_right(days, day_after_onset)
        if after == 0:
            return values[0]
        if after == len(days) or self.interpolation == "previous":
            return values[after - 1]
        share = (day_after_onset - days[after - 1]) / (days[after] - days[after - 1])
        return blend(values[after - 1], values[after], share)

    def bounds(self) -> tuple[float, float]:
        return min(self._values), max(self._values)

    def place(self, value: float) -> str:
        return f" in {self.file}, line {self._lines[self._values.index(value)]}"


def _rows(path: Path) -> list[tuple[float, float, int]]:
    """Day, value and line of each row of the file, checked.

    Raises:
        ValueError: naming the file, the line and what is wrong with it.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, a device read without end
            raise ValueError(f"file is {path}, which is not a file")
        with path.open(newline="", encoding="utf-8-sig") as stream:
            lines = [(number, row) for number, row in enumerate(csv.reader(stream), start=1) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise ValueError(f"file is {path}, which cannot be read: {reason}") from error
    if not lines or [name.strip() for name in lines[0][1]] != HEADER:
        raise ValueError(
            f"file is {path}, line 1: the header is {lines[0][1] if lines else 'missing'}, allowed is day,value"
        )
    rows: list[tuple[float, float, int]] = []
    for number, row in lines[1:]:
        try:
            day, value = (float(cell) for cell in row)
        except ValueError:
            raise ValueError(f"file is {path}, line {number}: {','.join(row)} is not two numbers day,value") from None
        if not (math.isfinite(day) and math.isfinite(value)):
            raise ValueError(f"file is {path}, line {number}: {','.join(row)} is not finite")
        if day < 0 or (rows and day <= rows[-1][0]):
            raise ValueError(
                f"file is {path}, line {number}: day is {day:g}, allowed are days from 0 on in rising order"
            )
        rows.append((day, value, number))
    if not rows:
        raise ValueError(f"file is {path}: no row follows the header")
    return rows
