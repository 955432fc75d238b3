"""What a page must have before it may be published in a market."""

from __future__ import annotations

from .errors import Problem
from .market import Market
from .page import Copy
from .page import Facts
from .page import Party

_REQUIRED_COPY = ("title", "product_type", "summary", "what_it_is", "why_mixed")


def missing_facts(facts: Facts, market: Market) -> list[Problem]:
    """List what the law of a market asks a page to name and the facts lack.

    :param facts: the facts that are to be published.
    :param market: a market the page is sold in.
    :return: problems with paths from the document's root, as in ``facts.manufacturer.email``.
    """
    problems = []
    if not facts.images:
        problems.append(Problem("facts.images", "A published page needs a picture."))
    if market.needs_manufacturer_contact:
        problems += _contact(facts.manufacturer, "facts.manufacturer", market)
    for jurisdiction in market.needs_responsible_person:
        path = f"facts.responsible_persons.{jurisdiction}"
        person = facts.responsible_persons.get(jurisdiction)
        if person is None:
            problems.append(
                Problem(
                    path,
                    f"Market {market.code!r} needs the responsible person's name and"
                    " address (Regulation (EC) 1223/2009, Article 4).",
                )
            )
        else:
            problems += _contact(person, path, market)
    if market.needs_adverse_event_contact:
        path = "facts.adverse_event_contact"
        contact = facts.adverse_event_contact
        if contact is None or contact.country != "US":
            problems.append(
                Problem(
                    path,
                    f"Market {market.code!r} needs a US address, phone number or"
                    " electronic contact for reports (FD&C Act, section 609(a)).",
                )
            )
    return problems


def missing_copy(copy: Copy, facts: Facts, locale: str) -> list[Problem]:
    """List what a locale's copy lacks before it may be published.

    :param copy: the copy that is to be published.
    :param facts: the facts it goes with.
    :param locale: the copy's locale.
    :return: problems with paths from the document's root, as in ``copy.de.alt_texts.front``.
    """
    path = f"copy.{locale}"
    problems = [
        Problem(f"{path}.{name}", "A published page needs this text.")
        for name in _REQUIRED_COPY
        if not getattr(copy, name)
    ]
    problems += [
        Problem(
            f"{path}.alt_texts.{image.id}",
            "Say what the picture shows, or mark it decorative in the facts.",
        )
        for image in facts.images
        if not image.decorative and not copy.alt_texts.get(image.id)
    ]
    return problems


def _contact(party: Party, path: str, market: Market) -> list[Problem]:
    problems = []
    if not party.address:
        problems.append(Problem(f"{path}.address", "Give the postal address."))
    if not party.electronic:
        problems.append(
            Problem(
                f"{path}.email",
                f"Market {market.code!r} needs an electronic address: an email or a website"
                " (Regulation (EU) 2023/988, Article 19).",
            )
        )
    return problems
