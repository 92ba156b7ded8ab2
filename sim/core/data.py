"""Data from texts that anybody may have written, YAML or JSON: of bounded size, no loops, each key said once."""

import json
from typing import Any

import yaml
from yaml.nodes import MappingNode, ScalarNode

DEEP = 100  # levels; a configuration has eight
MANY = 200_000  # values, what is named again counted each time; a configuration has some hundreds
LETTERS = 100  # of a text, for which it counts as a value more
MERGE = "tag:yaml.org,2002:merge"


def of_yaml(text: str) -> Any:
    """What a text of YAML says.

    Raises:
        ValueError: if it says a key twice, merges, holds itself, or comes to more than there can be to say.
        yaml.YAMLError: if it is no YAML.
    """
    loader = _Once(text)
    try:
        found = loader.get_single_data()
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    finally:
        loader.dispose()
    _measure(found, {}, 0)
    return found


def of_json(text: str) -> Any:
    """What a text of JSON says.

    Raises:
        ValueError: if it is no JSON, or comes to more than there can be to say.
    """
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    _measure(found, {}, 0)
    return found


def is_text(said: str) -> bool:
    """Whether UTF-8 can write it; bytes of a command line that are no letters are no text."""
    try:
        said.encode()
    except UnicodeEncodeError:  # half of a pair, as Python reads bytes that are no UTF-8
        return False
    return True


class _Once(yaml.SafeLoader):
    """Takes no key twice, of which the last would count unsaid, and no merges: a few lines of them can be millions."""

    def compose_mapping_node(self, anchor: dict[Any, Any]) -> MappingNode:
        node = super().compose_mapping_node(anchor)
        known = set[tuple[str, str]]()
        for key, _ in node.value:
            if not isinstance(key, ScalarNode):
                continue
            if key.tag == MERGE or (key.tag, key.value) in known:
                how = "merges, which is not taken" if key.tag == MERGE else f"says {key.value[:LETTERS]} again"
                raise ValueError(f"line {key.start_mark.line + 1} {how}")
            known.add((key.tag, key.value))
        return node


def _measure(node: Any, known: dict[int, tuple[int, int] | None], depth: int) -> tuple[int, int]:
    """How many values there are in all, each branch counted wherever it is named, and how many levels.

    `known` are branches that were measured, and as None those in which it is.
    """
    if not isinstance(node, dict | list | set | tuple):
        return 1 + (len(node) // LETTERS if isinstance(node, str | bytes) else 0), 0
    found = known.get(id(node), (0, 0))
    if found is None:
        raise ValueError("it holds itself")
    if id(node) not in known:
        if depth == DEEP:
            raise ValueError("it is nested too deeply")
        known[id(node)] = None
        inside = [*node, *node.values()] if isinstance(node, dict) else node
        each = [_measure(one, known, depth + 1) for one in inside]
        found = known[id(node)] = 1 + sum(size for size, _ in each), 1 + max((height for _, height in each), default=0)
    if found[0] > MANY or depth + found[1] > DEEP:
        raise ValueError("it is nested too deeply" if found[0] <= MANY else "it comes to more than there can be to say")
    return found
