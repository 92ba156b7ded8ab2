"""Commands that ask one of several questions: `study=NAME`, `fact=NAME`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from experiments.command import REFUSED, Command
from sim.config.choices import refusal

T = TypeVar("T")
ASKING = {"-h", "--help", "--parameters", "--cfg", "-c", "--info"}  # options that need no question


def ask(
    word: str,
    known: Callable[[], Mapping[str, T]],
    command: Callable[[T | None], Command],
    experiment: str,
    arguments: Sequence[str] | None = None,
) -> int:
    """Take `word=NAME` out of the command line, leave the rest to the shell of all commands.

    `known` gives the questions by name; `experiment` is the size of the world where none is chosen. Who only asks about
    the command does not wait for the questions: it is made of none.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    names = [one.partition("=")[2] for one in given if one.startswith(f"{word}=")]
    rest = [one for one in given if not one.startswith(f"{word}=")]
    asks = ASKING & {one.partition("=")[0] for one in rest}
    if not any(one.startswith("experiment=") for one in rest):
        rest.append(f"experiment={experiment}")
    if asks:
        return command(None).main(rest)
    if len(names) != 1 or names[0] not in (questions := known()):
        print(f"error: {refusal(word, ', '.join(names) if names else 'missing', known())}", file=sys.stderr)
        return REFUSED
    return command(questions[names[0]]).main(rest)
