"""Fit named parameters to measured targets, with what that is worth: `python -m experiments.calibrate`."""

import sys
from collections.abc import Sequence

from experiments.command import DONE, REFUSED, guarded
from experiments.counts import cut, is_count
from experiments.places import made
from sim.config.choices import refusal

TEXT = """Fit named parameters to measured targets, and say how sure that is.

  python -m experiments.calibrate [problem=response] [points=64] [worlds=2] [repeats=40] [truths=60] [into=FOLDER]

`points` places of the box of parameters are simulated, each in the same `worlds` with the same luck, and a quadratic
surface is laid through their log moments. The estimate is nearest to the targets (all of grade A or B) within their
tolerances; a profile of each parameter says where the targets stop it, or that they do not. `repeats` other worlds
at the middle of the box say how much is luck. Then `truths` parameters are drawn, a world is lived with each, and the
90 % intervals are asked whether they hold the truth: 85 to 95 in a hundred should. `truths=0` leaves that out.

`python -m experiments.calibrate.laws` is the first step, which the defaults of the group `behaviour` come from: it
solves for all seventeen parameters of the response with the laws themselves, and has no intervals.

Problems:"""
COUNTS = {"points": 64, "worlds": 2, "repeats": 40, "truths": 60}


def main(arguments: Sequence[str] | None = None) -> int:
    """Calibrate one problem."""
    return guarded(lambda: _obey(list(sys.argv[1:] if arguments is None else arguments)))


def _obey(given: list[str]) -> int:
    from experiments.calibrate.about import ABOUT

    if {"-h", "--help"} & set(given):
        print("\n".join([TEXT, *(f"  {name:10s} {about}" for name, about in ABOUT.items())]))
        return DONE
    said = dict(one.partition("=")[::2] for one in given)
    name, into = said.pop("problem", "response"), said.pop("into", "")
    wrong = next((key for key, value in said.items() if key not in COUNTS or not is_count(value)), "")
    if wrong or name not in ABOUT:
        allowed = f"problem, into, and whole numbers for {', '.join(COUNTS)}"
        message = f"{wrong}={cut(said[wrong])}, allowed are {allowed}" if wrong else refusal("problem", name, ABOUT)
        print(f"error: {message}", file=sys.stderr)
        return REFUSED
    from experiments.calibrate.problems import PROBLEMS
    from experiments.calibrate.report import calibrated

    counts = COUNTS | {key: int(value) for key, value in said.items()}
    folder = made(into, "into") if into else None
    text, table = calibrated(PROBLEMS[name], **counts, quiet=not sys.stderr.isatty())
    print(text)
    if folder is not None:
        from experiments.keeping import keep_table, keep_text

        keep_table(table, folder / f"{name}.csv")
        keep_text(text, folder / f"{name}.md")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
