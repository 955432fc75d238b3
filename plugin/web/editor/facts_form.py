"""The facts of a page as a form, and back."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ...core.ingredients import split_inci
from ...core.market import Jurisdiction
from ...core.offer import Role
from .form_tree import entries
from .form_tree import lines
from .form_tree import text
from .form_tree import Tree

PARTIES = ("manufacturer", "adverse_event_contact")
"""Who answers for the product, beside the responsible person of each jurisdiction."""

LABELS = {
    "slug": "Address",
    "markets": "Markets",
    "brand": "Brand",
    "variants": "Sizes",
    "sku": "Product code (SKU)",
    "content": "Net content",
    "amount": "Amount",
    "unit": "Unit",
    "gtin": "Barcode number (GTIN)",
    "chambers": "Chambers",
    "inci": "Ingredients (INCI)",
    "regimen": "Routine",
    "steps": "Steps",
    "action": "What is done",
    "times": "When",
    "amounts": "How much from each chamber",
    "duration": "How long",
    "minimum": "At least",
    "maximum": "At most",
    "areas": "Where",
    "role": "What goes on",
    "ease_in_weeks": "Weeks to ease in",
    "pao_months": "Months it keeps once open",
    "images": "Pictures",
    "id": "Name of the picture",
    "url": "Address of the picture",
    "width": "Width",
    "height": "Height",
    "manufacturer": "Manufacturer",
    "responsible_persons": "Responsible person",
    "adverse_event_contact": "Where a bad reaction is reported (US)",
    "name": "Name",
    "address": "Postal address",
    "country": "Country",
    "email": "Email",
    "website": "Website",
    "phone": "Phone",
    "country_of_origin": "Country of origin",
    "companions": "Products to layer over it",
}
"""What each field is called, for a summary of what is wrong."""

_PARTY = ("name", "country", "email", "website", "phone")
_USES: dict[str, tuple[str, ...]] = {
    "dispense": ("amounts",),
    "mix": ("duration",),
    "apply": ("areas",),
    "wait": ("duration",),
    "layer": ("role",),
}


def to_form(data: cabc.Mapping[str, t.Any]) -> Tree:
    """Write facts into a form.

    :param data: the facts, as JSON.
    """
    regimen = data["regimen"]
    people = data.get("responsible_persons", {})
    companions = data.get("companions", {})
    return {
        "slug": data["slug"],
        "markets": list(data["markets"]),
        "brand": data["brand"],
        "variants": [
            {**one, "content": {key: str(value) for key, value in one["content"].items()}}
            for one in data["variants"]
        ],
        "chambers": [
            {"key": one["key"], "inci": ", ".join(one["inci"])} for one in data["chambers"]
        ],
        "regimen": {
            "ease_in_weeks": str(regimen.get("ease_in_weeks", 0)),
            "steps": [_step_to_form(one) for one in regimen["steps"]],
        },
        "pao_months": str(data["pao_months"]),
        "images": [
            {
                **{key: str(one[key]) for key in ("id", "url", "width", "height")},
                "decorative": "yes" if one.get("decorative") else "",
            }
            for one in data.get("images", ())
        ],
        **{name: _party_to_form(data.get(name)) for name in PARTIES},
        "responsible_persons": {
            place.value: _party_to_form(people.get(place.value))
            for place in (Jurisdiction.EU, Jurisdiction.UK)
        },
        "country_of_origin": data.get("country_of_origin", ""),
        "companions": {
            role.value: "\n".join(companions.get(role.value, ())) for role in Role.companions()
        },
    }


def from_form(tree: Tree) -> dict[str, t.Any]:
    """Read facts from a form.

    :param tree: what was typed.
    """
    regimen, people = tree.get("regimen"), tree.get("responsible_persons")
    keys = [text(one, "key") for one in entries(tree, "chambers")]
    persons = {
        place.value: _party(people.get(place.value) if isinstance(people, dict) else None)
        for place in (Jurisdiction.EU, Jurisdiction.UK)
    }
    markets = tree.get("markets", [])
    return {
        "slug": text(tree, "slug"),
        "markets": markets if isinstance(markets, list) else [],
        "brand": text(tree, "brand"),
        "variants": [_variant(one) for one in entries(tree, "variants")],
        "chambers": [
            {"key": text(one, "key"), "inci": list(split_inci(text(one, "inci")))}
            for one in entries(tree, "chambers")
        ],
        "regimen": {
            "steps": [_step(one, keys) for one in entries(regimen, "steps")],
            "ease_in_weeks": _number(text(regimen, "ease_in_weeks") or "0"),
        },
        "pao_months": _number(text(tree, "pao_months")),
        "images": [_image(one) for one in entries(tree, "images")],
        "manufacturer": _party(tree.get("manufacturer")) or _EMPTY_PARTY,
        "adverse_event_contact": _party(tree.get("adverse_event_contact")),
        "responsible_persons": {place: one for place, one in persons.items() if one},
        "country_of_origin": text(tree, "country_of_origin").strip().upper(),
        "companions": _companions(tree.get("companions")),
    }


_EMPTY_PARTY: dict[str, t.Any] = {"name": "", "address": [], "country": ""}


def _step_to_form(step: cabc.Mapping[str, t.Any]) -> Tree:
    amounts, duration = step.get("amounts") or [{}], step.get("duration") or {}
    return {
        "id": step["id"],
        "action": step["action"],
        "times": list(step["times"]),
        "areas": list(step.get("areas", ())),
        "role": step.get("role") or "",
        "amounts": {
            "quantity": str(amounts[0].get("quantity", "1")),
            "measure": amounts[0].get("measure", "press"),
        },
        "duration": {key: str(duration.get(key, "")) for key in ("minimum", "maximum")},
    }


def _step(step: Tree, chambers: cabc.Sequence[str]) -> dict[str, t.Any]:
    action = text(step, "action")
    made: dict[str, t.Any] = {"id": text(step, "id"), "action": action}
    times = step.get("times", [])
    made["times"] = times if isinstance(times, list) else []
    uses = _USES.get(action, ())
    if "amounts" in uses:
        amount = step.get("amounts")
        quantity = text(amount, "quantity").strip().replace(",", ".")
        measure = text(amount, "measure") or "press"
        made["amounts"] = [
            {"chamber": key, "quantity": quantity, "measure": measure} for key in chambers
        ]
    if "duration" in uses:
        low, high = (text(step.get("duration"), key).strip() for key in ("minimum", "maximum"))
        if low or high:
            made["duration"] = {"minimum": _number(low or high), "maximum": _number(high or low)}
    if "areas" in uses:
        areas = step.get("areas", [])
        made["areas"] = areas if isinstance(areas, list) else []
    if "role" in uses:
        made["role"] = text(step, "role") or None
    return made


def _variant(variant: Tree) -> dict[str, t.Any]:
    content = variant.get("content")
    return {
        "sku": text(variant, "sku"),
        "gtin": text(variant, "gtin").replace(" ", ""),
        "content": {
            "amount": text(content, "amount").strip().replace(",", "."),
            "unit": text(content, "unit"),
            "chambers": _number(text(content, "chambers")),
        },
    }


def _image(image: Tree) -> dict[str, t.Any]:
    return {
        "id": text(image, "id"),
        "url": text(image, "url"),
        "width": _number(text(image, "width")),
        "height": _number(text(image, "height")),
        "decorative": bool(text(image, "decorative")),
    }


def _party_to_form(party: cabc.Mapping[str, t.Any] | None) -> Tree:
    given = party or {}
    return {
        **{name: given.get(name, "") for name in _PARTY},
        "address": "\n".join(given.get("address", ())),
    }


def _party(tree: t.Any) -> dict[str, t.Any] | None:
    made: dict[str, t.Any] = {name: text(tree, name).strip() for name in _PARTY}
    made["country"] = made["country"].upper()
    made["address"] = lines(text(tree, "address"))
    return made if any(made.values()) else None


def _companions(tree: t.Any) -> dict[str, list[str]]:
    found = {role.value: lines(text(tree, role.value)) for role in Role.companions()}
    return {role: skus for role, skus in found.items() if skus}


def _number(typed: str) -> int | str:
    typed = typed.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else typed
