"""No record, theme, market or state of the shop takes the notice off a published page."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

import factories
import pytest
import themes
from fakes import FakeShop
from fakes import StoppedClock
from flask import Flask
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from jinja2 import DictLoader
from mounted import a_catalog
from mounted import a_mounted_shop
from mounted import EDITOR
from mounted import MountedShop
from mounted import PAGE
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import NoticeUnavailable
from flask_serum.core.errors import ShopUnavailable
from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.core.page import Copy
from flask_serum.web.notice_guard import notice_markup
from flask_serum.web.notice_guard import notice_stands

NOTICE = notice_for("en")
MARKUP = str(notice_markup(NOTICE))

EVIL = st.sampled_from(
    [
        "plain words",
        "<!--",
        "-->",
        "</section></div></body></html>",
        "<style>#serum-notice{display:none}</style>",
        '<div hidden id="serum-notice">',
        "<template>",
        "<script>document.body.textContent=''</script>",
        "<plaintext>",
        "{{ serum.safety_notice }}",
        "{% block serum_notice %}{% endblock %}",
        MARKUP,
    ]
)

TEXTS = ("title", "product_type", "summary", "storage", "seo_title", "seo_description")
RICH = ("what_it_is", "why_mixed", "about_nitric_oxide", "topical_and_supplements")
LISTS = ("benefits", "extra_warnings")


@st.composite
def evil_copy(draw: st.DrawFn) -> Copy:
    """Change some of the usual copy's texts into ones that try to get out of their element."""
    changes: dict[str, t.Any] = {}
    for name in draw(st.sets(st.sampled_from((*TEXTS, *RICH)))):
        changes[name] = draw(EVIL)[:100] if name in TEXTS else f"<p>{draw(EVIL)}</p>x"
    for name in draw(st.sets(st.sampled_from(LISTS))):
        changes[name] = tuple(draw(st.lists(EVIL.map(lambda one: one[:100]), max_size=3)))
    return factories.a_copy(**changes)


def stands(shop: MountedShop, path: str = PAGE) -> bool:
    """Tell whether a page is sent with its notice, once, in the words of the package."""
    response = shop.client.get(path)
    assert response.status_code == 200
    found = LexborHTMLParser(response.text).css("#serum-notice")
    assert [" ".join(one.text(separator=" ").split()) for one in found] == [
        " ".join(NOTICE.text.split())
    ]
    return notice_stands(response.text, NOTICE, {f"{PAGE}/cart"})


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


@settings(max_examples=60)
@given(copy=evil_copy())
def test_no_copy_takes_it_off(shop: MountedShop, copy: Copy) -> None:
    """Whatever a merchant writes into whichever field, the page has its notice."""
    record = factories.a_record(copy={"en": copy})
    with contextlib.suppress(DocumentInvalid):
        shop.bring_in(record)
    assert stands(shop)


@settings(max_examples=60)
@given(theme=themes.random_themes(MARKUP))
def test_no_theme_takes_it_off(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, theme: str
) -> None:
    """Whatever a host's own template makes of the page, it is sent with its notice."""
    app = Flask("host")
    app.jinja_loader = DictLoader({"serum/page.html": f"{{% raw %}}{theme}{{% endraw %}}"})
    shop = a_mounted_shop(sqlite_engine, StoppedClock(clock.now()), market_eu, app=app)
    assert stands(shop)


def _down(shop: FakeShop) -> None:
    shop.failure = ShopUnavailable("down")


def _empty(shop: FakeShop) -> None:
    shop.offers.clear()


def _full_cart(shop: FakeShop) -> None:
    shop.cart = dict.fromkeys(shop.offers, 1)


def test_no_state_of_the_shop_takes_it_off(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Down, empty, or with everything in the cart: the page has its notice."""
    for change in (_down, _empty, _full_cart):
        catalog = a_catalog()
        change(catalog)
        shop = a_mounted_shop(sqlite_engine, StoppedClock(clock.now()), market_eu, shop=catalog)
        assert stands(shop)


def test_a_locale_without_a_reviewed_notice_can_not_go_live(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Copy in a language without a notice stays a draft."""
    shop = a_mounted_shop(sqlite_engine, clock, market_eu)
    publishing = shop.mount.publishing
    publishing.save_draft(EDITOR, factories.SLUG, "it", factories.a_copy(), expected=0)
    with pytest.raises(NoticeUnavailable, match="No safety notice in 'it'"):
        publishing.publish(EDITOR, factories.SLUG, "it")


def test_the_record_has_no_field_for_it() -> None:
    """There is nothing in a page document that could hold, change or switch off the notice."""
    names = {one.name for one in dataclasses.fields(Copy)}
    assert not {name for name in names if "notice" in name or "safety" in name}
