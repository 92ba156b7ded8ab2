"""The app with sliders, in a browser and without one: it answers, says whether advice flips, and refuses the rest."""

import json
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

import sim
from experiments.app import asking
from experiments.app.server import LARGEST, server
from sim.core.errors import ConfigError

TINY = ("population.users=40", "population.creators=20", "warmup_days=3", "horizon_days=34", "refresh_minutes=1440",
        "replications=1")  # fmt: skip


def question(**changes: Any) -> dict[str, Any]:
    values = {key: row.default for key, row in asking.sliders().items()}
    scenario = next(iter(asking.SCENARIOS))
    return {"scenario": scenario, "policies": ["interest", "random"], "ad_load": 0.3, "values": values} | changes


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "SIZE", TINY)
        serving = server()
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield serving.server_address[1]
        serving.shutdown()
        serving.server_close()


def send(port: int, body: bytes, kind: str = "application/json", host: str = "127.0.0.1") -> tuple[int, Any]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/ask", body, {"Content-Type": kind, "Host": f"{host}:{port}"})
    reply = connection.getresponse()
    return reply.status, json.loads(reply.read())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scenario": "x"}, "scenario is x"),
        ({"policies": ["interest", "os.system"]}, "policies is os.system"),
        ({"policies": ["interest", "interest"]}, "two different"),
        ({"ad_load": 0.99}, "ad_load is 0.99, allowed is a number from 0.12 to 0.6"),
        ({"ad_load": True}, "ad_load is True"),
        ({"values": {"seed": 1}}, "values are not those of"),
        ({"more": 1}, "other keys"),
    ],
)
def test_only_what_has_a_control_can_be_asked(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        asking.asked(question(**changes))


def test_a_question_is_a_configuration() -> None:
    for scenario in asking.SCENARIOS:
        sim.load(asking.asked(question(scenario=scenario)).overrides)


def test_strangers_are_refused(port: int) -> None:
    good = json.dumps(question()).encode()
    assert send(port, good, host="evil.example")[0] == 403
    assert send(port, good, kind="text/plain")[0] == 400
    assert send(port, b"{" + b" " * LARGEST)[0] == 400
    assert send(port, b"[[")[0] == 400
    assert send(port, json.dumps(question(ad_load=5)).encode()) == (
        400, {"error": "ad_load is 5, allowed is a number from 0.12 to 0.6"},
    )  # fmt: skip


def test_what_is_no_text_and_what_is_no_place_are_answered(port: int) -> None:
    lone = json.dumps(question(scenario="\ud800")).encode()
    status, said = send(port, lone)
    assert (status, said["error"].startswith("scenario is \ud800, allowed is one of")) == (400, True)
    for place in ("//[", "http://[", "/[", "//[?asked=1"):
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(f"GET {place} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            assert b"404" in line.makefile("rb").readline(), place


def test_it_answers_in_a_browser_and_gives_page_and_configuration_away(browser: Any, port: int) -> None:
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if f"127.0.0.1:{port}" not in request.url else None)
    page.goto(f"http://127.0.0.1:{port}/")
    page.wait_for_selector("body[data-ready]")
    assert page.locator("#sliders input[type=range]").count() == 3
    page.locator("#policy").select_option("random")
    page.locator("#ad_load").fill("0.5")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_selector("#found:not([hidden])", timeout=300_000)
    assert "The recommendation" in page.locator("#flip").inner_text()
    assert "niche-small creators" in page.locator("#answer").inner_text()
    config = page.request.get(page.locator("#config").evaluate("a => a.href"))
    assert "policies:\n- interest\n- random" in config.text()
    report = page.request.get(page.locator("#report").evaluate("a => a.href"))
    assert "<h1>Who is still seen" in report.text()
    assert not [one for one in heard if not one.startswith("data:")]
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    assert not axe.Axe().run(page).response["violations"]
    page.close()
