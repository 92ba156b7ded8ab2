"""A process that works on batches: `python -m sim.comparison.worker`, started and fed by `crew`.

It reads what to do and then batches of runs from its standard input, and writes each outcome to what was its standard
output, all pickled by the process that started it. It ends when its input does, and, in
the middle of a run, when that process has gone.
"""

import os
import pickle
import signal
import sys
import threading
import time
from contextlib import suppress

WATCH_SECONDS = 1.0


def watch(parent: int) -> None:
    """End when the process that started this one has, however it ended: nobody waits for what is computed here."""
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os._exit(1)


def main() -> None:
    """Work until there is no more."""
    parent = int(sys.argv[1]) if len(sys.argv) > 1 else os.getppid()  # told, since it may have gone by now
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that started this one
    threading.Thread(target=watch, args=(parent,), daemon=True).start()
    with suppress(BrokenPipeError), os.fdopen(os.dup(sys.stdout.fileno()), "wb") as outcomes:
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
