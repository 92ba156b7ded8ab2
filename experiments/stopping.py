"""Being told to stop: an interrupt or a termination lets the running day end first; a second one does not.

What does not keep its days is ended at once by the first.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
TWIN_SECONDS = 0.2  # a second signal this soon is the first one, sent to the process and to its group


class Terminated(KeyboardInterrupt):
    """A termination, which ends a command as an interrupt does."""


@contextmanager
def terminable() -> Iterator[None]:
    """Inside, a termination is raised like an interrupt, so that the command can end what it started."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise Terminated

    mine = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    if mine:
        signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        if mine:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def when_told() -> Iterator[Callable[[], bool]]:
    """Inside, a signal only sets what the yielded function says; a second one interrupts at once."""
    told = threading.Event()

    begun = [0.0]

    def note(_number: int, _frame: FrameType | None) -> None:
        if told.is_set():
            if time.monotonic() - begun[0] > 2 * TWIN_SECONDS:
                raise KeyboardInterrupt
            return
        told.set()
        begun[0] = time.monotonic()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(TWIN_SECONDS)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the next is heard at once, even inside compiled code
        sys.stderr.write("\nstopping at the end of this day; to end at once and lose the day: SIGTERM again\n")

    if threading.current_thread() is not threading.main_thread():  # only the main thread hears signals
        yield told.is_set
        return
    before = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield told.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
