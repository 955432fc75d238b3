"""``python -m flask_serum.demo``: fills the demo shop, serves it, and prints where it is."""

from __future__ import annotations

import argparse
import secrets
import signal
import sys
from pathlib import Path

from werkzeug.serving import make_server

from .app import create_app
from .app import MARKETS
from .app import prefix_of
from .headless import PATH
from .seeding import seed


def main(arguments: list[str] | None = None) -> int:
    """Serve the demo until it is stopped.

    :param arguments: of the command line.
    """
    parser = argparse.ArgumentParser(prog="flask_serum.demo", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=Path("instance/demo.sqlite"))
    parser.add_argument("--fresh", action="store_true", help="start anew, without the old data")
    given = parser.parse_args(arguments)
    data: Path = given.data.resolve()
    data.parent.mkdir(parents=True, exist_ok=True)
    if given.fresh:
        for path in data.parent.glob(f"{data.name}*"):
            path.unlink()
    secret_key = _secret(data.with_name(f"{data.name}.key"))
    app = create_app(data, secret_key=secret_key, calls_per_minute=300)
    seed(app)
    try:
        server = make_server(given.host, given.port, app, threaded=True)
    except OSError as error:
        print(f"Port {given.port} can't be used: {error}. Try PORT={given.port + 1}.")
        return 1
    _greet(f"http://{given.host}:{server.port}", data, app.extensions["demo_sign_in"].links)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.serve_forever()
    except (KeyboardInterrupt, SystemExit):
        print("\nStopped; the data stays. Start anew with FRESH=1.")
    finally:
        server.server_close()
        app.extensions["demo_shop"][0].dispose()
    return 0


def _secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()


def _greet(base: str, data: Path, links: dict[str, str]) -> None:
    print(f"The demo shop is open, with its data in {data}\n")
    print(f"  shop        {base}/")
    for market in MARKETS:
        for tag in market.locales:
            locale = "" if tag == market.default_locale else f"/{tag}"
            where = f"{market.title}, {tag}"
            print(f"  {where:<20} {base}{prefix_of(market)}{locale}/meridian-duo")
    print(f"  {'JSON API':<20} {base}{prefix_of(MARKETS[0])}/api/v1/docs")
    print(f"  {'headless storefront':<20} {base}{PATH}")
    for name, path in links.items():
        print(f"  {f'editor, as {name}':<20} {base}{path}")
    print("\nEach link to the editor works once. Ctrl+C stops the shop.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
