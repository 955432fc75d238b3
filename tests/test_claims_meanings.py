"""Claims that name no disease and no drug, and shop copy in the same words."""

from __future__ import annotations

import pytest

from flask_serum.claims import check


def _rules(text: str, jurisdiction: str = "US", locale: str = "en") -> set[str]:
    found = check(text, jurisdiction=jurisdiction, locale=locale)
    return {one.rule for one in found if one.verdict == "block"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The rattle in my chest let go on night two.", "pain"),
        ("My scaly elbows? History.", "symptom-gone"),
        ("Since the first jar, not one dizzy spell.", "symptom-gone"),
        ("I walk the dog without a stick again.", "symptom-gone"),
        ("The blue cords on my shins have flattened.", "veins"),
        ("My hips grumble on stairs. One palmful and they keep quiet.", "pain"),
        ("Two sprays and I nod off.", "sleep"),
        ("Before a speech it takes the edge off my jitters.", "mood"),
        ("My daughter came home from nursery with a runny nose: one dab.", "children"),
        ("Gums bled for years; now the sink stays white.", "pain"),
        ("Out of the tattoo studio, onto the balm: closed in half the time.", "aftercare"),
        ("The cuff at the chemist read eleven points lower.", "body-reading"),
        ("Lulls the enzyme that eats your bounce.", "cells"),
        ("Mutes the nerve behind your scowl.", "muscles"),
        ("Pulls the slack net under your cheeks tight again.", "structure"),
        ("Opens the tiny pipes so that more red reaches your face.", "circulation"),
        ("Tames the overzealous sentries of your skin.", "hormones"),
        ("Germs find no place to land: it starves them.", "microbes"),
        ("Proofreads your genes overnight.", "genes"),
        ("My lashes are three millimetres longer.", "hair-growth"),
        ("Up a cup by August.", "shape"),
        ("The flab on your tummy melts.", "shape"),
        ("One day your skin stops making it. We bring it back.", "own-making"),
        ("It does what the tube your doctor prescribes does.", "drug-comparison"),
        ("The surgeon is out of a job.", "doctor-amazed"),
        ("Your factor 50 may retire: leave it at home.", "sunscreen-replaced"),
        ("The medicines agency confirmed that it works.", "approval"),
        ("Whatever you put on next goes in twice as deep.", "penetration"),
        ("We must not say what for. Look at the photos.", "nod-and-wink"),
        ("Puts your love life back: more desire, longer.", "intimate"),
    ],
)
def test_meaning_is_found_in_plain_words(text: str, rule: str) -> None:
    """A complaint that goes, a part of the body that is steered, a doctor who is spared."""
    assert rule in _rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "The rattle in the pump is gone since we changed the spring.",
        "The old carton is history.",
        "Not one bottle broke since we use straw.",
        "Walk to our shop and take the stairs to the second floor.",
        "Switch the pump off with a turn to the left.",
        "Our website slept for an hour; now orders go through again.",
        "Two sprays on the pillow, if you like the scent.",
        "The toddler on our poster is the printer's son.",
        "The ribbed cuff of the dressing gown is cotton.",
        "The net weight is on the base.",
        "A mattress of wood wool keeps the bottle still.",
        "Pipes, valves, gauges: a tour of our filling line.",
        "The guards at the gate know your name.",
        "One coat makes lashes look longer.",
        "From A to B in one parcel.",
        "Melts on warm skin.",
        "Top up your order and shipping is free.",
        "The tube has a new cap.",
        "Leave it at home or take it along.",
        "The packing agency confirmed that the boxes are here.",
        "Your moisturizer goes on well over it.",
        "Read the reviews: they are about texture and scent.",
        "It won't put you to sleep, calm your nerves or lift your mood.",
        "A lump or a mole that changes needs a doctor.",
        "Does it carry other products deeper? No.",
        "Sunscreen comes last, and never leave it out.",
    ],
)
@pytest.mark.parametrize("jurisdiction", ["US", "EU", "UK"])
def test_the_same_words_about_a_shop_pass(text: str, jurisdiction: str) -> None:
    """What goes, opens or is topped up in a shop is not the body."""
    assert not _rules(text, jurisdiction)


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        ("A scaly patch? Dab it every evening.", "A scaly patch? See a doctor."),
        ("A crusty spot on your scalp? Two drops.", "A crusty spot on your scalp? Not our field."),
    ],
)
def test_two_sentences_of_a_paragraph_are_read_as_one(answered: str, told: str) -> None:
    """A complaint that one sentence raises and the next one answers is a claim."""
    assert _rules(answered)
    assert not _rules(told)
    assert not _rules(answered.replace("? ", "?</p><p>"))


def test_what_the_next_sentence_takes_back_passes() -> None:
    """A sentence that is taken back by the next one is no claim."""
    told = "Some say that nitric oxide widens vessels."
    assert _rules(told)
    assert not _rules(f"{told} We make no such claim.")


@pytest.mark.parametrize("negation", ["No cosmetic serum does.", "Please don't.", "It can't."])
def test_question_with_no_for_an_answer_passes(negation: str) -> None:
    """A question is no claim where the answer is no, however it is put."""
    assert not _rules(f"Does it shrink a scaly patch? {negation}")
    assert _rules("Does it shrink a scaly patch? Try it.")


@pytest.mark.parametrize(
    ("locale", "claim", "harmless"),
    [
        ("de", "Meine dicken Knöchel? Über Nacht weg.", "Der alte Karton ist weg."),
        ("de", "Die Sonnencreme kann daheim bleiben.", "Die Sonnencreme kommt zuletzt."),
        ("de", "Meine Brauen sprießen wieder.", "Die Minze sprießt im Topf."),
        ("fr", "Mes chevilles enflées ? Disparues.", "Le vieux carton a disparu."),
        ("fr", "Laissez l'écran total à la maison.", "Terminez par un écran total."),
        ("fr", "Mes sourcils repoussent.", "La menthe pousse dans le pot."),
    ],
)
def test_meaning_in_german_and_french(locale: str, claim: str, harmless: str) -> None:
    """The strongest of these are found in German and French, too."""
    assert _rules(claim, "EU", locale)
    assert not _rules(harmless, "EU", locale)
