"""The streams of a command: all three are open, and any text can be said."""

import io
import os
import sys

NAMES = ("stdin", "stdout", "stderr")  # by their numbers


def hold() -> None:
    """Open to nowhere what is closed: the first files of a run would take its number, and be written to.

    What the output's encoding has no sign for is said in escapes, as on the error stream.
    """
    for number, name in enumerate(NAMES):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            os.set_inheritable(number, True)
            if getattr(sys, name) is None:
                setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
