"""A server for one person on this machine: it listens on 127.0.0.1, and runs nothing but checked comparisons."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from experiments.app.asking import DRIEST, SCENARIOS, answer, asked, compared, sliders
from sim.config.choices import choices
from sim.config.load import as_yaml
from sim.core.errors import SimError

LARGEST = 10_000  # bytes of a question
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
SAFE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
BUSY = Lock()  # one comparison at a time


def server(port: int = 0) -> ThreadingHTTPServer:
    """The server, ready to serve; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class Handler(BaseHTTPRequestHandler):
    """The page, its choices, answers, and what can be taken away."""

    def do_GET(self) -> None:
        """The page and its parts, the choices, the report and the configuration of a question."""
        place, _, query = self.path.partition("?")
        if not self._ours():
            return
        name = place.strip("/") or "app.html"
        if name in ("app.html", "app.js", "app.css"):
            body = files("experiments.app").joinpath(name).read_bytes()
            self._send(200, body, TYPES[Path(name).suffix])
        elif name == "choices":
            self._json(200, _choices())
        elif name in ("report.html", "config.yaml"):
            self._guarded(lambda: self._take_away(name, json.loads(parse_qs(query)["asked"][0])))
        else:
            self._json(404, {"error": "there is no such page"})

    def do_POST(self) -> None:
        """An answer."""
        said = self.headers.get("Content-Length", "")
        length = int(said) if said.isdecimal() and len(said) <= len(str(LARGEST)) else 0
        kind = self.headers.get("Content-Type", "")
        if not self._ours():
            return
        if self.path != "/ask" or kind != "application/json" or not 0 < length <= LARGEST:
            self._json(400, {"error": "a question is at most 10 kB of JSON, sent to /ask"})
            return
        body = self.rfile.read(length)
        self._guarded(lambda: self._json(200, _answered(json.loads(body))))

    def _ours(self) -> bool:
        """Refuse what another site's page may have sent here under a name of its own."""
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host in ("127.0.0.1", "localhost"):
            return True
        self._json(403, {"error": "this server answers 127.0.0.1 only"})
        return False

    def _guarded(self, action: Any) -> None:
        try:
            action()
        except SimError as error:
            self._json(400, {"error": str(error)})
        except (ValueError, KeyError, RecursionError):
            self._json(400, {"error": "that is not a question in JSON"})

    def _take_away(self, name: str, raw: Any) -> None:
        question = asked(raw)
        with BUSY, TemporaryDirectory() as folder:
            found = compared(question)
            if name == "config.yaml":
                self._send(200, as_yaml(found.config).encode(), "text/yaml")
            else:  # the page brings its own policy of what may run in it
                page = found.report(Path(folder) / name).read_bytes()
                self._send(200, page, "text/html", safe=False)

    def _json(self, status: int, what: Any) -> None:
        self._send(status, json.dumps(what).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str, safe: bool = True) -> None:
        self.send_response(status)
        for name, value in (SAFE if safe else {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the base class's
        """Say nothing of every request."""


def _answered(raw: Any) -> Any:
    question = asked(raw)
    with BUSY:
        return answer(question)


def _choices() -> dict[str, Any]:
    """What the page offers."""
    return {
        "scenarios": list(SCENARIOS),
        "policies": list(choices("policy")),
        "ad_load": {"low": DRIEST[0], "high": DRIEST[1], "default": 0.35},
        "sliders": [
            {"key": key, "words": row.doc, "low": row.plausible[0], "high": row.plausible[1], "default": row.default}
            for key, row in sliders().items()
            if row.plausible
        ],
    }
