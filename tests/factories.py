"""Records with a working default for every field: invented, complete for the EU and the US."""

from __future__ import annotations

import typing as t
from dataclasses import replace
from decimal import Decimal

from flask_serum.core.ingredients import Chamber
from flask_serum.core.ingredients import Content
from flask_serum.core.offer import Availability
from flask_serum.core.offer import Money
from flask_serum.core.offer import Offer
from flask_serum.core.offer import Role
from flask_serum.core.page import Copy
from flask_serum.core.page import Facts
from flask_serum.core.page import Faq
from flask_serum.core.page import Image
from flask_serum.core.page import Party
from flask_serum.core.page import Record
from flask_serum.core.page import Variant
from flask_serum.core.regimen import Action
from flask_serum.core.regimen import Amount
from flask_serum.core.regimen import Area
from flask_serum.core.regimen import Duration
from flask_serum.core.regimen import Regimen
from flask_serum.core.regimen import Step
from flask_serum.core.regimen import TimeOfDay

SLUG = "aurelia-duo"
SKU = "AUR-DUO-2X15"
TRAVEL_SKU = "AUR-DUO-2X5"
MOISTURIZER_SKU = "AUR-CREAM-50"
SUNSCREEN_SKU = "AUR-SPF50-40"

GEL_A = (
    "Aqua",
    "Glycerin",
    "Propanediol",
    "Hydroxyethylcellulose",
    "Beta Vulgaris Root Extract",
    "Arginine",
    "Phenoxyethanol",
    "Ethylhexylglycerin",
    "Sodium Hyaluronate",
)
GEL_B = (
    "Aqua",
    "Ascorbic Acid",
    "Lactic Acid",
    "Glycerin",
    "Xanthan Gum",
    "Citric Acid",
    "Sodium Citrate",
    "Potassium Sorbate",
)


def a_money(amount: str | Decimal = "72.00", currency: str = "EUR") -> Money:
    """Make an amount of money."""
    return Money(Decimal(amount), currency)


def an_amount(chamber: str = "A", quantity: str = "1") -> Amount:
    """Make what comes from a chamber: one press."""
    return Amount(chamber, Decimal(quantity))


def a_step(id: str = "mix", action: Action = Action.MIX, **fields: t.Any) -> Step:
    """Make a step: mixing in the palm."""
    return Step(id, action, **fields)


def a_regimen(**fields: t.Any) -> Regimen:
    """Make a whole routine: serum, wait, moisturizer, and sunscreen in the morning."""
    morning = (TimeOfDay.MORNING,)
    steps = (
        a_step("cleanse", Action.CLEANSE),
        a_step("dispense", Action.DISPENSE, amounts=(an_amount("A"), an_amount("B"))),
        a_step("mix", Action.MIX, duration=Duration(5, 10)),
        a_step("apply", Action.APPLY, areas=(Area.FACE, Area.NECK)),
        a_step("wait", Action.WAIT, duration=Duration(60, 120)),
        a_step("cream", Action.LAYER, role=Role.MOISTURIZER),
        a_step("sunscreen", Action.LAYER, role=Role.SUNSCREEN, times=morning),
    )
    return replace(Regimen(steps, ease_in_weeks=2), **fields)


def a_party(**fields: t.Any) -> Party:
    """Make a manufacturer in the EU."""
    party = Party(
        name="Aurelia Cosmetics GmbH",
        address=("Musterweg 12", "20095 Hamburg"),
        country="DE",
        email="care@aurelia.example",
        website="https://aurelia.example",
        phone="+49 40 5550100",
    )
    return replace(party, **fields)


def an_image(id: str = "front", **fields: t.Any) -> Image:
    """Make a picture."""
    return replace(Image(id, f"/static/aurelia/{id}.svg", 1200, 1500), **fields)


def a_facts(**fields: t.Any) -> Facts:
    """Make facts that may be published in the EU and in the US."""
    facts = Facts(
        slug=SLUG,
        markets=("eu", "us"),
        brand="Aurelia",
        variants=(
            Variant(SKU, Content(Decimal("15"), "ml"), gtin="4006381333931"),
            Variant(TRAVEL_SKU, Content(Decimal("5"), "ml")),
        ),
        chambers=(Chamber("A", GEL_A), Chamber("B", GEL_B)),
        regimen=a_regimen(),
        pao_months=6,
        manufacturer=a_party(),
        images=(an_image(), an_image("texture")),
        responsible_persons={"EU": a_party(), "UK": a_party(name="Aurelia UK Ltd", country="GB")},
        adverse_event_contact=a_party(
            name="Aurelia Inc.",
            address=("100 Sample Street", "Austin, TX 78701"),
            country="US",
            phone="+1 512 555 0100",
        ),
        country_of_origin="DE",
        companions={
            Role.MOISTURIZER: (MOISTURIZER_SKU,),
            Role.SUNSCREEN: (SUNSCREEN_SKU,),
        },
    )
    return replace(facts, **fields)


def a_copy(**fields: t.Any) -> Copy:
    """Make copy that may be published, and that a cosmetic may carry."""
    copy = Copy(
        title="Aurelia Duo Serum",
        product_type="Two-gel face serum",
        summary="Two gels that release nitric oxide when you mix them in your palm.",
        what_it_is="<p>A light serum in two chambers, for the look of smooth, fresh skin.</p>",
        why_mixed="<p>The gels meet just before use, because the mix does not keep.</p>",
        about_nitric_oxide="<p>Nitric oxide is a gas that the two gels give off together.</p>",
        benefits=("Skin feels smooth.", "A fresh, rosy look."),
        topical_and_supplements="<p>This serum goes on the skin. It is not a supplement.</p>",
        storage="Keep below 25 °C. The batch number is on the base.",
        extra_warnings=("For external use only.",),
        faq=(Faq("Can I keep the mix?", "<p>No, use it at once.</p>"),),
        seo_title="Aurelia Duo Serum, 2 x 15 ml",
        seo_description="A face serum of two gels that you mix just before use.",
        alt_texts={
            "front": "A white bottle with two pumps, seen from the front",
            "texture": "Two drops of clear gel side by side",
        },
        variant_names={SKU: "Full size", TRAVEL_SKU: "Travel size"},
        step_notes={"mix": "Use a clean fingertip."},
    )
    return replace(copy, **fields)


def a_record(
    *, facts: Facts | None = None, copy: dict[str, Copy] | None = None, **facts_fields: t.Any
) -> Record:
    """Make a whole page in English and German.

    :param facts_fields: fields of the facts that differ.
    """
    return Record(
        replace(facts or a_facts(), **facts_fields),
        copy if copy is not None else {"en": a_copy(), "de": a_copy(title="Aurelia Duo-Serum")},
    )


def an_offer(sku: str = SKU, **fields: t.Any) -> Offer:
    """Make an offer: in stock, for sale."""
    offer = Offer(
        sku=sku,
        price=a_money(),
        availability=Availability.IN_STOCK,
        name="Aurelia Duo Serum",
        url=f"/products/{sku.lower()}",
        image=f"/static/aurelia/{sku.lower()}.svg",
        role=Role.SERUM,
        content="2 x 15 ml",
    )
    return replace(offer, **fields)


def a_companion(role: Role = Role.MOISTURIZER, sku: str = "", **fields: t.Any) -> Offer:
    """Make the offer of a moisturizer or a sunscreen."""
    sku = sku or {Role.MOISTURIZER: MOISTURIZER_SKU, Role.SUNSCREEN: SUNSCREEN_SKU}[role]
    offer = an_offer(sku, name=f"Aurelia {role.value}", role=role, price=a_money("24.00"))
    return replace(offer, content="50 ml", **fields)
