"""What is said as data is meant as it stands: nothing in it is looked up, least of all in the environment.

It is text that a file can hold: bytes of a command line that are no letters are none. Sets are no data: what is in
them comes in another order in every process.
"""

from typing import Any

from sim.config.wording import show
from sim.core.data import is_text
from sim.core.errors import ConfigError

MARK = "${"  # begins an interpolation
PLAIN = (dict, list, tuple, str, int, float, type(None))


def refuse_no_data(tree: Any) -> None:
    """Take no text that would be replaced by something else, such as a variable of the environment, and no sets.

    Raises:
        ConfigError: naming the key and the text, or its kind.
    """
    waiting: list[tuple[str, Any]] = [("", tree)]
    seen: set[int] = set()  # a tree may hold itself, and hold one branch many times
    while waiting:
        key, one = waiting.pop()
        if isinstance(one, str) and MARK in one:
            raise ConfigError(f"{key or 'a value'} is {show(one)}, allowed in data is text without {MARK}")
        if isinstance(one, str) and not is_text(one):
            raise ConfigError(f"{key or 'a value'} is {show(one)}, allowed is text that UTF-8 can write")
        if not isinstance(one, PLAIN):
            raise ConfigError(
                f"{key or 'a value'} is of the kind {type(one).__name__}, allowed in data are lists, keys with values, "
                "text, numbers, true, false, null"
            )
        if not isinstance(one, dict | list | tuple) or id(one) in seen:
            continue
        seen.add(id(one))
        inside = one.items() if isinstance(one, dict) else enumerate(one)
        for name, part in inside:
            if isinstance(name, str) and (MARK in name or not is_text(name)):
                raise ConfigError(f"{key or 'the top'} holds the key {show(name)}, allowed are keys without {MARK}")
            waiting.append((f"{key}.{name}".lstrip("."), part))
