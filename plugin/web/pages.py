"""The shopper's pages: the list, the product page, the cart form, the sitemap."""

from __future__ import annotations

import logging
import typing as t

from flask import abort
from flask import Blueprint
from flask import make_response
from flask import redirect
from flask import request
from flask import Response
from flask import session
from jinja2 import BaseLoader
from werkzeug.wrappers import Response as BaseResponse

from ..core.errors import StoreNotReady
from ..core.offer import LineStatus
from . import buying
from . import csrf
from .addresses import Addresses
from .composing import Composer
from .context import PageContext
from .listing import compose_list
from .mount import current_mount
from .mount import Mount
from .printable import MessageView
from .reading import PageData
from .reading import read_page
from .reading import shop_query
from .rendering import render
from .rendering import template_loader
from .sitemap import entries_of
from .sitemap import sitemap_xml

_LOG = logging.getLogger("flask_serum.web")
_MOST_SKUS = 8


class SerumBlueprint(Blueprint):
    """A blueprint whose templates are the package's."""

    @property
    def jinja_loader(self) -> BaseLoader:
        """The packaged templates, and again as ``!serum/...``."""
        return template_loader()


def make_blueprint(name: str, url_prefix: str | None) -> Blueprint:
    """Make the blueprint of a mount.

    :param name: the mount's name.
    :param url_prefix: where it is mounted.
    """
    blueprint = SerumBlueprint(name, "flask_serum", url_prefix=url_prefix)
    rules: tuple[tuple[str, str, t.Callable[..., t.Any], str], ...] = (
        ("/", "listing", listing, "GET"),
        ("/<locale>/", "listing_in", listing, "GET"),
        ("/sitemap.xml", "sitemap", sitemap, "GET"),
        ("/<slug>", "page", page, "GET"),
        ("/<locale>/<slug>", "page_in", page, "GET"),
        ("/<slug>/cart", "add", add, "POST"),
        ("/<locale>/<slug>/cart", "add_in", add, "POST"),
        ("/<slug>/cart", "back", back, "GET"),
        ("/<locale>/<slug>/cart", "back_in", back, "GET"),
    )
    for rule, endpoint, view, method in rules:
        blueprint.add_url_rule(rule, endpoint, view, methods=[method])
    blueprint.register_error_handler(StoreNotReady, _not_ready)
    return blueprint


def listing(locale: str | None = None) -> BaseResponse:
    """Show the serums of the market."""
    mount = current_mount()
    if locale == mount.market.default_locale:
        return redirect(Addresses(mount).listing(locale), 308)
    tag = _locale(mount, locale)
    composer = Composer(mount, tag)
    html = render(mount, "serum/list.html", compose_list(composer), composer.words)
    return _answer(mount, html)


def page(slug: str, locale: str | None = None) -> BaseResponse:
    """Show a serum."""
    mount = current_mount()
    if locale is None and slug in mount.market.locales:
        return redirect(Addresses(mount).listing(slug), 308)
    if locale == mount.market.default_locale:
        return redirect(Addresses(mount).page(slug, locale, query=request.args.to_dict()), 308)
    tag = _locale(mount, locale)
    data = read_page(mount, slug, tag, request.args.get("variant", ""))
    if data is None:
        abort(404)
    composer = Composer(mount, tag)
    written = request.args.get(buying.RESULT_PARAMETER, "")
    results = buying.read_results(written, _known(data))
    messages = buying.messages_of(results, data, composer.wording)
    return _page(mount, composer, data, messages)


def add(slug: str, locale: str | None = None) -> BaseResponse:
    """Put the serum, or the whole routine, into the cart."""
    mount = current_mount()
    if not mount.can_add:
        abort(404)
    if not csrf.host_protects(mount) and csrf.from_elsewhere(mount):
        abort(403)
    tag = _locale(mount, locale)
    skus = list(dict.fromkeys(request.form.getlist(buying.SKU_FIELD)))[:_MOST_SKUS]
    data = read_page(mount, slug, tag, skus[0] if skus else "")
    if data is None:
        abort(404)
    composer = Composer(mount, tag)
    t, most = composer.words.t, mount.settings.most_per_line
    quantity = _quantity(request.form.get(buying.QUANTITY_FIELD, "1"), most)
    problem, status = "", 200
    if request.form.get(buying.NOTICE_FIELD) != data.notice.id:
        problem = t("Please read the notice on this page first, then add to the cart again.")
        status = 409
    elif not skus:
        problem, status = t("Please choose a size first."), 400
    elif quantity is None:
        problem = composer.words.n(
            "Please choose a quantity of %(count)s.",
            "Please choose a quantity from 1 to %(count)s.",
            most,
        )
        status = 400
    elif not data.shelf.available:
        problem = t("The shop can't be reached at the moment. Please try again in a minute.")
        status = 503
    if problem or quantity is None:
        return _page(mount, composer, data, [MessageView("problem", problem)], status)
    results = buying.add_to_cart(mount, data, skus, quantity)
    if session:
        # A host's cart that is nested in the session changes without the session noticing.
        session.modified = True
    cart = mount.shop.cart_url(shop_query(mount, tag))
    if cart and all(one.status is LineStatus.ADDED for one in results):
        return redirect(cart, 303)
    result = composer.addresses.page(
        slug,
        tag,
        query={
            "variant": data.variant.sku,
            buying.RESULT_PARAMETER: buying.write_results(results),
        },
    )
    return redirect(result, 303)


def back(slug: str, locale: str | None = None) -> BaseResponse:
    """Lead to the page whoever opens the address that its cart form posts to."""
    mount = current_mount()
    return redirect(Addresses(mount).page(slug, _locale(mount, locale)), 302)


def sitemap() -> BaseResponse:
    """Give the mount's pages as a sitemap."""
    mount = current_mount()
    body = sitemap_xml(entries_of(mount))
    return Response(body, content_type="application/xml; charset=utf-8")


def page_html(
    mount: Mount,
    composer: Composer,
    data: PageData,
    messages: t.Sequence[MessageView] = (),
) -> str:
    """Write a page, as shoppers get it; a preview is this page too.

    :param mount: the mount.
    :param composer: of the request.
    :param data: what is shown.
    :param messages: what became of the shopper's last click.
    """
    context = composer.page(data, messages=messages)
    return render(
        mount,
        "serum/page.html",
        context,
        composer.words,
        notice=data.notice,
        cart_actions=_cart_actions(composer, context, data),
    )


def _page(
    mount: Mount,
    composer: Composer,
    data: PageData,
    messages: list[MessageView],
    status: int = 200,
) -> BaseResponse:
    html = page_html(mount, composer, data, messages)
    if messages:
        response = make_response(html, status)
        response.headers["Cache-Control"] = "no-store"
        return response
    return _answer(mount, html, personal=bool(data.shelf.in_cart))


def _cart_actions(composer: Composer, context: PageContext, data: PageData) -> set[str]:
    own = composer.addresses.cart(data.facts.slug, data.page.requested)
    return {own, context.cart.action} if context.cart and context.cart.action else {own}


def _answer(mount: Mount, html: str, *, personal: bool = False) -> BaseResponse:
    response = make_response(html)
    # A page in the host's layout, or with the host's token, may be one shopper's own.
    if personal or mount.hooks.layout is not None or csrf.host_protects(mount):
        response.headers["Cache-Control"] = "private, no-cache"
    else:
        age = mount.settings.page_max_age
        response.headers["Cache-Control"] = f"public, max-age={age}, must-revalidate"
    response.add_etag()
    return response.make_conditional(request)


def _locale(mount: Mount, locale: str | None) -> str:
    if locale is None:
        return mount.market.default_locale
    if locale not in mount.market.locales:
        abort(404)
    return locale


def _known(data: PageData) -> set[str]:
    found = set(data.facts.skus)
    for offers in data.shelf.companions.values():
        found |= {one.sku for one in offers}
    return found


def _quantity(text: str, most: int) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return None
    return int(text) if 1 <= int(text) <= most else None


def _not_ready(error: StoreNotReady) -> tuple[str, int]:
    _LOG.error("%s", error)
    return "This page is not ready yet.", 503
