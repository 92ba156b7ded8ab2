"""Figures as inline SVG: small panels that a page can set side by side or below one another."""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sim.report.language import say
from sim.report.markup import Html, tag

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 360.0, 290.0  # points of one panel: about a phone's width, so that text stays legible there
POINTS_PER_INCH = 72.0
INK, FAINT, RULE = "#1a1a1a", "#5c5c5c", "#d9d9d9"
STYLE: dict[str, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be searched, read aloud, and follows the page's font
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],  # wider than most: what fits with it fits with the reader's font
    "font.size": 11.0,
    "axes.titlesize": 11.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.grid": True,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "lines.linewidth": 1.8,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "path.simplify": True,
}


FILLER = "\N{THREE-PER-EM SPACE}"  # what a wide character lacks where the font that measures does not have it


def roomy(words: str) -> str:
    """Text with room for characters that are as wide as high; the room is taken out of the drawing again."""
    return re.sub("([\u2e80-\u9fff\uff00-\uffef])", rf"\1{FILLER}", words)


class Panel:
    """One drawing in the making, with the words that describe it to who cannot see it."""

    def __init__(self, axes: "Axes", name: str, label: str) -> None:
        self.axes, self.name, self.label = axes, name, label
        self.svg = Html("")


@contextmanager
def panel(name: str, label: str, height: float = HEIGHT) -> Iterator[Panel]:
    """Draw on `.axes`; afterwards `.svg` holds the drawing. Names within a page must differ."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    style: Any = {**STYLE, "svg.hashsalt": name}  # a plain dict: matplotlib types its keys one by one
    with rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # the reader's fonts have them
        figure = Figure(figsize=(WIDTH / POINTS_PER_INCH, height / POINTS_PER_INCH), layout="constrained")
        FigureCanvasSVG(figure)
        made = Panel(figure.add_subplot(), name, label)
        yield made
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    made.svg = _inline(stream.getvalue(), name, label)


def _inline(svg: str, name: str, label: str) -> Html:
    """The drawing as part of a page: no prologue, no fixed size, its own ids, a label, the page's font."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = body.replace("xlink:href", "href")  # what browsers have read since SVG 2
    body = re.sub(r"<!--.*?-->\n?", "", body, flags=re.DOTALL)
    used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', body))
    body = re.sub(r' id="(policy-\d+)"', r' class="\1"', body).replace(FILLER, "")
    body = re.sub(r' id="([^"]*)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", body)
    body = re.sub(r'(url\(#|href="#)', rf"\g<1>{name}-", body)
    body = re.sub(r"font: ([^;\"]*?)px [^;\"]*", r"font: \g<1>px var(--sans)", body)
    body = re.sub(r"\n\s*", "\n", body)
    start, rest = body.split(">", 1)
    box = re.search(r'viewBox="([^"]*)"', start)
    assert box is not None, "matplotlib writes a viewBox"
    opening = str(tag("svg", viewBox=box[1], role="img", aria_label=label)).removesuffix("</svg>")
    return Html(f"{opening}{tag('title', label)}{rest.strip()}")


def panels(drawn: Sequence[Panel]) -> Html:
    """Side by side where there is room, in rows of two or three."""
    kind = "one" if len(drawn) == 1 else "two" if len(drawn) in (2, 4) else "three"
    return tag("div", (tag("div", one.svg, class_="panel") for one in drawn), class_=f"panels {kind}")


def figure(name: str, title: str, body: Html, caption: Html | None = None, key: Html | None = None) -> Html:
    """A drawing under its title and above its caption; a name that is a number is shown."""
    number = tag("span", say("figure.number", n=name), class_="number") if name.isdigit() else None
    words = tag("figcaption", caption) if caption is not None else None
    return tag("figure", tag("h3", number, title), key, body, words, id=f"figure-{name}")
