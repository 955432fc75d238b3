"""A real browser for the tests: Chromium by Playwright, against apps served on loopback.

``conftest.py`` registers it: ``pytest_plugins = ["browser"]``. A test then takes ``serve`` and
``page_at``, and ``from browser import axe``.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import os
import shutil
import threading
import typing as t
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import Request
from playwright.sync_api import sync_playwright
from playwright.sync_api import WebError
from werkzeug.serving import make_server

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class PageAt(t.Protocol):
    """Opens a blank page in a fresh context, as wide and as high as asked for."""

    def __call__(
        self,
        width: int,
        height: int,
        *,
        dark: bool = False,
        javascript: bool = True,
        reduced_motion: bool = False,
    ) -> Page:
        """Open it.

        :param width: CSS pixels.
        :param height: CSS pixels.
        :param dark: whether the shopper prefers dark colours.
        :param javascript: whether scripts run; ``axe`` needs them.
        :param reduced_motion: whether the shopper prefers less motion.
        """


# For a module, not for the session: while Playwright runs, its event loop counts as running in
# this thread, and any test that calls asyncio.run (or an async view) would fail.
@pytest.fixture(name="browser", scope="module")
def _browser() -> cabc.Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(name="page_at")
def _page_at(browser: Browser) -> cabc.Iterator[PageAt]:
    foreign: list[str] = []
    thrown: list[str] = []

    def asked(request: Request) -> None:
        if not _is_ours(request.url):
            foreign.append(request.url)

    def threw(error: WebError) -> None:
        thrown.append(str(error.error))

    with contextlib.ExitStack() as contexts:

        def page_at(
            width: int,
            height: int,
            *,
            dark: bool = False,
            javascript: bool = True,
            reduced_motion: bool = False,
        ) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                java_script_enabled=javascript,
                reduced_motion="reduce" if reduced_motion else "no-preference",
            )
            contexts.callback(context.close)
            context.on("request", asked)
            context.on("weberror", threw)
            return context.new_page()

        yield page_at
    assert not foreign, f"The page asked for something outside loopback: {foreign}"
    assert not thrown, f"A script of the page threw: {thrown}"


@pytest.fixture(name="serve")
def _serve() -> cabc.Iterator[cabc.Callable[[WSGIApplication], str]]:
    with contextlib.ExitStack() as servers:

        def serve(app: WSGIApplication) -> str:
            server = make_server("127.0.0.1", 0, app, threaded=True)
            thread = threading.Thread(target=server.serve_forever, name="serve", daemon=True)
            thread.start()
            servers.callback(thread.join)
            servers.callback(server.server_close)
            servers.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield serve


def axe(page: Page) -> list[str]:
    """Say what axe finds on a page: one text per violated rule, with each place that violates it.

    ``assert axe(page) == []`` shows them all.

    :param page: loaded, in a context that runs scripts.
    """
    violations = Axe().run(page).response["violations"]
    return [_told(violation) for violation in violations]


def _told(violation: dict[str, t.Any]) -> str:
    places = [
        f"{' '.join(str(part) for part in node['target'])}: {node['failureSummary']}"
        for node in violation["nodes"]
    ]
    rule = f"{violation['id']} ({violation['impact']}): {violation['help']}"
    return " | ".join([rule, *places]).replace("\n", " ")


def _is_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("about", "blob", "data") or parts.hostname in _LOOPBACK


def _chromium() -> str:
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else _NAMES:
        path = shutil.which(name)
        if path is not None:
            return path
    raise RuntimeError(
        f"There is no Chromium ({named or ', '.join(_NAMES)}): 'make test' installs it where it"
        " may; otherwise install it, or set CHROMIUM to its path."
    )
