"""The forms in a real browser: kept while they are written, without a script, offline."""

from __future__ import annotations

import collections.abc as cabc
import re

import factories
import pytest
from browser import axe
from browser import PageAt
from editing import a_desk
from editing import a_shop
from editing import COPY
from editing import Desk
from editing import EDITOR
from editing import FACTS
from editing import PAGE
from fakes import StoppedClock
from flask import Flask
from playwright.sync_api import expect
from playwright.sync_api import Locator
from playwright.sync_api import Page
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market

WIDE, PHONE = (1440, 900), (390, 844)
TRANSLATION = f"{PAGE}translate/de"

Serve = cabc.Callable[[Flask], str]


class Office:
    """The editor, served, and people who open it.

    :param desk: of a merchant who works without a browser.
    :param base: address of the shop.
    :param page_at: opens a browser.
    """

    def __init__(self, desk: Desk, base: str, page_at: PageAt) -> None:
        self.desk, self.base, self._page_at = desk, base, page_at

    def open(
        self,
        path: str = COPY,
        name: str = "ada",
        size: tuple[int, int] = WIDE,
        *,
        dark: bool = False,
        javascript: bool = True,
    ) -> Page:
        """Open a screen as somebody."""
        page = self._page_at(*size, dark=dark, javascript=javascript)
        page.context.set_extra_http_headers({"X-Who": f"{name}:admin"})
        page.goto(f"{self.base}{path}")
        return page


@pytest.fixture(name="office")
def _office(
    sqlite_engine: Engine,
    clock: StoppedClock,
    market_eu: Market,
    page_at: PageAt,
    serve: Serve,
) -> Office:
    shop = a_shop(sqlite_engine, clock, market_eu)
    return Office(a_desk(shop, "ben"), serve(shop.app), page_at)


def _frame(page: Page) -> Locator:
    return page.frame_locator("[data-frame]").locator("body")


def _words(page: Page, field: str) -> Locator:
    return page.locator(f"#f-{field}-words")


def test_words_are_kept_while_they_are_written(office: Office) -> None:
    """Nothing is pressed, and the words are there in another browser; no revision is made."""
    page = office.open()
    page.locator("[name=summary]").fill("Half a thought")
    expect(page.locator("[data-state]")).to_contain_text("Kept for you")
    other = office.open()
    expect(other.locator("[name=summary]")).to_have_value("Half a thought")
    expect(_frame(other)).to_contain_text("Half a thought")
    assert office.desk.number() == 1


def test_a_form_that_is_only_opened_keeps_nothing(office: Office) -> None:
    """Rich-text fields that set themselves up change nothing."""
    page = office.open()
    expect(_words(page, "what_it_is")).to_be_visible()
    expect(page.locator("[data-state]")).to_have_text("")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator(".message")).to_contain_text("Nothing has changed since revision 1")


def test_a_lost_connection_loses_nothing(office: Office) -> None:
    """What never reached the server waits in the browser, and is put back."""
    page = office.open()
    page.route("**/keep", lambda route: route.abort())
    page.locator("[name=title]").fill("Written in a tunnel")
    expect(page.locator("[data-offline]")).to_contain_text("There is no connection")
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("Written in a tunnel")
    expect(page.locator(".message")).to_contain_text("were put back from this browser")
    page.unroute("**/keep")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator(".message")).to_contain_text("Saved as revision 2")
    assert office.desk.copy().title == "Written in a tunnel"


def test_an_expired_session_loses_nothing(office: Office) -> None:
    """Who is signed out hears so, goes on, and finds every word after signing in again."""
    page = office.open()
    expect(page.locator("html.has-script")).to_be_attached()
    page.context.set_extra_http_headers({})
    page.locator("[name=title]").fill("Written after the session")
    expect(page.locator("[data-offline]")).to_contain_text("You have been signed out")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator("h1")).to_have_text("You have been signed out.")
    assert axe(page) == []
    page.context.set_extra_http_headers({"X-Who": "ada:admin"})
    page.goto(f"{office.base}{COPY}")
    expect(page.locator("[name=title]")).to_have_value("Written after the session")
    page.context.set_extra_http_headers({"X-Who": "ben:admin"})
    page.goto(f"{office.base}{COPY}")
    expect(page.locator("[name=title]")).to_have_value("Aurelia Duo Serum")


def test_a_translation_loses_nothing_either(office: Office) -> None:
    """Beside its source, a translation is kept, put back and saved as the form of the copy is."""
    page = office.open(TRANSLATION)
    title, state = page.locator("[name=title]"), page.locator("[data-state]")
    title.fill("Halb")
    expect(page.locator("[data-count=f-title]")).to_contain_text("4 of at most 120")
    expect(state).to_contain_text("Kept for you")
    page.route("**/keep", lambda route: route.abort())
    words = _words(page, "what_it_is")
    words.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Im Tunnel")
    expect(page.locator("[data-offline]")).to_contain_text("There is no connection")
    page.goto(f"{office.base}{PAGE}parts/de")
    expect(title).to_have_value("Halb")
    expect(words).to_have_text("Im Tunnel")
    expect(page.locator(".message").last).to_contain_text("were put back from this browser")
    page.unroute("**/keep")
    page.goto(f"{office.base}{TRANSLATION}")
    expect(words).to_have_text("Im Tunnel")
    expect(state).to_contain_text("Kept for you")
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator(".message").first).to_contain_text("Saved as revision 2")
    assert office.desk.copy("de").title == "Halb"
    assert office.desk.copy("de").what_it_is == "<p>Im Tunnel</p>"
    page.reload()
    expect(page.locator(".message--note")).to_have_count(0)


def test_two_tabs_of_one_person(office: Office) -> None:
    """Neither writes over the other's words, here and on the server; each is told of the other."""
    one = office.open()
    one.locator("[name=title]").fill("In tab one")
    expect(one.locator("[data-state]")).to_contain_text("Kept for you")
    two = one.context.new_page()
    two.goto(f"{office.base}{COPY}?told=nothing")
    expect(two.locator("[name=title]")).to_have_value("Aurelia Duo Serum")
    office.desk.shop.clock.advance(seconds=9)
    two.locator("[name=summary]").fill("In tab two")
    expect(two.locator("[data-mine]")).to_contain_text("You have other words here")
    one.route("**/keep", lambda route: route.abort())
    one.locator("[name=storage]").fill("Only in this browser")
    expect(one.locator("[data-offline]")).to_contain_text("There is no connection")
    two.reload()
    expect(two.locator("[name=summary]")).to_have_value("In tab two")
    two.get_by_role("button", name="Put them into the form").click()
    expect(two.locator("[name=storage]")).to_have_value("Only in this browser")
    expect(two.locator("[name=title]")).to_have_value("In tab one")
    expect(two.locator("[data-state]")).to_contain_text("Kept for you")
    kept = office.desk.shop.mount.workbench.kept("ada", factories.SLUG, "en")
    assert {dict(copy.fields)["summary"] for copy in kept} >= {"In tab two"}
    assert axe(two) == []
    two.keyboard.press("ControlOrMeta+s")
    expect(two.locator(".message").first).to_contain_text("Saved as revision 2")
    two.locator("[data-mine] a").first.click()
    expect(two.locator("[name=summary]")).to_have_value("In tab two")


def test_a_host_s_own_door_loses_nothing(office: Office) -> None:
    """A host that sends whoever is signed out to its login is not taken for a server that kept."""
    page = office.open()
    page.route("**/keep", lambda route: route.fulfill(content_type="text/html", body="Sign in"))
    page.locator("[name=title]").fill("Behind the door")
    expect(page.locator("[data-offline]")).to_contain_text("You have been signed out")
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("Behind the door")


def test_a_form_that_was_open_for_long_goes_on(office: Office) -> None:
    """A token that holds no more is changed for a new one; nothing has to be done by hand."""
    page = office.open()
    page.locator("[name=serum_token]").first.evaluate("one => { one.value = 'old'; }")
    page.locator("[name=title]").fill("After lunch")
    expect(page.locator("[data-state]")).to_contain_text("Kept for you")
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator(".message").first).to_contain_text("Saved as revision 2")


def test_who_else_is_there_is_shown(office: Office) -> None:
    """Two who have the same part open see each other."""
    cleo = office.open(name="cleo")
    expect(cleo.locator("html.has-script")).to_be_attached()
    cleo.wait_for_load_state("networkidle")
    page = office.open()
    expect(page.locator("[data-presence]")).to_have_text("cleo has this open too.")


def test_a_click_in_the_preview_goes_to_the_field(office: Office) -> None:
    """A part of the page leads to its field, and a field shows its part of the page."""
    page = office.open()
    page.get_by_role("button", name="Desktop").click()
    _frame(page).locator(".serum-benefits").click()
    expect(page.locator("[name=benefits]")).to_be_focused()
    _frame(page).locator('[aria-labelledby="serum-what"] .serum-section__body').click()
    expect(_words(page, "what_it_is")).to_be_focused()
    page.locator("[name=storage]").focus()
    expect(_frame(page).locator(".serum-keeping [data-serum-marked]")).to_be_in_viewport()
    _frame(page).get_by_role("button", name="Add to cart").first.click()
    assert office.desk.shop.shop.added == []


def test_the_preview_keeps_its_place(office: Office) -> None:
    """While words are typed, the page does not jump."""
    page = office.open()
    title = _frame(page).locator("h1")
    expect(title).to_be_visible()
    scroll = "document.querySelector('[data-frame]').contentWindow.scrollY"
    page.evaluate("document.querySelector('[data-frame]').contentWindow.scrollTo(0, 900)")
    before = page.evaluate(scroll)
    page.evaluate(
        "document.querySelector('[name=title]').value = 'Typed';"
        "document.querySelector('[name=title]').dispatchEvent(new Event('input', {bubbles: true}))"
    )
    expect(title).to_have_text("Typed")
    assert before == page.evaluate(scroll) == 900


def test_pasted_text_is_cleaned(office: Office) -> None:
    """What is pasted from elsewhere leaves its looks and its scripts behind."""
    page = office.open()
    words = _words(page, "why_mixed")
    words.click()
    page.keyboard.press("ControlOrMeta+a")
    words.evaluate(
        """one => {
          const data = new DataTransfer();
          data.setData("text/html", '<h2 style="color:red">Head</h2><p onclick="x()">One '
            + '<b>two</b> <a href="javascript:x()">three</a><img src=x onerror=alert(1)></p>'
            + '<ul><li>four</li></ul><script>alert(1)</script>');
          const how = {clipboardData: data, bubbles: true, cancelable: true};
          one.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    expect(page.locator("[name=why_mixed]")).to_have_value(re.compile("four"))
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator(".message")).to_contain_text("Saved as revision 2")
    kept = office.desk.copy().why_mixed
    assert kept.startswith("<p>Head</p><p>One <strong>two</strong> three</p><ul><li>four</li></ul>")
    assert not re.search(r"script|style|javascript|onerror|img", kept)


def test_links_and_lists_are_made_with_buttons(office: Office) -> None:
    """The buttons of a rich-text field say and do what they are for."""
    page = office.open()
    field = page.locator("[data-rich]", has=_words(page, "why_mixed"))
    _words(page, "why_mixed").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Read more")
    page.keyboard.press("ControlOrMeta+a")
    field.get_by_role("button", name="Link").click()
    field.get_by_label("Address of the link").fill("https://shop.example/more")
    page.keyboard.press("Enter")
    field.get_by_role("button", name="List of points").click()
    expect(field.get_by_role("button", name="List of points")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert axe(page) == []
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator(".message")).to_contain_text("Saved")
    assert office.desk.copy().why_mixed == (
        '<ul><li><a href="https://shop.example/more" rel="noopener">Read more</a></li></ul>'
    )


def test_a_line_is_broken_within_a_paragraph(office: Office) -> None:
    """Shift and Enter break the line, also at the end, and what is typed goes behind it."""
    page = office.open()
    _words(page, "why_mixed").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("One")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Shift+Enter")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator(".message")).to_contain_text("Saved")
    assert office.desk.copy().why_mixed == "<p>One<br>two</p>"


def test_steps_are_moved_with_buttons_and_by_dragging(office: Office) -> None:
    """A card moves without leaving the page, keeps the focus, and takes its words along."""
    page = office.open(FACTS)
    page.locator("[name=brand]").fill("Typed before")
    titles = page.locator("[data-step-title]")
    page.get_by_role("button", name="Move step 6 down").press("Enter")
    expect(titles.nth(6)).to_have_text("Moisturizer")
    expect(page.get_by_role("button", name="Move step 7 up")).to_be_focused()
    grip, target = page.locator("[data-grip]").nth(6), page.locator(".step").nth(5)
    grip.scroll_into_view_if_needed()
    grip.hover()
    page.mouse.down()
    target.hover()
    page.mouse.up()
    expect(titles.nth(5)).to_have_text("Moisturizer")
    page.get_by_role("button", name="Add a step").click()
    expect(page.locator("[name='regimen.steps[7].action']")).to_be_focused()
    page.get_by_role("button", name="Remove step 8").click()
    expect(titles).to_have_count(7)
    expect(page.locator("[name=brand]")).to_have_value("Typed before")


def test_a_step_s_sentence_is_shown_as_it_is_typed(office: Office) -> None:
    """The card and the preview say what the shopper will read."""
    page = office.open(FACTS)
    page.locator("[name='regimen.steps[4].duration.maximum']").fill("180")
    expect(page.locator("[data-step-sentence]").nth(4)).to_contain_text("1 to 3 minutes")
    expect(_frame(page)).to_contain_text("1 to 3 minutes")


def test_all_is_done_without_a_script(office: Office) -> None:
    """Without a script: write, add an entry, preview, save, publish."""
    page = office.open(javascript=False)
    page.locator("[name=title]").fill("Without a script")
    page.locator("[name=what_it_is]").fill("One.\n\n- two\n- three")
    page.get_by_role("button", name="Add a question").click()
    page.locator("[name='faq[1].question']").fill("Does it work?")
    page.locator("[name='faq[1].answer']").fill("It does.")
    with page.context.expect_page() as opened:
        page.locator("[formtarget=_blank]").dispatch_event("click")
    expect(opened.value.locator("h1")).to_have_text("Without a script")
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish what is ticked").click()
    expect(page.locator(".message")).to_contain_text("Published: English")
    html = office.desk.shop.get()
    assert "<p>One.</p><ul><li>two</li><li>three</li></ul>" in html
    assert "Does it work?" in html


SCREENS = (EDITOR, f"{EDITOR}new", PAGE, COPY, f"{PAGE}parts/ar", FACTS)


@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (WIDE, True), (PHONE, False)])
def test_screens_are_accessible(
    office: Office, path: str, size: tuple[int, int], dark: bool
) -> None:
    """Axe finds nothing, and nothing is wider than the screen.

    :param path: of the screen.
    :param size: of the window.
    :param dark: whether it is dark.
    """
    page = office.open(path, size=size, dark=dark)
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]


def test_an_error_is_accessible(office: Office) -> None:
    """After an error the summary has the focus, and its links lead into the fields."""
    page = office.open()
    page.locator("[name=title]").fill("")
    page.locator("[name=title]").press("Enter")
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    assert axe(page) == []
    summary.get_by_role("link", name="Title").click()
    expect(page.locator("[name=title]")).to_be_focused()


def test_nothing_is_refused_by_the_policy(office: Office) -> None:
    """No screen asks for what its content security policy forbids."""
    page = office.open(EDITOR)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in SCREENS:
        page.goto(f"{office.base}{path}")
        page.wait_for_load_state("networkidle")
    page.goto(f"{office.base}{COPY}")
    page.locator("[name=title]").fill("New")
    expect(_frame(page).locator("h1")).to_have_text("New")
    assert [one for one in said if "Content Security Policy" in one] == []


def test_pages_of_another_person_are_not_mixed_up(office: Office) -> None:
    """Words that wait in a browser are put back for whoever wrote them alone."""
    page = office.open()
    page.route("**/keep", lambda route: route.abort())
    page.locator("[name=title]").fill("Ada's secret")
    expect(page.locator("[data-offline]")).to_contain_text("There is no connection")
    page.context.set_extra_http_headers({"X-Who": "cleo:admin"})
    page.goto(f"{office.base}{COPY}")
    expect(page.locator("[name=title]")).to_have_value(factories.a_copy().title)
