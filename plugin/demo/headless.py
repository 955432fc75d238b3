"""A storefront that is one static page: it draws a serum from the JSON API alone.

It stands for any storefront in any framework; nothing in it knows Flask.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from flask import Blueprint
from flask import send_from_directory
from werkzeug.wrappers import Response

PATH = "/storefront/"
"""Where it is."""


def headless() -> Blueprint:
    """Make the blueprint that serves the page; its script and style are among the demo's files."""
    blueprint = Blueprint("demo_headless", __name__)
    folder = Path(str(files("flask_serum.demo"))) / "static" / "storefront"

    @blueprint.get(PATH)
    def page() -> Response:
        response = send_from_directory(folder, "index.html")
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            " connect-src 'self'; base-uri 'none'; form-action 'none'"
        )
        return response

    return blueprint
