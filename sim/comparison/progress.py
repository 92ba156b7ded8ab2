"""How far a comparison has come: a bar on a terminal, a line every tenth elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from tqdm import tqdm

TENTHS = 10


class Progress:
    """Counts runs, of which `done` were there before. `shown` false says nothing at all."""

    def __init__(self, runs: int, shown: bool, done: int = 0) -> None:
        self.runs, self.done, self.start = runs, done, time.monotonic()
        self.lines = shown and not sys.stderr.isatty()
        if shown and done:
            sys.stderr.write(f"{done} of {runs} runs are there from before\n")
        hidden = not shown or self.lines
        self.bar = tqdm(total=runs, initial=done, desc="runs", unit="run", disable=hidden, file=sys.stderr)

    def step(self) -> None:
        """One run more."""
        self.done += 1
        self.bar.update()
        if self.lines and self.done * TENTHS // self.runs > (self.done - 1) * TENTHS // self.runs:
            sys.stderr.write(f"{self.done} of {self.runs} runs after {time.monotonic() - self.start:.0f} s\n")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.close()
