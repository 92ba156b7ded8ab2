"""Many batches on many processes: one run a process and one thread each; a process that dies costs one run."""

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from sim.core.errors import InvariantError

C = TypeVar("C")  # a run that is asked for
O = TypeVar("O")  # what it leaves
Batch = tuple[C, ...]  # runs that one process does, one after another
Work = Callable[[tuple[C, ...]], Iterator[O]]  # one outcome for each run of a batch; it is sent to other processes

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
MOST_DEATHS = 2  # processes in a row that die before their first outcome, until a member of the crew gives up
PACKAGE = Path(__file__).resolve().parents[2]


def together(work: Work[C, O], batches: Sequence[Batch[C]], processes: int, died: Callable[[C, str], O]) -> Iterator[O]:
    """The outcomes of all batches, as they come. Ending the iteration early ends the processes.

    `died` makes the outcome of a run during which its process ended; it is given the run and the reason.
    """
    left, outcomes = deque(batches), queue.SimpleQueue[O]()
    crew = [Member(work, left, outcomes, died) for _ in range(min(processes, len(batches)))]
    try:
        for member in crew:
            member.start()
        for _ in range(sum(len(batch) for batch in batches)):
            yield _next(outcomes, crew)
    finally:
        for member in crew:
            member.stop()
        for member in crew:
            member.join()


def _next(outcomes: "queue.SimpleQueue[O]", crew: "list[Member[C, O]]") -> O:
    while True:
        alive = any(member.is_alive() for member in crew)  # asked before, so that a last word is not missed
        try:
            return outcomes.get(timeout=1.0)
        except queue.Empty:
            if not alive:
                raise InvariantError("the processes ended before all runs were done") from None


class Member(threading.Thread, Generic[C, O]):
    """Feeds one process with batches; starts another where it dies."""

    def __init__(
        self,
        work: Work[C, O],
        left: "deque[Batch[C]]",
        outcomes: "queue.SimpleQueue[O]",
        died: Callable[[C, str], O],
    ) -> None:
        super().__init__(daemon=True)
        self.work, self.left, self.outcomes, self.died = work, left, outcomes, died
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
        signal.pthread_sigmask(
            signal.SIG_BLOCK, {signal.SIGINT}
        )  # a process begins with it: interrupts are for this one
        while not self.stopped:
            try:
                batch = self.left.popleft()
            except IndexError:
                break
            self._do(batch)
        self._dismiss()

    def _do(self, batch: Batch[C]) -> None:
        """Have a batch done. The run during which a process dies has failed; the others are done by the next one."""
        cells = deque(batch)
        while cells and not self.stopped:
            try:
                process = self._process()
                assert process.stdin is not None
                assert process.stdout is not None
                pickle.dump(tuple(cells), process.stdin)
                process.stdin.flush()
                while cells:
                    outcome: O = pickle.load(process.stdout)
                    cells.popleft()
                    self.deaths = 0
                    self.outcomes.put(outcome)
            except (EOFError, OSError, pickle.UnpicklingError):
                if self.stopped:
                    return
                self._bury(cells)

    def _bury(self, cells: "deque[C]") -> None:
        """Report the run that the process died in, or all if processes die before they do anything."""
        code = self._dismiss()
        self.deaths += 1
        why = f"its process ended with code {code}" + (" (killed: out of memory?)" if code == -9 else "")
        for _ in range(len(cells) if self.deaths >= MOST_DEATHS else 1):
            self.outcomes.put(self.died(cells.popleft(), why))

    def _process(self) -> "subprocess.Popen[bytes]":
        """The process at work, or a new one that knows its work."""
        if self.process is None:
            path = os.pathsep.join(filter(None, (str(PACKAGE), os.environ.get("PYTHONPATH"))))
            environment = os.environ | dict.fromkeys(ONE_THREAD, "1") | {"PYTHONPATH": path}
            command = [sys.executable, "-P", "-m", "sim.comparison.worker", str(os.getpid())]
            with self.lock:
                if self.stopped:
                    raise EOFError
                self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
            assert self.process.stdin is not None
            pickle.dump(self.work, self.process.stdin)
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
