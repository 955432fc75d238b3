"""Renders templates: the host's win over ours, in the host's layout or in our own.

A page never leaves without its notice: what a theme dropped is put back, and where a theme leaves
no place for it, the page comes in the package's own theme.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import logging
import re
import secrets
import typing as t
from importlib.resources import files

from flask import current_app
from flask import render_template
from jinja2 import BaseLoader
from jinja2 import ChoiceLoader
from jinja2 import Environment
from jinja2 import FileSystemLoader
from jinja2 import PrefixLoader
from jinja2 import StrictUndefined
from jinja2 import Template

from ..core.notice import Notice
from .catalogues import Catalogue
from .context import ListContext
from .context import PageContext
from .mount import Mount
from .notice_guard import NoticeDropped
from .notice_guard import with_notice

_LOG = logging.getLogger("flask_serum.web")
_OWN_LAYOUT = "serum/layout.html"
_BLOCKS = ("title", "head", "content")


@functools.cache
def template_loader() -> BaseLoader:
    """Give the loader of the blueprint: the packaged files, and again as ``!serum/...``.

    A host's ``serum/page.html`` wins over ours, and extends it as ``!serum/page.html``.
    """
    folder = str(files("flask_serum.templates"))
    packaged = FileSystemLoader(folder)
    return ChoiceLoader([packaged, PrefixLoader({"!serum": FileSystemLoader(f"{folder}/serum")})])


def render(
    mount: Mount,
    template: str,
    context: PageContext | ListContext,
    words: Catalogue,
    *,
    notice: Notice | None = None,
    cart_actions: cabc.Collection[str] = (),
) -> str:
    """Render a page.

    :param mount: the mount.
    :param template: as in ``serum/page.html``.
    :param context: what it may use.
    :param words: the locale's catalogue.
    :param notice: the notice that the page must carry; ``None`` where it is no product page.
    :param cart_actions: the addresses of the page's cart forms.
    """
    values = variables(context, words)
    html = themed(mount, template, values)
    if notice is None:
        return html
    try:
        return with_notice(html, notice, cart_actions)
    except NoticeDropped:
        _LOG.error(
            "The theme of mount %r leaves no place for the safety notice;"
            " the page is shown in the packaged theme.",
            mount.name,
        )
    return with_notice(_render_packaged(template, values), notice, cart_actions)


def variables(context: PageContext | ListContext, words: Catalogue) -> dict[str, t.Any]:
    """Give the variables of a template.

    :param context: becomes ``serum``.
    :param words: becomes ``serum_t`` and ``serum_n``.
    """
    return {"serum": context, "serum_t": words.t, "serum_n": words.n}


def themed(mount: Mount, template: str, values: dict[str, t.Any]) -> str:
    """Render a page as the host's theme makes it, before its notice is looked at.

    :param mount: the mount.
    :param template: as in ``serum/page.html``.
    :param values: its variables.
    """
    layout = mount.hooks.layout
    if layout is None:
        return _run(mount, template, {**values, "serum_layout": _OWN_LAYOUT}, host=False)
    if callable(layout):
        mark = f"<!--{secrets.token_hex(8)}-->"
        joined = _run(
            mount,
            template,
            {**values, "serum_layout": _from_string(_pieces(mark))},
            host=False,
        )
        title, head, body = joined.split(mark)
        return layout(title.strip(), head, body)
    extra = mount.hooks.layout_context() if mount.hooks.layout_context is not None else {}
    bridge = _from_string(bridge_source(layout, mount.hooks.blocks or {}))
    return _run(mount, template, {**extra, **values, "serum_layout": bridge}, host=True)


def _run(mount: Mount, template: str, values: dict[str, t.Any], *, host: bool) -> str:
    wanted = mount.settings.context_processors
    if host if wanted is None else wanted:
        return render_template(template, **values)
    # Context processors of a host can cost queries; our own layout needs none of them.
    return current_app.jinja_env.get_template(template).render(values)


def _from_string(source: str) -> Template:
    return current_app.jinja_env.from_string(source)


def _pieces(mark: str) -> str:
    return mark.join(f"{{% block serum_{name} %}}{{% endblock %}}" for name in _BLOCKS)


def bridge_source(layout: str, blocks: cabc.Mapping[str, str]) -> str:
    """Write the template that puts our blocks into a host's.

    :param layout: the host's template.
    :param blocks: its block names by ``title``, ``head`` and ``content``; a name of ours that is
        missing is taken to be the host's too.
    """
    lines = [f'{{% extends "{re.sub(r"[^A-Za-z0-9_./!-]", "", layout)}" %}}']
    for name in _BLOCKS:
        inner = f"{{% block serum_{name} %}}{{% endblock %}}"
        before = "{{ super() }}" if name == "head" else ""
        theirs = blocks.get(name, name)
        lines.append(f"{{% block {theirs} %}}{before}{inner}{{% endblock %}}")
    return "\n".join(lines)


@functools.cache
def _packaged_environment() -> Environment:
    return Environment(loader=template_loader(), autoescape=True, undefined=StrictUndefined)


def _render_packaged(template: str, values: dict[str, t.Any]) -> str:
    layout = {"serum_layout": _OWN_LAYOUT}
    return _packaged_environment().get_template(template).render({**values, **layout})
