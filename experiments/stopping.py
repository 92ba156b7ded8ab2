"""Being told to stop: an interrupt or a termination lets the running day end first; a second one does not."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def when_told() -> Iterator[Callable[[], bool]]:
    """Inside, a signal only sets what the yielded function says; a second one interrupts at once."""
    told = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        if told.is_set():
            raise KeyboardInterrupt
        told.set()

    if threading.current_thread() is not threading.main_thread():  # only the main thread hears signals
        yield told.is_set
        return
    before = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield told.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
