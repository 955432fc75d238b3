"""The notice on the finished page: found where it stands, put back where it does not."""

from __future__ import annotations

import re

import pytest
import themes
from hypothesis import given
from hypothesis import settings

from flask_serum.core.notice import Notice
from flask_serum.core.notice import notice_for
from flask_serum.web.notice_guard import notice_markup
from flask_serum.web.notice_guard import notice_stands
from flask_serum.web.notice_guard import NoticeDropped
from flask_serum.web.notice_guard import with_notice

NOTICE = notice_for("en")
MARKUP = str(notice_markup(NOTICE))
BAD = themes.bad_themes(MARKUP)
ACTIONS = {themes.CART}


@pytest.mark.parametrize("locale", ["en", "de", "ar"])
def test_the_packaged_element_says_the_whole_notice_and_nothing_else(locale: str) -> None:
    """The words of the element are those of the notice, in its order."""
    notice = notice_for(locale)
    words = " ".join(re.sub(r"<[^>]+>", " ", str(notice_markup(notice).unescape())).split())
    assert words == " ".join(notice.text.split())


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "<main>{}</main>",
        '<div class="x" style="padding: 2px; max-width: 60rem">{}</div>',
        "<form><fieldset>{}</fieldset></form>",
        "<table><tr><td>{}</td></tr></table>",
        '<div style="display:grid">{}</div><!-- c -->',
    ],
)
def test_a_page_that_shows_its_notice_is_left_as_it_is(around: str) -> None:
    """Not a byte is changed where the notice stands."""
    html = themes.page(around.format(MARKUP) + themes.FORM)
    assert with_notice(html, NOTICE, ACTIONS) == html


@pytest.mark.parametrize("what", BAD)
def test_a_bad_theme_is_found_out(what: str) -> None:
    """Whatever hides, changes or drops the notice counts as not showing it."""
    assert not notice_stands(BAD[what], NOTICE, ACTIONS)


@pytest.mark.parametrize("what", [what for what in BAD if what != "frames"])
def test_the_notice_is_put_back(what: str) -> None:
    """Afterwards the notice stands, and the rest of the page is still there."""
    mended = with_notice(BAD[what], NOTICE, ACTIONS)
    assert notice_stands(mended, NOTICE, ACTIONS)
    if "<h1>T</h1>" in BAD[what]:
        assert "<h1>T</h1>" in mended


def test_the_notice_is_put_before_the_cart_form() -> None:
    """It stands right before what it warns about, not somewhere on the page."""
    mended = with_notice(BAD["nothing"], NOTICE, ACTIONS)
    assert mended.index("</h1>") < mended.index('id="serum-notice"') < mended.index("<form")


def test_a_form_that_lost_its_mark_still_counts_as_a_cart_form() -> None:
    """Taking the attribute away does not let the form stand before the notice."""
    form = themes.FORM.replace(" data-serum-cart", "").replace('name="serum_notice"', 'name="n"')
    assert not notice_stands(themes.page(form + MARKUP), NOTICE, ACTIONS)


def test_a_page_with_no_place_for_it_is_not_sent() -> None:
    """Frames have no body of their own: the guard refuses them."""
    with pytest.raises(NoticeDropped, match="no place"):
        with_notice(BAD["frames"], NOTICE, ACTIONS)


def test_another_version_of_the_notice_does_not_count() -> None:
    """The notice of an older version, or of another language, is not this page's notice."""
    other = Notice("en", 99, NOTICE.heading, NOTICE.items)
    assert not notice_stands(themes.page(str(notice_markup(other))), NOTICE, ACTIONS)
    assert not notice_stands(themes.page(str(notice_markup(notice_for("de")))), NOTICE, ACTIONS)


@settings(max_examples=400, deadline=None)
@given(html=themes.random_themes(MARKUP))
def test_no_random_theme_loses_the_notice(html: str) -> None:
    """Whatever a theme makes of a page, it leaves with its notice or not at all."""
    try:
        mended = with_notice(html, NOTICE, ACTIONS)
    except NoticeDropped:
        return
    assert notice_stands(mended, NOTICE, ACTIONS)
    assert with_notice(mended, NOTICE, ACTIONS) == mended
