"""Looks a mount over and says in plain words what is wrong with it."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from flask import Flask
from jinja2 import nodes
from jinja2 import TemplateError
from sqlalchemy.exc import SQLAlchemyError

from .core.errors import SerumError
from .core.page import FACTS
from .core.page import Facts
from .core.pairing import WhyNot
from .core.visibility import visible
from .core.visibility import VisiblePage
from .doctor_claims import claims_standing
from .store import migrate
from .store.engine import EngineSource
from .web.composing import Composer
from .web.mount import KEY
from .web.mount import Mount
from .web.mount import Mounts
from .web.mount import mounts
from .web.notice_guard import notice_stands
from .web.reading import PageData
from .web.reading import read_page
from .web.rendering import blocks_of
from .web.rendering import themed
from .web.rendering import variables

PAGE_TEMPLATE = "serum/page.html"
NOTICE_TEMPLATE = "serum/notice.html"

_LOST = {
    "title": "window's title",
    "head": "style, the canonical address and the structured data",
    "content": "content",
}

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
    :param about: what it is about: ``claims``, ``database``, ``theme``, ``companions``,
        ``locale``, ``sign-in``, ``pages`` or ``shop``.
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
    there: Mounts | None = app.extensions.get(KEY)
    if not there:
        return [Diagnosis("", "pages", "Nothing is mounted: FlaskSerum(app, market=...).")]
    database = _database_problem(there)
    found = []
    for mount in there.values():
        if mount.hooks.actor is None:
            found.append(
                Diagnosis(
                    mount.name,
                    "sign-in",
                    "There is no sign-in hook, so the editor is shut to everybody, and the JSON"
                    " API is written through by tokens alone: give is_merchant= or who=. Where that"
                    " is meant, because pages come in by the command line, say so:"
                    " who=lambda: None.",
                )
            )
        if database:
            found.append(Diagnosis(mount.name, "database", database))
            continue
        found += _overrides(app, mount)
        found += _delimiters(app, mount)
        found += _layout(app, mount)
        found += _pages(app, mount)
        found += [Diagnosis(mount.name, "claims", *told) for told in claims_standing(mount)]
    return found


def _database_problem(there: Mounts) -> str:
    for source in there.databases.values():
        assert isinstance(source, EngineSource)
        try:
            migrate.require_current(source())
        except SerumError as error:
            return str(error)
        except SQLAlchemyError as error:
            return f"The database can't be asked: {error}"
    return ""


def _overrides(app: Flask, mount: Mount) -> cabc.Iterator[Diagnosis]:
    packaged = Path(str(files("flask_serum.templates")))
    for path in sorted([*packaged.rglob("*.html"), *packaged.rglob("*.css")]):
        name = path.relative_to(packaged).as_posix()
        try:
            found = app.jinja_env.get_template(name).filename
        except TemplateError as error:
            yield Diagnosis(mount.name, "theme", f"{name} can't be read: {error}")
            continue
        if found and Path(found) == path:
            continue
        where = found if found and Path(found).is_file() else "the app's own loader"
        if name == NOTICE_TEMPLATE:
            yield Diagnosis(
                mount.name,
                "theme",
                f"{where} is not used: the notice is the package's own. Remove the file.",
            )
        else:
            yield Diagnosis(mount.name, "theme", f"{name} comes from {where}.", problem=False)


def _delimiters(app: Flask, mount: Mount) -> cabc.Iterator[Diagnosis]:
    env = app.jinja_env
    signs = (env.block_start_string, env.variable_start_string, env.comment_start_string)
    if signs != ("{%", "{{", "{#") or env.line_statement_prefix or env.line_comment_prefix:
        yield Diagnosis(
            mount.name,
            "theme",
            "The app's Jinja has delimiters of its own, which the packaged templates are not"
            " written in; mount into an app with the usual ones.",
        )


def _layout(app: Flask, mount: Mount) -> cabc.Iterator[Diagnosis]:
    layout = mount.hooks.layout
    if not isinstance(layout, str):
        return
    try:
        there = _block_names(app, layout)
    except TemplateError as error:
        yield Diagnosis(
            mount.name,
            "theme",
            f"The layout {layout} can't be read: {type(error).__name__}: {error}",
        )
        return
    for ours, theirs in blocks_of(mount).items():
        if there is not None and theirs not in there:
            yield Diagnosis(
                mount.name,
                "theme",
                f"The layout {layout} has no block {theirs!r} for the {_LOST[ours]}, which is"
                f" missing from the page; it has {', '.join(sorted(there)) or 'none'}. Name one:"
                f" blocks={{{ours!r}: ...}}.",
            )


def _block_names(app: Flask, template: str) -> set[str] | None:
    """List the blocks of a template and of those it extends; ``None`` where that is not fixed."""
    found: set[str] = set()
    name: str | None = template
    while name is not None:
        loader = app.jinja_env.loader
        if loader is None:
            return None
        tree = app.jinja_env.parse(loader.get_source(app.jinja_env, name)[0])
        found |= {block.name for block in tree.find_all(nodes.Block)}
        name = None
        for extends in tree.find_all(nodes.Extends):
            if not isinstance(extends.template, nodes.Const):
                return None
            name = extends.template.value
    return found


def _pages(app: Flask, mount: Mount) -> cabc.Iterator[Diagnosis]:
    now, market = mount.clock.now(), mount.market
    codes = [one.market.code for one in mounts().values()]
    shown = 0
    for state in mount.store.pages(now):
        facts = state.parts.get(FACTS)
        sold = facts.content.markets if facts and isinstance(facts.content, Facts) else ()
        if sold and not set(sold) & set(codes):
            yield Diagnosis(
                mount.name,
                "pages",
                f"{state.slug} is for {', '.join(map(repr, sold))}, and this app has a mount for"
                f" {', '.join(map(repr, codes))}.",
                problem=False,
            )
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
                yield from _theme(app, mount, composer, data)


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
    app: Flask, mount: Mount, composer: Composer, data: PageData
) -> cabc.Iterator[Diagnosis]:
    slug, tag = data.facts.slug, composer.locale
    try:
        app.preprocess_request()
        context = composer.page(data)
        html = themed(mount, PAGE_TEMPLATE, variables(context, composer.words))
    except Exception as error:  # a host's templates and callables may raise anything
        yield Diagnosis(
            mount.name,
            "theme",
            f"{slug} ({tag}) can't be rendered: {type(error).__name__}: {error}",
        )
        return
    carts = {composer.addresses.cart(slug, tag), context.cart.action if context.cart else ""}
    if not notice_stands(html, data.notice, carts - {""}):
        yield Diagnosis(
            mount.name,
            "theme",
            f"The theme drops, changes or hides the safety notice of {slug} ({tag}); the plugin"
            " puts it back, where it may look out of place. Print {{ serum.safety_notice }} once,"
            " before the cart form.",
        )
