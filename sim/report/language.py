"""The page's words: every string has a key, and lies in `strings/` in every language."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from html import escape
from importlib.resources import files
from string import Formatter

import yaml

from sim.config.choices import refusal
from sim.core.errors import ConfigError
from sim.report.markup import Html, tag, text

LANGUAGES = {"en": "English", "zh": "中文"}
_spoken = ContextVar("language", default="en")
_HOLE = re.compile("\x00(\\d+)\x00")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Write in a language while the block lasts.

    Raises:
        ConfigError: if there are no strings of it.
    """
    if language not in LANGUAGES:
        raise ConfigError(refusal("language", language, list(LANGUAGES)))
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The language that is being written."""
    return _spoken.get()


@cache
def strings() -> Mapping[str, Mapping[str, str]]:
    """Every string by key and language. The key of `title` under `opening` in any file is `opening.title`."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(files("sim.report").joinpath("strings").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            for group, entries in yaml.safe_load(file.read_text(encoding="utf-8")).items():
                found |= {f"{group}.{name}": both for name, both in entries.items()}
    return found


def say(key: str, **values: object) -> str:
    """A string as plain text, its {holes} filled."""
    return strings()[key][language()].format(**values)


def told(key: str, **values: object) -> Html:
    """A string as markup: `code`, **strong**, and holes that may hold markup of their own."""
    parts, put = [], list[object]()
    for words, name, form, _ in Formatter().parse(strings()[key][language()]):
        parts.append(escape(words))
        if name is not None:
            parts.append(f"\x00{len(put)}\x00")
            put.append(format(values[name], form) if form else values[name])
    marked = re.sub(r"\*\*(.+?)\*\*", lambda m: tag("strong", Html(m[1])), "".join(parts), flags=re.DOTALL)
    marked = re.sub(r"`(.+?)`", lambda m: tag("code", Html(m[1])), marked, flags=re.DOTALL)
    return Html(_HOLE.sub(lambda m: text(put[int(m[1])]), marked))


def known(key: str) -> str | None:
    """A string without holes, or None where there is none of this key."""
    both = strings().get(key)
    return None if both is None else both[language()]


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 draw, 5 draws."""
    one, _, many = strings()[f"noun.{noun}"][language()].partition(" | ")
    return (one if number == 1 or not many else many).format(n=number)
