"""One look for each policy, the same in every figure: colour, dashes and marker, told apart without colour too."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from sim.report.language import say
from sim.report.markup import Html, tag


class Look(NamedTuple):
    """How a policy is drawn."""

    colour: str
    dashes: tuple[float, ...]  # lengths of stroke and gap; empty is solid
    marker: str  # a marker of matplotlib


REFERENCE = Look("#222222", (), "o")
# After Okabe and Ito (2008) and Tol (2021), darkened where a thin line on white would be too faint.
KNOWN = {
    "random": Look("#8a8a8a", (1.5, 2.0), "X"),
    "popularity": Look("#d55e00", (6.0, 2.0), "s"),
    "ladder": Look("#aa4499", (6.0, 2.0, 1.5, 2.0), "^"),
    "creator_floor": Look("#009e73", (9.0, 2.0), "D"),
    "niche_boost": Look("#0072b2", (3.0, 1.5), "v"),
}
OTHERS = (
    Look("#c08a00", (6.0, 2.0, 1.5, 2.0, 1.5, 2.0), "P"),
    Look("#661100", (4.0, 3.0), "<"),
    Look("#56b4e9", (9.0, 2.0, 2.0, 2.0), ">"),
    Look("#332288", (1.5, 1.5), "h"),
    Look("#999933", (12.0, 3.0), "p"),
)
SHAPES = {  # a marker in a box of 12 x 12
    "o": '<circle cx="6" cy="6" r="4"/>',
    "s": '<path d="M2.5 2.5h7v7h-7z"/>',
    "D": '<path d="M6 1l5 5-5 5-5-5z"/>',
    "^": '<path d="M6 1.5l5 9H1z"/>',
    "v": '<path d="M6 10.5l5-9H1z"/>',
    "<": '<path d="M1.5 6l9-5v10z"/>',
    ">": '<path d="M10.5 6l-9-5v10z"/>',
    "X": '<path d="M1 3l2-2 3 3 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3z"/>',
    "P": '<path d="M4.2 1h3.6v3.2H11v3.6H7.8V11H4.2V7.8H1V4.2h3.2z"/>',
    "h": '<path d="M6 1l4.5 2.5v5L6 11 1.5 8.500v-5z"/>',
    "p": '<path d="M6 1l5 3.8-2 6H3l-2-6z"/>',
}


def looks(policies: Sequence[str]) -> dict[str, Look]:
    """The look of each policy, the first being the reference."""
    spare = _spare(set(policies))
    return {
        policy: REFERENCE if place == 0 else KNOWN[policy] if policy in KNOWN else next(spare)
        for place, policy in enumerate(policies)
    }


def _spare(taken: set[str]) -> Iterator[Look]:
    """Looks for policies without one of their own: each once, then with other dashes and markers, then again."""
    free = [*OTHERS, *(look for policy, look in KNOWN.items() if policy not in taken)]
    for turn in count():
        for place, look in enumerate(free):
            dashes, marker = (free[(place + step * turn) % len(free)] for step in (1, 2))
            yield Look(look.colour, dashes.dashes, marker.marker)


def key(policy: str, chosen: Mapping[str, Look]) -> str:
    """The mark that everything drawn of a policy bears, so that the page can show it alone."""
    return f"policy-{list(chosen).index(policy)}"


def swatch(look: Look) -> Html:
    """A short piece of the policy's line with its marker, for text."""
    line = f'<path d="M0 6h34" stroke="{look.colour}" stroke-width="2.5"'
    dashes = f' stroke-dasharray="{" ".join(f"{d:g}" for d in look.dashes)}"' if look.dashes else ""
    shape = f'<g fill="{look.colour}" stroke="#fff" stroke-width="1" transform="translate(11 0)">{SHAPES[look.marker]}'
    svg = f'<svg class="swatch" viewBox="0 0 34 12" width="34" height="12" aria-hidden="true">{line}{dashes}/>{shape}'
    return Html(f"{svg}</g></svg>")


def named(policy: str, look: Look) -> Html:
    """A policy's name beside its swatch."""
    return tag("span", swatch(look), " ", tag("code", policy), class_="policy")


def legend(chosen: dict[str, Look], dashed: str = "") -> Html:
    """All policies with their lines; `dashed` says what a thin dashed line is."""
    items = [
        tag("span", named(policy, look), class_="pick", data_policy=key(policy, chosen), title=say("figure.pick"))
        for policy, look in chosen.items()
    ]
    if dashed:
        line = '<path d="M0 6h34" stroke="#5c5c5c" stroke-width="1" stroke-dasharray="4 3"/>'
        svg = f'<svg class="swatch" viewBox="0 0 34 12" width="34" height="12" aria-hidden="true">{line}</svg>'
        items.append(tag("span", Html(svg), f" {dashed}"))
    return tag("p", items, class_="legend")
