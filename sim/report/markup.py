"""HTML built so that nothing is trusted by default: text is escaped unless it is markup already."""

from collections.abc import Iterable
from html import escape

VOID = {"br", "hr", "img", "link", "meta"}


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def text(*children: object) -> Html:
    """Children one after another: markup as it is, everything else escaped, None left out."""
    return Html("".join(_flat(children)))


def _flat(children: Iterable[object]) -> Iterable[str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, Html):
            yield str(child)
        elif isinstance(child, str):
            yield escape(child)
        elif isinstance(child, Iterable):
            yield from _flat(child)
        else:
            yield escape(str(child))


def tag(element: str, *children: object, **attributes: object) -> Html:
    """An element. `class_` is class, `data_value` is data-value; None and False leave an attribute out."""
    words = [element]
    for key, value in attributes.items():
        attribute = key.rstrip("_").replace("_", "-")
        if value is True:
            words.append(attribute)
        elif value is not None and value is not False:
            words.append(f'{attribute}="{escape(str(value))}"')
    opening = f"<{' '.join(words)}>"
    return Html(opening) if element in VOID else Html(f"{opening}{text(*children)}</{element}>")
