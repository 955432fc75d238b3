"""Looks a mount over and says in plain words what is wrong with it."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from flask import Flask
from jinja2 import TemplateError

from .core.errors import SerumError
from .core.pairing import WhyNot
from .core.visibility import visible
from .core.visibility import VisiblePage
from .store import migrate
from .store.engine import EngineSource
from .web.composing import Composer
from .web.mount import KEY
from .web.mount import Mount
from .web.mount import Mounts
from .web.notice_guard import notice_stands
from .web.reading import PageData
from .web.reading import read_page
from .web.rendering import themed
from .web.rendering import variables

PAGE_TEMPLATE = "serum/page.html"

_REASONS = {
    WhyNot.OUT_OF_STOCK: "out of stock",
    WhyNot.NO_PRICE: "no price",
    WhyNot.PRICE_IS_ZERO: "its price is 0",
    WhyNot.NOT_PUBLISHED: "not published in the shop",
    WhyNot.IS_THE_SERUM: "it is the serum itself",
    WhyNot.IN_CART: "in the cart already",
    WhyNot.UNKNOWN_TO_SHOP: "unknown to the shop",
    WhyNot.OTHER_ROLE: "it has another role",
    WhyNot.OTHER_CURRENCY: "priced in another currency",
    WhyNot.ENOUGH: "enough are shown already",
}


@dataclass(frozen=True)
class Diagnosis:
    """One thing the doctor has to say.

    :param mount: name of the mount.
    :param about: what it is about: ``database``, ``theme``, ``companions``, ``locale``,
        ``sign-in``, ``pages`` or ``shop``.
    :param message: what is the matter and what to do.
    :param problem: whether it is wrong; else it is only good to know.
    """

    mount: str
    about: str
    message: str
    problem: bool = True


def examine(app: Flask) -> list[Diagnosis]:
    """Look over all mounts of an app.

    :param app: the app.
    :return: what was found, problems and things good to know.
    """
    mounts: Mounts | None = app.extensions.get(KEY)
    if not mounts:
        return [Diagnosis("", "pages", "Nothing is mounted: FlaskSerum(app, market=...).")]
    database = _database_problem(mounts)
    found = []
    for mount in mounts.values():
        if mount.hooks.actor is None:
            found.append(
                Diagnosis(
                    mount.name,
                    "sign-in",
                    "There is no sign-in hook, so nobody can edit: give is_merchant= or who=.",
                )
            )
        if database:
            found.append(Diagnosis(mount.name, "database", database))
            continue
        found += _overrides(app, mount)
        found += _pages(app, mount)
    return found


def _database_problem(mounts: Mounts) -> str:
    for source in mounts.databases.values():
        assert isinstance(source, EngineSource)
        try:
            migrate.require_current(source())
        except SerumError as error:
            return str(error)
    return ""


def _overrides(app: Flask, mount: Mount) -> cabc.Iterator[Diagnosis]:
    packaged = Path(str(files("flask_serum.templates")))
    for path in sorted(packaged.rglob("*.html")):
        name = path.relative_to(packaged).as_posix()
        try:
            found = app.jinja_env.get_template(name).filename
        except TemplateError as error:
            yield Diagnosis(mount.name, "theme", f"{name} can't be read: {error}")
            continue
        if found and Path(found) != path:
            yield Diagnosis(mount.name, "theme", f"{name} comes from {found}.", problem=False)


def _pages(app: Flask, mount: Mount) -> cabc.Iterator[Diagnosis]:
    now, market = mount.clock.now(), mount.market
    shown = 0
    for state in mount.store.pages(now):
        page = visible(state, market, market.default_locale, now)
        if page is None:
            continue
        shown += 1
        missing = [tag for tag in market.locales if tag not in page.locales]
        if missing:
            yield Diagnosis(
                mount.name,
                "locale",
                f"{state.slug} is not live in {', '.join(missing)};"
                " shoppers there see it in another language.",
            )
        yield from _page(app, mount, state.slug, page)
    if not shown:
        yield Diagnosis(
            mount.name,
            "pages",
            f"No page is live in market {market.code!r}: flask serum import FILE --publish.",
        )


def _page(app: Flask, mount: Mount, slug: str, page: VisiblePage) -> cabc.Iterator[Diagnosis]:
    with app.test_request_context(base_url=mount.settings.canonical_base):
        for tag in page.locales:
            composer = Composer(mount, tag)
            with app.test_request_context(
                composer.addresses.page(slug, tag), base_url=mount.settings.canonical_base
            ):
                data = read_page(mount, slug, tag)
                if data is None:
                    continue
                if tag == mount.market.default_locale:
                    yield from _shop(mount, slug, data)
                yield from _theme(mount, slug, tag, composer, data)


def _shop(mount: Mount, slug: str, data: PageData) -> cabc.Iterator[Diagnosis]:
    if not data.shelf.available:
        yield Diagnosis(
            mount.name, "shop", f"The shop could not be asked for the prices of {slug}."
        )
        return
    for variant in data.facts.variants:
        if variant.sku not in data.shelf.offers:
            yield Diagnosis(
                mount.name, "shop", f"{slug}: the shop does not know SKU {variant.sku}."
            )
    for slot in data.slots:
        if slot.pairs:
            continue
        reasons = "; ".join(f"{sku}: {_REASONS[why]}" for sku, why in slot.left_out)
        yield Diagnosis(
            mount.name,
            "companions",
            f"{slug} has no {slot.role} to sell ({reasons or 'the shop offers none'}).",
        )


def _theme(
    mount: Mount, slug: str, tag: str, composer: Composer, data: PageData
) -> cabc.Iterator[Diagnosis]:
    context = composer.page(data)
    try:
        html = themed(mount, PAGE_TEMPLATE, variables(context, composer.words))
    except Exception as error:  # a host's template may raise anything
        yield Diagnosis(
            mount.name,
            "theme",
            f"{slug} ({tag}) can't be rendered: {type(error).__name__}: {error}",
        )
        return
    if not notice_stands(html, data.notice, {composer.addresses.cart(slug, tag)}):
        yield Diagnosis(
            mount.name,
            "theme",
            f"The theme drops, changes or hides the safety notice of {slug} ({tag}); the plugin"
            " puts it back, where it may look out of place. Print {{ serum.safety_notice }} once,"
            " before the cart form.",
        )
