"""Somebody at a browser without a mouse: all they have is Tab, arrows, Enter, Space and letters."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from playwright.sync_api import FrameLocator
from playwright.sync_api import Locator
from playwright.sync_api import Page

# How many stops away something is, about: below nothing where it comes before. It only saves
# looking after every single key; that it has the focus in the end is seen, and not reckoned.
_AWAY = """(wanted) => {
  const here = document.activeElement;
  if (here === wanted) return 0;
  const stops = [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, iframe, [contenteditable=true], [tabindex]"
  )].filter((one) => one === wanted || one === here || (one.getAttribute("tabindex") !== "-1"
    && one.type !== "hidden" && !one.matches(":disabled") && one.checkVisibility()));
  const away = stops.indexOf(wanted) - Math.max(stops.indexOf(here), 0);
  const order = here.compareDocumentPosition(wanted);
  return order & Node.DOCUMENT_POSITION_PRECEDING ? Math.min(away, -1) : Math.max(away, 1);
}"""

_RING = """(one) => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
  const outlined = outlineStyle !== "none" && outlineWidth !== "0px";
  return one.matches(":focus-visible") && (outlined || boxShadow !== "none");
}"""

_MOST = 60

Role: t.TypeAlias = t.Literal[
    "button", "checkbox", "combobox", "heading", "link", "radio", "status", "textbox"
]


@dataclass
class Keyboard:
    """Somebody, and the page before them.

    :param page: in a context of their own.
    """

    page: Page

    def find(self, role: Role, name: str | re.Pattern[str], near: str = "body") -> Locator:
        """Give something by what it is called.

        :param role: what it is.
        :param name: what it is called; a text has to be the whole name.
        :param near: a selector of what it stands in.
        """
        if isinstance(name, str):  # where words are hidden from sight, spaces are put between
            pieces = map(re.escape, re.findall(r"\w+|[^\w\s]", name))
            name = re.compile("^" + r"\s*".join(pieces) + "$")
        return self.page.locator(near).get_by_role(role, name=name)

    def go_to(self, place: Locator) -> None:
        """Press Tab, or Shift and Tab, until something has the focus, and shows it.

        :param place: what; exactly one thing on the page.
        :raises AssertionError: if it can't be reached, or has the focus and doesn't show it.
        """
        place.wait_for(state="visible")
        wanted = place.element_handle()
        for _ in range(_MOST):
            away = wanted.evaluate(_AWAY)
            if not away:
                assert wanted.evaluate(_RING), f"{place} does not show that it has the focus"
                return
            for _ in range(max(abs(away) // 2, 1)):
                self.page.keyboard.press("Shift+Tab" if away < 0 else "Tab")
        raise AssertionError(f"Tab never comes to {place}")

    def follow(self, name: str | re.Pattern[str], near: str = "body") -> None:
        """Follow a link.

        :param name: what it is called.
        :param near: a selector of what it stands in.
        """
        self.go_to(self.find("link", name, near))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, name: str | re.Pattern[str], near: str = "body") -> None:
        """Press a button that leads to another screen.

        :param name: what it is called.
        :param near: a selector of what it stands in.
        """
        self.go_to(self.find("button", name, near))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def skip_to(self, where: str) -> None:
        """Take one of the links that stand before everything else.

        :param where: as in ``the content``.
        """
        self.go_to(self.find("link", f"Skip to {where}"))
        self.page.keyboard.press("Enter")

    def write(self, place: Locator, text: str) -> None:
        """Write something in place of what stands in a field.

        :param place: the field.
        :param text: what.
        """
        self.go_to(place)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def save(self) -> None:
        """Save by the shortcut."""
        with self.page.expect_navigation():
            self.page.keyboard.press("ControlOrMeta+s")

    @property
    def told(self) -> Locator:
        """What the screen says was done."""
        return self.page.locator("main > .message--success").first

    @property
    def preview(self) -> FrameLocator:
        """The page as shoppers will see it, beside the form."""
        return self.page.frame_locator("[data-frame]")
