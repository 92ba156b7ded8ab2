"""Many batches on many processes: one run a process and one thread each; a process that dies costs one run."""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sim.comparison.arms import Arms
from sim.comparison.cells import Batch, Cell
from sim.comparison.work import Outcome
from sim.core.errors import InvariantError

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
MOST_DEATHS = 2  # processes in a row that die before their first outcome, until a member of the crew gives up
PACKAGE = Path(__file__).resolve().parents[2]


def together(arms: Arms, batches: list[Batch], processes: int) -> Iterator[Outcome]:
    """The outcomes of all batches, as they come. Ending the iteration early ends the processes."""
    left, outcomes = deque(batches), queue.SimpleQueue[Outcome]()
    crew = [Member(arms, left, outcomes) for _ in range(min(processes, len(batches)))]
    try:
        for member in crew:
            member.start()
        for _ in range(sum(len(batch.cells) for batch in batches)):
            yield _next(outcomes, crew)
    finally:
        for member in crew:
            member.stop()
        for member in crew:
            member.join()


def _next(outcomes: "queue.SimpleQueue[Outcome]", crew: "list[Member]") -> Outcome:
    while True:
        alive = any(member.is_alive() for member in crew)  # asked before, so that a last word is not missed
        try:
            return outcomes.get(timeout=1.0)
        except queue.Empty:
            if not alive:
                raise InvariantError("the processes of a comparison ended before its runs were done") from None


class Member(threading.Thread):
    """Feeds one process with batches; starts another where it dies."""

    def __init__(self, arms: Arms, left: "deque[Batch]", outcomes: "queue.SimpleQueue[Outcome]") -> None:
        super().__init__(daemon=True)
        self.arms, self.left, self.outcomes = arms, left, outcomes
        self.process: subprocess.Popen[bytes] | None = None
        self.lock, self.stopped, self.deaths = threading.Lock(), False, 0

    def stop(self) -> None:
        """End the process, in the middle of a run if need be."""
        with self.lock:
            self.stopped = True
            if self.process is not None:
                self.process.kill()

    def run(self) -> None:
        """Take batches until none is left."""
        while not self.stopped:
            try:
                batch = self.left.popleft()
            except IndexError:
                break
            self._do(batch)
        self._dismiss()

    def _do(self, batch: Batch) -> None:
        """Have a batch done. The run during which a process dies has failed; the others are done by the next one."""
        cells = deque(batch.cells)
        while cells and not self.stopped:
            try:
                process = self._process()
                assert process.stdin is not None
                assert process.stdout is not None
                pickle.dump(Batch(batch.draw, batch.replication, tuple(cells)), process.stdin)
                process.stdin.flush()
                while cells:
                    outcome: Outcome = pickle.load(process.stdout)
                    cells.popleft()
                    self.deaths = 0
                    self.outcomes.put(outcome)
            except (EOFError, OSError, pickle.UnpicklingError):
                if self.stopped:
                    return
                self._bury(cells)

    def _bury(self, cells: "deque[Cell]") -> None:
        """Report the run that the process died in, or all if processes die before they do anything."""
        code = self._dismiss()
        self.deaths += 1
        why = f"its process ended with code {code}" + (" (killed: out of memory?)" if code == -9 else "")
        for _ in range(len(cells) if self.deaths >= MOST_DEATHS else 1):
            self.outcomes.put(Outcome(cells.popleft(), error=why))

    def _process(self) -> "subprocess.Popen[bytes]":
        """The process at work, or a new one that knows the arms."""
        if self.process is None:
            path = os.pathsep.join(filter(None, (str(PACKAGE), os.environ.get("PYTHONPATH"))))
            environment = os.environ | dict.fromkeys(ONE_THREAD, "1") | {"PYTHONPATH": path}
            command = [sys.executable, "-P", "-m", "sim.comparison.worker"]
            with self.lock:
                if self.stopped:
                    raise EOFError
                self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
            assert self.process.stdin is not None
            pickle.dump(self.arms, self.process.stdin)
            self.process.stdin.flush()
        return self.process

    def _dismiss(self) -> int | None:
        """Let the process go: it ends when there is nothing more to read."""
        process, self.process = self.process, None
        if process is None:
            return None
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # it may have gone already
                    stream.close()
        return process.wait()
