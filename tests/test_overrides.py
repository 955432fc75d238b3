"""A host's templates win over ours, whole or in part, and the notice stays."""

from __future__ import annotations

from pathlib import Path

import factories
import pytest
from flask import Blueprint
from flask import Flask
from hosts import a_host
from hosts import a_shop
from hosts import notices
from hosts import PAGE
from jinja2 import DictLoader
from jinja2 import Environment
from sqlalchemy.engine import Engine

from flask_serum.web.rendering import template_loader

WHOLE = "<!doctype html><title>T</title><body><h1>Our {{ serum.title }}</h1>%s</body>"


def shown(engine: Engine, templates: dict[str, str], path: str = PAGE) -> str:
    """Give the page in a host with these templates; its notice is there exactly once."""
    response = a_shop(a_host(templates), engine).get(path)
    assert response.status_code == 200
    assert notices(response.text) == 1
    return response.text


def test_a_whole_page(sqlite_engine: Engine) -> None:
    """A host's serum/page.html is the page."""
    html = shown(sqlite_engine, {"serum/page.html": WHOLE % "{{ serum.safety_notice }}"})
    assert "<h1>Our Aurelia Duo Serum</h1>" in html
    assert "serum-heading" not in html


def test_a_whole_page_without_the_notice(sqlite_engine: Engine) -> None:
    """A host's page that leaves the notice out has it all the same."""
    html = shown(sqlite_engine, {"serum/page.html": WHOLE % ""})
    assert "<h1>Our Aurelia Duo Serum</h1>" in html


def test_a_whole_page_twice_with_the_notice(sqlite_engine: Engine) -> None:
    """A host's page that prints the notice twice has it once."""
    twice = "{{ serum.safety_notice }}" * 2
    shown(sqlite_engine, {"serum/page.html": WHOLE % twice})


@pytest.mark.parametrize("template", ["<frameset><frame></frameset>", "", "plain text"])
def test_a_page_without_a_place_for_the_notice(sqlite_engine: Engine, template: str) -> None:
    """Whatever a host makes of the page, the notice is on it."""
    shown(sqlite_engine, {"serum/page.html": template})


def test_a_block_of_the_page(sqlite_engine: Engine) -> None:
    """A host's page extends the packaged one by its other name, and changes a block."""
    html = shown(
        sqlite_engine,
        {
            "serum/page.html": '{% extends "!serum/page.html" %}'
            "{% block serum_faq %}{{ super() }}<p>Write to us.</p>{% endblock %}"
            "{% block serum_heading %}<h1>Our heading</h1>{% endblock %}"
        },
    )
    assert "<p>Write to us.</p>" in html
    assert "Can I keep the mix?" in html
    assert "<h1>Our heading</h1>" in html
    assert "serum-heading" not in html.partition("</style>")[2]


def test_a_block_that_held_the_notice(sqlite_engine: Engine) -> None:
    """A block emptied by the host does not take the notice with it."""
    extends = '{% extends "!serum/page.html" %}'
    shown(sqlite_engine, {"serum/page.html": extends + "{% block serum_notice %}{% endblock %}"})
    shown(sqlite_engine, {"serum/page.html": extends + "{% block serum_content %}{% endblock %}"})


def test_a_single_part(sqlite_engine: Engine) -> None:
    """A host's part alone wins, inside our page, which may include the packaged one."""
    html = shown(
        sqlite_engine,
        {
            "serum/parts/price.html": "<b>{{ serum.variant.offer.price }}, tax included</b>",
            "serum/parts/faq.html": '<hr>{% include "!serum/parts/faq.html" %}',
        },
    )
    assert "<b>€72.00, tax included</b>" in html
    assert '<hr><section class="serum-section" aria-labelledby="serum-faq">' in html.replace(
        "\n", ""
    )


def test_the_part_that_holds_the_notice(sqlite_engine: Engine) -> None:
    """An emptied serum/parts/notice.html is put right."""
    shown(sqlite_engine, {"serum/parts/notice.html": ""})


def test_the_notice_itself(sqlite_engine: Engine) -> None:
    """A host's serum/notice.html is not read: the notice is the package's own."""
    html = shown(sqlite_engine, {"serum/notice.html": '<p id="serum-notice">All is well.</p>'})
    assert "All is well." not in html
    assert "Patch test first" in html


def test_a_layout_by_its_path(sqlite_engine: Engine) -> None:
    """A host's serum/layout.html frames the page and the list."""
    layout = "<title>{% block serum_title %}{% endblock %}</title><body><i>frame</i>"
    templates = {"serum/layout.html": layout + "{% block serum_content %}{% endblock %}</body>"}
    assert "<i>frame</i>" in shown(sqlite_engine, templates)
    page = a_shop(a_host(templates), sqlite_engine).get("/serums/").text
    assert "<i>frame</i>" in page


def test_a_list_of_the_host(sqlite_engine: Engine) -> None:
    """A host's list and card win too."""
    client = a_shop(a_host({"serum/parts/card.html": "<li>{{ card.title }}!</li>"}), sqlite_engine)
    assert "<li>Aurelia Duo Serum!</li>" in client.get("/serums/").text


def test_a_style_of_the_host(sqlite_engine: Engine) -> None:
    """A host's style goes before ours."""
    html = shown(sqlite_engine, {"serum/style.css": ".serum { color: teal }"})
    assert ".serum { color: teal }" in html


def test_templates_in_the_hosts_folder(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Files of the host's template folder win, as Flask looks for them."""
    part = tmp_path / "templates" / "serum" / "parts" / "benefits.html"
    part.parent.mkdir(parents=True)
    part.write_text("<em>ours</em>")
    app = Flask("host", root_path=str(tmp_path))
    app.config["EXPLAIN_TEMPLATE_LOADING"] = True
    assert "<em>ours</em>" in a_shop(app, sqlite_engine).get(PAGE).text


def test_the_theme_of_another_blueprint_that_came_first(sqlite_engine: Engine) -> None:
    """A theme that is a blueprint wins where it was registered before the mount."""
    app = a_host()
    theme = Blueprint("theme", __name__)
    theme.jinja_loader = DictLoader({"serum/parts/benefits.html": "<em>theme</em>"})
    app.register_blueprint(theme)
    assert "<em>theme</em>" in a_shop(app, sqlite_engine).get(PAGE).text


def test_every_packaged_template_has_its_other_name() -> None:
    """Each packaged template is there again as !serum/..., and a host can list them all."""
    loader = template_loader()
    environment = Environment(loader=loader, autoescape=True)
    names = [one for one in loader.list_templates() if not one.startswith("!")]
    for name in names:
        if name.startswith("serum/"):
            own, again = (environment.get_template(one).filename for one in (name, f"!{name}"))
            assert own == again


def test_every_locale_in_a_theme(sqlite_engine: Engine) -> None:
    """The notice of each locale is the one of the locale, once."""
    html = shown(sqlite_engine, {"serum/page.html": WHOLE % ""}, f"/serums/de/{factories.SLUG}")
    assert 'data-serum-notice="de.' in html
