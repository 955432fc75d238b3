"""Reads a form for what it claims: as the whole page would be, with the words of the form."""

from __future__ import annotations

import collections.abc as cabc
import hashlib
from collections import Counter
from dataclasses import dataclass

from flask import current_app
from flask import request
from flask.typing import ResponseReturnValue

from ...core import locale as locales
from ...core.access import Action
from ...core.errors import PageNotFound
from ...core.errors import RevisionNotFound
from ...core.objections import Claim
from ...core.overrides import Override
from ...core.overrides import Step
from ...core.page import Copy
from ...core.page import FACTS
from ...core.page import Facts
from . import form_tree
from .answers import as_json
from .as_written import at
from .as_written import content_of
from .as_written import source_of
from .field_claims import Elsewhere
from .field_claims import Finding
from .field_claims import FormClaims
from .field_claims import marks_json
from .field_claims import Rewording
from .form_tree import Tree
from .forms import completed
from .letters import found_again
from .letters import mark_of
from .letters import Place
from .naming import part_name
from .problems import element_id
from .rewording import fitted
from .rewording import ORDER
from .rewording import put
from .saving import before
from .saving import dumped
from .sending import fields_sent
from .sending import number_in
from .sentence_at import Replaced
from .sentence_at import replaced
from .verdicts import not_checked
from .verdicts import places
from .verdicts import Verdict
from .verdicts import verdicts_of
from .visiting import needs
from .visiting import Visit


@needs(Action.SAVE)
def claims(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Tell the editor's script what the words of a form claim.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    tree = form_tree.read(fields_sent(visit.mount))
    began = number_in(request.form.get("serum_base")) or 0
    tree = completed(tree, before(visit.mount, slug, part, began), request.form)
    found = claims_of(visit, slug, part, tree)
    shown = current_app.jinja_env.get_template("serum/editor/claims.html").make_module(
        {"visit": visit}
    )
    fields = {
        path: {
            "html": str(shown.listed(listed, element_id(path), part, slug)),  # type: ignore[attr-defined]
            "marks": marks_json(listed),
        }
        for path, listed in found.fields.items()
    }
    return as_json({"fields": fields, "state": str(shown.state(found))})  # type: ignore[attr-defined]


def claims_of(visit: Visit, slug: str, part: str, tree: Tree) -> FormClaims:
    """Read a form for what it claims.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param tree: what stands in the form.
    :raises PageNotFound: if there is no such page.
    :raises RevisionNotFound: if the page can't have such a part.
    """
    mount = visit.mount
    page = {one.part: one.content for one in mount.workbench.latest(slug)}
    if not page:
        raise PageNotFound(slug)
    if part != FACTS and part not in visit.locales(page):
        raise RevisionNotFound(slug, part)
    if FACTS not in page:
        return FormClaims(unchecked=("Not checked: the page has no facts yet.",), read=False)
    page[part] = content_of(part, tree, page.get(part))
    facts = page[FACTS]
    assert isinstance(facts, Facts)
    if not facts.markets:
        return FormClaims(unchecked=("Not checked: the page is sold in no market.",), read=False)
    copies = [(tag, one) for tag, one in page.items() if isinstance(one, Copy)]
    found = mount.claims.inspect(slug, [facts], copies)
    told = verdicts_of(found)
    asked = _asked(visit, slug) if any(one.kind != "doubt" for one in told) else {}
    here = [one for one in told if one.part == part]
    there = Counter(one.part for one in told if one.part != part and one.stops)
    unread = {
        path: text
        for path, text in not_checked(found).items()
        if path == f"copy.{part}" or path.startswith(FACTS)
    }
    return FormClaims(
        fields=_by_field(part, tree, dumped(page[part]), here, asked),
        unchecked=tuple(dict.fromkeys(unread.values())),
        read=unread.keys().isdisjoint({f"copy.{part}", FACTS}),
        version=_version(visit, part, page),
        elsewhere=tuple(
            Elsewhere(part_name(one), visit.url("part", slug=slug, part=one), count)
            for one, count in there.items()
        ),
    )


@dataclass(frozen=True)
class Reworded:
    """What became of an order to reword a passage.

    :param told: for the merchant.
    :param field: the form's field; empty where nothing was replaced.
    """

    told: str
    field: str = ""


def reworded(visit: Visit, slug: str, part: str, tree: Tree, order: str) -> Reworded | None:
    """Carry out the order of a button that rewords a passage.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param tree: the form; it is changed.
    :param order: what the button sent.
    :return: what was done; ``None`` where it was no such order.
    """
    wanted = ORDER.fullmatch(order)
    if wanted is None:
        return None
    found = claims_of(visit, slug, part, tree)
    for field, listed in found.fields.items():
        for one in listed:
            words = next((each.words for each in one.rewordings if each.order == order), None)
            if words is not None and one.replaced is not None:
                put(tree, one.replaced.place, words)
                told = f"“{one.instead_of}” has become “{words}”. It is not saved yet."
                return Reworded(told, field)
    return Reworded("The words have changed since, so nothing was replaced.")


def _asked(visit: Visit, slug: str) -> dict[Claim, Override]:
    standing = (Step.ASKED, Step.CONFIRMED)
    listed = visit.mount.overriding.all(visit.actor, slug)
    return {one.asked.claim: one for one in listed if one.step in standing}


def _version(visit: Visit, part: str, page: cabc.Iterable[str]) -> str:
    versions = visit.mount.checker.versions
    tags = [*visit.mount.market.locales, *page] if part == FACTS else [part]
    names = [*dict.fromkeys(map(locales.language, tags)), *(["ingredients"] * (part == FACTS))]
    return ", ".join(f"{name} {versions[name]}" for name in names if name in versions)


def _by_field(
    part: str,
    tree: Tree,
    clean: Tree,
    found: cabc.Iterable[Verdict],
    asked: cabc.Mapping[Claim, Override],
) -> dict[str, tuple[Finding, ...]]:
    fields: dict[str, list[Finding]] = {}
    seen_before: Counter[str] = Counter()
    for one in found:
        path = one.path.removeprefix(f"{FACTS}." if part == FACTS else f"copy.{part}.")
        source = source_of(tree, path)
        checked = at(clean, path)
        span = found_again(one.span, checked, source.text) if isinstance(checked, str) else None
        place = Place(source, span) if span is not None else None
        whole = replaced(place) if place is not None and one.kind != "let" else None
        # A button is about the sentence as it stands, and does nothing once that has changed.
        told = "\n".join((one.path, one.rule, one.excerpt, whole.text if whole else ""))
        seen_before[told] += 1
        id = hashlib.sha256(f"{told}\n{seen_before[told]}".encode()).hexdigest()[:12]
        before = str(at(tree, source.field))[: source.start]
        rewordings = _rewordings(id, one, whole, part) if whole is not None else ()
        fields.setdefault(source.field, []).append(
            Finding(
                id=id,
                rule=one.rule,
                kind=one.kind,
                excerpt=one.excerpt,
                said=one.said,
                reason=one.reason,
                sources=one.laws,
                rewordings=rewordings,
                notes=tuple(_notes(one, asked)),
                mark=mark_of(place, before) if place is not None else None,
                replaced=whole if rewordings else None,
                replaced_mark=mark_of(whole.place, before) if whole and rewordings else None,
            )
        )
    return {path: tuple(listed) for path, listed in fields.items()}


def _rewordings(id: str, verdict: Verdict, there: Replaced, part: str) -> tuple[Rewording, ...]:
    locale = "en" if part == FACTS else part
    return tuple(
        Rewording(fitted(words, there, locale), f"reword:{id}:{number}")
        for number, words in enumerate(verdict.rewordings)
    )


def _notes(verdict: Verdict, asked: cabc.Mapping[Claim, Override]) -> cabc.Iterator[str]:
    waiting: dict[str, list[str]] = {}
    for place, claim in verdict.claims.items():
        one = asked.get(claim)
        if one is not None and one.step is Step.ASKED:
            waiting.setdefault(one.asked.author, []).append(place)
    for author, where in waiting.items():
        yield (
            f"{author} has asked for an override in {places(where)};"
            " a second person has to confirm it."
        )
