"""A process that works on batches: `python -m sim.comparison.worker`, started and fed by `crew`.

It reads what to do and then batches of runs from its standard input, and writes each outcome to what was its standard
output, all pickled by the process that started it. It ends when its input does.
"""

import os
import pickle
import signal
import sys


def main() -> None:
    """Work until there is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that started this one
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as outcomes:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anything prints must not get between outcomes
        work = pickle.load(sys.stdin.buffer)
        while True:
            try:
                batch = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            for outcome in work(batch):
                pickle.dump(outcome, outcomes, protocol=pickle.HIGHEST_PROTOCOL)
                outcomes.flush()


if __name__ == "__main__":
    main()
