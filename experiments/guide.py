"""What a command says about itself: `--help` for a newcomer, `--parameters` for every knob."""

import shutil
import textwrap
from collections.abc import Iterable

from sim.config.choices import choices, chosen, did_you_mean
from sim.core.errors import ConfigError

OPTIONS = (
    ("-h, --help", "this text"),
    ("-m, --multirun", "run every combination: seed=1,2,3 policy=interest,random"),
    ("--cfg job", "show every value the command would use, and do nothing"),
    ("--parameters [WORD]", "list the parameters whose name or meaning holds the word"),
    ("--cfg hydra, --info", "what Hydra, which composes the configuration, knows about itself"),
)
WIDTH = 100


def help_text(command: str, text: str, examples: Iterable[tuple[str, str]]) -> str:
    """The whole help of a command."""
    from sim.config.schema import Config

    start = f"python -m experiments.{command}"
    scalars = [
        (f"{name}={field.default}", f"{field.description}")
        for name, field in Config.model_fields.items()
        if isinstance(field.default, int)
    ]
    parts = [
        f"usage: {start} [key=value | group=choice]... [options]",
        _wrapped(text),
        "Examples\n" + "\n".join(f"  # {meaning}\n  {start} {words}".rstrip() for words, meaning in examples),
        "Choose with group=choice (* is the default)\n" + _columns((group, _options(group)) for group in chosen()),
        "Set with key=value (shown with their defaults)\n" + _columns(scalars),
        "Options\n" + _columns(OPTIONS),
    ]
    return "\n\n".join(parts)


def parameters_text(word: str) -> str:
    """A table of the parameters that a word is about; all of them for an empty word.

    Raises:
        ConfigError: if there are none.
    """
    from sim.config.rows import schema_rows

    rows = schema_rows()
    found = [row for row in rows if word.lower() in f"{row.key} {row.choice} {row.doc}".lower()]
    if not found:
        near = did_you_mean(word, {part for row in rows for part in (row.key, *row.key.split("."))})
        raise ConfigError(f"--parameters {word}: no parameter's name or meaning holds this word{near}")
    lines: list[str] = []
    for row in found:
        origin = f"{row.grade}{f', plausible {row.plausible[0]:g} to {row.plausible[1]:g}' if row.plausible else ''}"
        unit = "" if row.unit == "1" else f" [{row.unit}]"
        lines.append(f"{row.key}={'' if row.default == 'required' else row.default}{unit}")
        lines.append(f"    {row.doc}; {row.allowed} ({origin}{f'; {row.source}' if row.source else ''})")
        if row.choice:
            lines.append(f"    only with {row.choice}")
    return "\n".join(lines)


def _options(group: str) -> str:
    picked = chosen()[group].split(",")
    return ", ".join(f"*{name}" if name in picked else name for name in choices(group))


def _wrapped(text: str, indent: str = "") -> str:
    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH)
    paragraphs = textwrap.dedent(text).strip().split("\n\n")
    return "\n\n".join(textwrap.fill(one, width, initial_indent=indent, subsequent_indent=indent) for one in paragraphs)


def _columns(rows: Iterable[tuple[str, str]]) -> str:
    rows = list(rows)
    width = max(len(first) for first, _ in rows)
    return "\n".join(f"  {first:<{width}}  {second}" for first, second in rows)
