"""A good guest: what real hosts do to a plugin, and what a plugin must not do to them."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import factories
import flask_sqlalchemy
import pytest
import sqlalchemy as sa
from databases import SqliteFiles
from flask import Blueprint
from flask import Flask
from flask import g
from flask import render_template
from flask import request
from flask import Response
from flask.testing import FlaskClient
from hosts import a_host
from hosts import a_shop
from hosts import BLOCKS
from hosts import CART
from hosts import cart_forms
from hosts import Counter
from hosts import EU
from hosts import LAYOUT
from hosts import notices
from hosts import PAGE
from hosts import post_form
from hosts import publish
from hosts import Till
from hosts import with_babel
from hosts import with_csrf
from hosts import with_error_pages
from hosts import with_json_errors
from hosts import with_session_cart
from hosts import with_strict_templates
from markupsafe import Markup
from sqlalchemy.engine import Engine
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from flask_serum import FlaskSerum
from flask_serum import sitemap_entries


@pytest.mark.parametrize(
    "path", ["/nowhere", "/serums/no-such-serum", "/serums/xx/aurelia-duo", "/serums/a/b/c"]
)
def test_the_hosts_404_stays(sqlite_engine: Engine, path: str) -> None:
    """What is not found, below our prefix too, answers with the host's own page."""
    client = a_shop(with_error_pages(a_host()), sqlite_engine)
    response = client.get(path)
    assert (response.status_code, response.text) == (404, "<h1>Shop 404</h1>")


def test_the_hosts_405_stays(sqlite_engine: Engine) -> None:
    """A method that we don't know answers with the host's own page."""
    client = a_shop(with_error_pages(a_host()), sqlite_engine)
    for response in (client.post(PAGE), client.put(CART), client.delete("/serums/")):
        assert (response.status_code, response.text) == (405, "<h1>Shop 405</h1>")


def test_the_hosts_500_stays(sqlite_engine: Engine) -> None:
    """What a host's own template breaks answers with the host's own page."""
    app = with_error_pages(a_host({"serum/parts/price.html": "{{ 1 / 0 }}"}))
    client = a_shop(app, sqlite_engine)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    response = client.get(PAGE)
    assert (response.status_code, response.text) == (500, "<h1>Shop 500</h1>")


def test_a_host_that_answers_errors_in_json(sqlite_engine: Engine) -> None:
    """A host's app-wide JSON errors are ours too, and our pages stay pages."""
    client = a_shop(with_json_errors(a_host()), sqlite_engine)
    assert client.get("/serums/no-such-serum").json == {"error": "Not Found"}
    assert client.post(CART, headers={"Sec-Fetch-Site": "cross-site"}).json == {
        "error": "Forbidden"
    }
    assert client.get(PAGE).mimetype == "text/html"


@pytest.mark.parametrize("path", [PAGE, f"/serums/de/{factories.SLUG}", "/serums/"])
@pytest.mark.parametrize("layout", [None, lambda title, head, body: title + head + body])
def test_strict_templates(sqlite_engine: Engine, path: str, layout: t.Any) -> None:
    """Our templates name nothing that is not there, in a host whose templates are strict."""
    app = with_strict_templates(a_host())
    assert a_shop(app, sqlite_engine, layout=layout).get(path).status_code == 200


def test_strict_templates_without_a_shop(sqlite_engine: Engine) -> None:
    """The same for the messages after a click, and for a page without an offer."""
    app = with_strict_templates(a_host())
    client = a_shop(app, sqlite_engine, offers=lambda skus: {})
    assert client.post(CART, data={"quantity": "many"}).status_code == 409
    assert "The price is not available at the moment." in client.get(PAGE).text


def test_trimming_templates(sqlite_engine: Engine) -> None:
    """A host that trims blocks gets the same page but for white space."""
    usual = a_shop(a_host(), sqlite_engine).get(PAGE).text
    app = a_host()
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    trimmed = a_shop(app, sqlite_engine).get(PAGE).text
    assert re.sub(r"\s+", "", trimmed) == re.sub(r"\s+", "", usual)


def test_the_hosts_words_are_its_own(sqlite_engine: Engine, tmp_path: Path) -> None:
    """A host's catalogue does not reach our words, nor ours the host's."""
    app = with_babel(a_host({"home.html": "{{ _('Morning') }} {{ _('Evening') }}"}), tmp_path)

    @app.get("/")
    def home() -> str:
        return render_template("home.html")

    client = a_shop(app, sqlite_engine)
    page, german = client.get(PAGE).text, client.get(f"/serums/de/{factories.SLUG}").text
    assert "HOST" not in page + german
    assert "Add to cart" in page
    assert "Morgen" in german
    assert client.get("/").text == "HOST Morning Evening"


def test_trans_in_a_template_of_the_host(sqlite_engine: Engine, tmp_path: Path) -> None:
    """A host's own part may use its own ``trans``, inside our page."""
    part = "{% trans %}Add to cart{% endtrans %} {{ serum_t('Add to cart') }}"
    app = with_babel(a_host({"serum/parts/benefits.html": part}), tmp_path)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    assert "HOST Add to cart Add to cart" in a_shop(app, sqlite_engine).get(PAGE).text


def test_csrf_of_the_host(sqlite_engine: Engine) -> None:
    """Flask-WTF's token is in each form: with it a post passes, without it the host refuses."""
    till = Till()
    client = a_shop(with_csrf(a_host()), sqlite_engine, offers=till.offers, add_to_cart=till.add)
    response = client.get(PAGE)
    forms = cart_forms(response.text)
    assert len(forms) == 2
    assert all(form["csrf_token"] for form in forms)
    assert response.headers["Cache-Control"] == "private, no-cache"
    without = forms[0].copy()
    del without["csrf_token"]
    refused = post_form(client, without)
    assert (refused.status_code, till.cart) == (400, {})
    assert "CSRF token is missing" in refused.text
    assert post_form(client, forms[0]).location == "/cart"
    assert post_form(client, forms[1]).location == "/cart"
    assert till.cart[factories.SKU] == 2


def test_csrf_field_of_another_name(sqlite_engine: Engine) -> None:
    """The host's name of the field is the one in our forms."""
    app = with_csrf(a_host(WTF_CSRF_FIELD_NAME="shop_token"))
    client = a_shop(app, sqlite_engine)
    (form, _) = cart_forms(client.get(PAGE).text)
    assert "csrf_token" not in form
    assert post_form(client, form).location == "/cart"


def test_csrf_over_https(sqlite_engine: Engine) -> None:
    """Flask-WTF wants a Referer over HTTPS, so we never ask browsers to leave it out."""
    client = a_shop(with_csrf(a_host()), sqlite_engine)
    base = "https://shop.example"
    page = client.get(PAGE, base_url=base)
    assert "Referrer-Policy" not in page.headers
    assert 'name="referrer"' not in page.text
    form, _ = cart_forms(page.text)
    sent = {"base_url": base, "headers": {"Referer": f"{base}{PAGE}"}}
    assert post_form(client, form, **sent).location == "/cart"


def test_tables_beside_those_of_flask_sqlalchemy(sqlite_files: SqliteFiles) -> None:
    """A host's naming convention names its own constraints, and none of ours."""
    metadata = sa.MetaData(naming_convention={"pk": "theirs_%(table_name)s"})
    app = a_host(SQLALCHEMY_DATABASE_URI=sqlite_files.empty_url())
    db = flask_sqlalchemy.SQLAlchemy(app, metadata=metadata)
    sa.Table("product", metadata, sa.Column("id", sa.Integer, primary_key=True))
    FlaskSerum(app, market=EU)
    run = app.test_cli_runner().invoke
    with app.app_context():
        db.create_all()
        assert run(args=["serum", "upgrade"]).exit_code == 0
        assert run(args=["serum", "check"]).exit_code == 0
        inspector = sa.inspect(db.engine)
        names = {
            name: inspector.get_pk_constraint(name)["name"] for name in inspector.get_table_names()
        }
        assert names.pop("product") == "theirs_product"
        assert not any(str(name).startswith("theirs") for name in names.values())
        db.engine.dispose()


def test_context_processors_are_not_run_for_our_layout(sqlite_engine: Engine) -> None:
    """They can cost queries, so our own pages are made without them."""
    app, counter = a_host(), Counter()
    app.context_processor(counter)
    client = a_shop(app, sqlite_engine)
    for path in (PAGE, "/serums/"):
        assert client.get(path).status_code == 200
    assert counter.calls == 0


@pytest.mark.parametrize(
    ("templates", "options"),
    [
        ({"shop.html": LAYOUT}, {"layout": "shop.html", "blocks": BLOCKS}),
        ({"serum/layout.html": "{{ greeting }}{% block serum_content %}{% endblock %}"}, {}),
        ({"serum/page.html": "{{ greeting }} {{ serum.safety_notice }}"}, {}),
    ],
    ids=["layout option", "own serum/layout.html", "own serum/page.html"],
)
def test_context_processors_are_run_in_the_hosts_templates(
    sqlite_engine: Engine, templates: dict[str, str], options: dict[str, t.Any]
) -> None:
    """A host's layout, or its own whole page, has the variables it has everywhere."""
    app, counter = a_host(templates), Counter()
    app.context_processor(counter)
    html = a_shop(app, sqlite_engine, **options).get(PAGE).text
    assert "Hello from the shop" in html
    assert counter.calls >= 1


@pytest.mark.parametrize("wanted", [True, False])
def test_context_processors_as_the_host_wants(sqlite_engine: Engine, wanted: bool) -> None:
    """A setting runs them always or never."""
    app = a_host({"shop.html": LAYOUT}, SERUM_CONTEXT_PROCESSORS=wanted)
    counter = Counter()
    app.context_processor(counter)
    client = a_shop(app, sqlite_engine)
    FlaskSerum(
        app,
        market=EU,
        db=sqlite_engine,
        name="framed",
        url_prefix="/framed",
        layout="shop.html",
        blocks=BLOCKS,
    )
    client.get(PAGE)
    assert bool(counter.calls) is wanted
    assert ("no greeting" in client.get(f"/framed/{factories.SLUG}").text) is not wanted


def test_before_request_of_the_host(sqlite_engine: Engine) -> None:
    """A host's before_request runs first, may answer by itself, and its g is there for hooks."""
    app = a_host()

    @app.before_request
    def sign_in() -> tuple[str, int] | None:
        g.token = "from before_request"
        return ("closed", 503) if "closed" in request.args else None

    client = a_shop(app, sqlite_engine, csrf=lambda: ("token", g.token))
    form, _ = cart_forms(client.get(PAGE).text)
    assert form["token"] == "from before_request"
    assert client.get(f"{PAGE}?closed").text == "closed"


def test_after_request_of_the_host(sqlite_engine: Engine) -> None:
    """A host's after_request sees our answers."""
    app = a_host()

    @app.after_request
    def mark(response: Response) -> Response:
        response.headers["X-Shop"] = "seen"
        return response

    client = a_shop(app, sqlite_engine)
    for path in (PAGE, "/serums/", "/serums/sitemap.xml", "/serums/nothing"):
        assert client.get(path).headers["X-Shop"] == "seen"


def a_framed_shop(engine: Engine, **options: t.Any) -> FlaskClient:
    app = with_strict_templates(a_host({"shop.html": LAYOUT}))
    app.context_processor(lambda: {"shop_name": "from the shop"})
    return a_shop(app, engine, **{"layout": "shop.html", "blocks": BLOCKS, **options})


def test_layout_of_the_host(sqlite_engine: Engine) -> None:
    """Our title, head and content are in the host's blocks, required ones too, beside its own."""
    html = a_framed_shop(sqlite_engine).get(PAGE).text
    head, _, body = html.partition("</head>")
    assert html.count("<!doctype html>") == html.count("<title>") == 1
    assert "<title>Aurelia Duo Serum, 2 x 15 ml | Shop</title>" in head
    assert '<link rel="stylesheet" href="/shop.css">' in head
    assert '<link rel="canonical"' in head
    assert "<style>" in head
    assert "<h1" in body
    assert "Shop footer" in body
    assert notices(html) == 1
    assert 'content="from the shop"' in head


def test_layout_of_the_host_for_the_list(sqlite_engine: Engine) -> None:
    """The list sits in the host's layout too."""
    html = a_framed_shop(sqlite_engine).get("/serums/").text
    assert "Shop footer" in html
    assert PAGE in html


def test_layout_context(sqlite_engine: Engine) -> None:
    """A layout gets the variables that only the host's own views pass."""
    client = a_framed_shop(sqlite_engine, layout_context=lambda: {"greeting": request.path})
    assert f"<header>{PAGE}</header>" in client.get(PAGE).text


def test_layout_context_does_not_go_before_ours(sqlite_engine: Engine) -> None:
    """A layout's variable that is named as one of ours does not break the page."""
    client = a_framed_shop(sqlite_engine, layout_context=lambda: {"serum": "x", "serum_t": "y"})
    assert notices(client.get(PAGE).text) == 1


def test_layout_in_a_folder_with_a_space(sqlite_engine: Engine) -> None:
    """The layout is the template of that name, whatever letters it has."""
    app = a_host({"my shop/base (new).html": "new{% block content %}{% endblock %}"})
    client = a_shop(app, sqlite_engine, layout="my shop/base (new).html")
    assert client.get(PAGE).text.startswith("new")


def test_layout_without_a_head_block(sqlite_engine: Engine) -> None:
    """A layout without a place for the head still shows the page and its notice."""
    app = a_host({"shop.html": "<body>{% block content %}{% endblock %}</body>"})
    html = a_shop(app, sqlite_engine, layout="shop.html").get(PAGE).text
    assert "serum-heading__title" in html
    assert notices(html) == 1


def test_layout_that_extends_another(sqlite_engine: Engine) -> None:
    """A layout may be the third of a chain."""
    app = a_host(
        {
            "base.html": "<title>{% block title %}{% endblock %}</title>"
            "{% block all %}{% endblock %}",
            "shop.html": "{% extends 'base.html' %}{% block all %}{% block content %}{% endblock %}"
            "{% endblock %}",
        }
    )
    html = a_shop(app, sqlite_engine, layout="shop.html").get(PAGE).text
    assert "<title>Aurelia Duo Serum, 2 x 15 ml</title>" in html
    assert notices(html) == 1


def test_layout_as_a_callable(sqlite_engine: Engine) -> None:
    """A layout may be a callable of title, head and body, each ready to print as it is."""
    given: list[str] = []

    def layout(title: str, head: str, body: str) -> str:
        given[:] = title, head, body
        return Markup(
            "<!doctype html><html><head><title>{}</title>{}</head><body>{}</body></html>"
        ).format(title, head, body)

    copy = factories.a_copy(seo_title="Duo & more")
    record = factories.a_record(copy={"en": copy})
    html = a_shop(a_host(), sqlite_engine, layout=layout, record=record).get(PAGE).text
    title, head, body = given
    assert title == "Duo &amp; more"
    assert "<title>Duo &amp; more</title>" in html
    assert 'rel="canonical"' in head
    assert "<h1" in body
    assert head in html
    assert body in html


def test_layout_as_a_callable_that_renders(sqlite_engine: Engine) -> None:
    """A callable may hand what it got to a template, without marking it as safe."""
    app = a_host({"frame.html": "<title>{{ title }}</title>{{ head }}<body>{{ body }}</body>"})

    def layout(title: str, head: str, body: str) -> str:
        return render_template("frame.html", title=title, head=head, body=body)

    html = a_shop(app, sqlite_engine, layout=layout).get(PAGE).text
    assert '<h1 class="serum-heading__title"' in html
    assert "&lt;" not in re.sub(r"(?s)<script.*?</script>", "", html)


def test_layout_as_a_callable_beside_an_own_page(sqlite_engine: Engine) -> None:
    """A host's own whole page, which sits in no layout, is left as it is."""
    app = a_host({"serum/page.html": "<body>own {{ serum.safety_notice }}</body>"})
    html = a_shop(app, sqlite_engine, layout=lambda *all: "framed").get(PAGE).text
    assert html.startswith("<body>own ")


def test_cart_form_of_the_host(sqlite_engine: Engine) -> None:
    """The host's own form stands in the page: its address, its fields, its quantity field."""
    client = a_shop(
        a_host(),
        sqlite_engine,
        cart_form=lambda sku: ("/basket/add", {"product": sku, "token": "t"}, "amount"),
    )
    (form,) = cart_forms(client.get(PAGE).text)
    assert list(form.items()) == [
        ("action", "/basket/add"),
        ("product", factories.SKU),
        ("token", "t"),
        ("amount", "1"),
    ]
    assert client.post(CART).status_code == 404


def test_cart_form_with_fields_in_order(sqlite_engine: Engine) -> None:
    """The fields may be pairs, in order, and the form may have no quantity."""
    pairs = [("b", "1"), ("a", "2")]
    client = a_shop(a_host(), sqlite_engine, cart_form=lambda sku: ("/add", pairs, ""))
    (form,) = cart_forms(client.get(PAGE).text)
    assert list(form.items()) == [("action", "/add"), *pairs]


def test_product_url(sqlite_engine: Engine) -> None:
    """A host where nothing can be posted gets a link to buy at."""
    client = a_shop(a_host(), sqlite_engine, product_url=lambda sku: f"/p/{sku}?a=1&b=2")
    html = client.get(PAGE).text
    assert f'href="/p/{factories.SKU}?a=1&amp;b=2"' in html
    assert cart_forms(html) == []


def test_content_security_policy(sqlite_engine: Engine) -> None:
    """With a nonce every style has it, and nothing stands inline that a policy would stop."""
    client = a_shop(a_host(), sqlite_engine, csp_nonce=lambda: "n0nce")
    for path in (PAGE, "/serums/"):
        html = client.get(path).text
        assert re.findall(r"<style[^>]*>", html) == ['<style nonce="n0nce">']
        for script in re.findall(r"<script[^>]*>", html):
            assert 'type="application/ld+json"' in script
        assert not re.search(r"""<[^>]*\s(style|on[a-z]+)\s*=""", html)
        assert "javascript:" not in html


def test_at_the_sites_root(sqlite_engine: Engine) -> None:
    """At an empty prefix the host's own routes go first, and its 404 stays."""
    app = with_error_pages(a_host())
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/about", view_func=lambda: "about us", endpoint="about")
    pages.add_url_rule("/", view_func=lambda: "home", endpoint="home")
    app.register_blueprint(pages)
    client = a_shop(app, sqlite_engine, url_prefix="")
    assert client.get("/about").text == "about us"
    assert client.get("/").text == "home"
    assert client.get("/nothing").text == "<h1>Shop 404</h1>"
    html = client.get(f"/{factories.SLUG}").text
    assert notices(html) == 1
    assert cart_forms(html)[0]["action"] == f"/{factories.SLUG}/cart"


def test_with_a_server_name(sqlite_engine: Engine) -> None:
    """With SERVER_NAME the links of a page stay within the site."""
    app = a_host(SERVER_NAME="shop.example", PREFERRED_URL_SCHEME="https")
    client = a_shop(app, sqlite_engine)
    html = client.get(PAGE, base_url="https://shop.example").text
    assert f'rel="canonical" href="https://shop.example{PAGE}"' in html
    assert cart_forms(html)[0]["action"] == CART


def test_canonical_base(sqlite_engine: Engine) -> None:
    """Canonical addresses are the setting's, links on the page are not."""
    client = a_shop(a_host(SERUM_CANONICAL_BASE="https://shop.example"), sqlite_engine)
    html = client.get(PAGE, base_url="http://10.0.0.7:8080").text
    assert f'rel="canonical" href="https://shop.example{PAGE}"' in html
    assert "10.0.0.7" not in html
    assert cart_forms(html)[0]["action"] == CART
    assert f"<loc>https://shop.example{PAGE}</loc>" in client.get("/serums/sitemap.xml").text


def test_below_another_application(sqlite_engine: Engine) -> None:
    """Under a dispatcher every address has the path that the app is mounted at."""
    till = Till()
    app = a_host()
    a_shop(app, sqlite_engine, offers=till.offers, add_to_cart=till.add)
    whole = DispatcherMiddleware(lambda environ, start: [b""], {"/store": app.wsgi_app})
    client = Client(whole, Response)
    html = client.get(f"/store{PAGE}").text
    own = re.findall(r'(?:href|action)="((?:http://localhost)?/[^"]*serums[^"]*)"', html)
    assert own
    assert all("/store/serums" in one for one in own)
    form = cart_forms(html)[0]
    assert client.post(form.pop("action"), data=form).status_code == 303
    assert till.cart == {factories.SKU: 1}
    redirected = client.get("/store/serums/en/aurelia-duo").location
    assert redirected == f"/store{PAGE}"


def test_no_cookie_for_a_look(sqlite_engine: Engine) -> None:
    """A shopper who only looks gets no cookie, though the host's cart is in its session."""
    app = a_host()
    client = a_shop(app, sqlite_engine, add_to_cart=with_session_cart(app), in_cart=lambda: [])
    for path in (PAGE, "/serums/", "/serums/sitemap.xml"):
        response = client.get(path)
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")
    form, routine = cart_forms(client.get(PAGE).text)
    assert "Set-Cookie" in post_form(client, form).headers
    post_form(client, routine)
    with client.session_transaction() as session:
        assert len(session["cart"]) == 3


def app_wide(app: Flask) -> dict[str, t.Any]:
    """Give everything of an app that belongs to the whole of it."""
    return {
        "error handlers": {code: of for code, of in app.error_handler_spec[None].items() if of},
        "before": list(app.before_request_funcs.get(None, [])),
        "after": list(app.after_request_funcs.get(None, [])),
        "teardown": list(app.teardown_request_funcs.get(None, [])),
        "app teardown": list(app.teardown_appcontext_funcs),
        "context processors": list(app.template_context_processors[None]),
        "url defaults": list(app.url_default_functions.get(None, [])),
        "url values": list(app.url_value_preprocessors.get(None, [])),
        "shell": list(app.shell_context_processors),
        "globals": dict(app.jinja_env.globals),
        "filters": dict(app.jinja_env.filters),
        "tests": dict(app.jinja_env.tests),
        "jinja extensions": set(app.jinja_env.extensions),
        "config": dict(app.config),
        "converters": dict(app.url_map.converters),
        "json": app.json,
        "session": app.session_interface,
        "wsgi": app.wsgi_app,
    }


def test_nothing_of_the_whole_app_changes(sqlite_engine: Engine) -> None:
    """A mount, a published page and some requests change nothing that is the app's own."""
    app = a_host()
    before = app_wide(app)
    commands, extensions = set(app.cli.commands), set(app.extensions)
    client = a_shop(app, sqlite_engine)
    for path in (PAGE, "/serums/", "/serums/nothing"):
        client.get(path)
    assert app_wide(app) == before
    assert set(app.cli.commands) - commands == {"serum"}
    assert set(app.extensions) - extensions == {"serum"}
    assert {name.partition(".")[0] for name in app.blueprints} == {"serum"}
    ours = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("serum.")}
    others = {rule.rule for rule in app.url_map.iter_rules()} - ours
    assert all(rule.startswith("/serums/") for rule in ours)
    assert others == {"/static/<path:filename>"}


def test_form_fields_have_names_of_their_own(sqlite_engine: Engine) -> None:
    """The fields of our forms mean nothing to a host: quantity, and serum_ something."""
    for form in cart_forms(a_shop(a_host(), sqlite_engine).get(PAGE).text):
        names = set(form) - {"action"}
        assert all(name == "quantity" or name.startswith("serum_") for name in names)


@pytest.mark.parametrize(
    "query",
    [
        "slug=x",
        "locale=x",
        "view=x",
        "whole=1",
        "_external=1",
        "_scheme=evil",
        "_anchor=x",
        "a=b&a=c",
    ],
)
def test_any_query_survives_the_way_to_the_canonical_address(
    sqlite_engine: Engine, query: str
) -> None:
    """The default locale's address leads to the short one, whatever the query is."""
    response = a_shop(a_host(), sqlite_engine).get(f"/serums/en/{factories.SLUG}?{query}")
    assert response.status_code == 308
    assert response.location.partition("?")[0] == PAGE


def test_sitemap_of_the_host(sqlite_engine: Engine) -> None:
    """A host lists our pages in its own sitemap, in every locale they are live in."""
    app = a_host(SERUM_CANONICAL_BASE="https://shop.example")

    @app.get("/sitemap")
    def sitemap() -> list[str]:
        return [entry.loc for entry in sitemap_entries()]

    client = a_shop(app, sqlite_engine)
    german = f"https://shop.example/serums/de/{factories.SLUG}"
    assert client.get("/sitemap").json == [f"https://shop.example{PAGE}", german]
    FlaskSerum(
        a_host(), market=EU, db=sqlite_engine, name="other"
    )  # an app of its own, which does not show up here
    assert len(client.get("/sitemap").json or []) == 2


def test_two_hosts_in_one_process(sqlite_files: SqliteFiles) -> None:
    """Two apps with themes of their own do not see each other's templates or pages."""
    htmls = []
    for mark in ("first", "second"):
        app = a_host({"serum/parts/heading.html": f"<h1>{mark}</h1>"})
        app.config["SERUM_DATABASE_URI"] = sqlite_files.url()
        htmls.append(a_shop(app, None).get(PAGE).text)
        for source in app.extensions["serum"].databases.values():
            source.dispose()
    assert ["<h1>first</h1>" in one for one in htmls] == [True, False]
    assert ["<h1>second</h1>" in one for one in htmls] == [False, True]


def test_the_host_is_asked_inside_the_request(sqlite_engine: Engine) -> None:
    """A host's callables find the request they are for."""
    seen: list[str] = []
    till = Till()

    def offers(skus: list[str]) -> dict[str, t.Any]:
        seen.append(request.path)
        return till.offers(skus)

    client = a_shop(a_host(), sqlite_engine, offers=offers)
    seen.clear()
    client.get(PAGE)
    assert set(seen) == {PAGE}
    publish(client.application)
