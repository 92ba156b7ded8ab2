"""The name of a run: what its numbers follow from, in one word. The same word is never lived twice.

Limits: versions of Python and of libraries are not part of the name; each row of a store says them.
"""

import hashlib
import json
from typing import Any

from sim.config.schema import Config
from sim.core.sources import code_digest, contents
from sim.results.resuming import FREE

LETTERS = 32  # hexadecimal: 128 bits, so that no two runs of any store share a name


def address(config: Config) -> str:
    """The name of the run of a configuration: a digest of all but what its numbers do not depend on, and of the code.

    A file that the configuration names, or every file of a folder, counts by its content too.
    """
    plain = config.model_dump(mode="json", exclude=_tree(FREE))
    text = json.dumps([plain, contents(plain), code_digest()])  # not sorted: policies compose in their order
    return hashlib.sha256(text.encode()).hexdigest()[:LETTERS]


def _tree(keys: tuple[str, ...]) -> dict[str, Any]:
    """Full keys as pydantic takes them: `a.b` is {"a": {"b": True}}."""
    tree: dict[str, Any] = {}
    for key in keys:
        *groups, last = key.split(".")
        place = tree
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = True
    return tree
