"""What every screen of the editor shows round its content."""

from __future__ import annotations

from dataclasses import dataclass

from .messages import Message
from .navigation import Link


@dataclass(frozen=True)
class Screen:
    """What every template of the editor gets, as ``screen``.

    :param title: of the document.
    :param actor: the name of who is signed in.
    :param market: what people call the market.
    :param token: name and value of the field that every form holds.
    :param messages: told at the top.
    :param main: the screens that belong to no page.
    :param tabs: the screens of the page, if it is about one.
    :param slug: the page, or empty.
    :param style: address of the stylesheet.
    :param script: address of the script.
    :param home: address of the list of pages.
    """

    title: str
    actor: str
    market: str
    token: tuple[str, str]
    messages: tuple[Message, ...]
    main: tuple[Link, ...]
    tabs: tuple[Link, ...]
    slug: str
    style: str
    script: str
    home: str
