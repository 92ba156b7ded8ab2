"""A page as a file: everything inline, nothing fetched, no script but its own; there whole or not at all."""

import base64
import hashlib
from importlib.resources import files
from pathlib import Path

from sim.report.language import language
from sim.report.markup import Html, tag


def document(title: str, body: Html) -> str:
    """A page as HTML, in the look of all reports."""
    lang = {"zh": "zh-CN"}.get(language(), language())
    return f"<!doctype html>\n{tag('html', _head(title), tag('body', body, _script()), lang=lang)}\n"


def write_whole(page: str, path: str | Path) -> Path:
    """Write a page; the file."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)  # never written through, should it lead elsewhere
    unfinished.write_text(page, encoding="utf-8")
    unfinished.replace(path)
    return path


def _resource(name: str) -> str:
    return files("sim.report").joinpath(name).read_text(encoding="utf-8")


def _script() -> Html:
    return tag("script", Html(_resource("page.js")))


def _head(title: str) -> Html:
    """Everything inline. The browser is told to fetch nothing, and to run no script but this page's own."""
    digest = base64.b64encode(hashlib.sha256(_resource("page.js").encode()).digest()).decode()
    allowed = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=allowed),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("link", rel="icon", href="data:,"),
        tag("title", title),
        tag("style", Html(_resource("page.css"))),
    )
