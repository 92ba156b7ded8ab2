"""Every policy there is, as a table."""

import inspect
import re

import pandas as pd

from sim.config.choices import choices
from sim.config.load import load
from sim.config.rows import schema_rows


def policies() -> pd.DataFrame:
    """A row a policy: family, one line, who gains, pays and could game it, limits, parameters with ranges, source."""
    parameters = schema_rows()
    rows = []
    for name in choices("policy"):
        (policy,) = load([f"policy={name}"]).build_policies().values()
        text = inspect.getdoc(type(policy)) or ""
        prefix = f"policy.{name}."
        own = [
            f"{row.key.removeprefix(prefix)} = {getattr(policy, row.key.removeprefix(prefix))} ({row.allowed})"
            for row in parameters
            if row.key.startswith(prefix)
        ]
        rows.append(
            {
                "policy": name,
                "family": policy.family,
                "what": text.splitlines()[0],
                **{part.lower(): _part(text, part) for part in ("Gives", "Takes", "Limits")},
                "parameters": "; ".join(own),
                "gamed_by": policy.gamed_by,
                "source": _part(text, "Source"),
            }
        )
    return pd.DataFrame(rows).set_index("policy")


def _part(text: str, name: str) -> str:
    """One labelled part of a docstring, on one line."""
    found = re.search(rf"^{name}:\s*(.*?)(?=^\w+:|\Z)", text, re.MULTILINE | re.DOTALL)
    return " ".join(found.group(1).split()) if found else ""
