"""What the checker finds in one text, and what it leaves alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flask_serum.claims import check
from flask_serum.claims import Finding
from flask_serum.claims import NOT_CHECKED
from flask_serum.claims import report_json
from flask_serum.claims import report_text

JURISDICTIONS = ("US", "EU", "UK")


def _rules(text: str, jurisdiction: str = "US", locale: str = "en") -> dict[str, str]:
    found = check(text, jurisdiction=jurisdiction, locale=locale)
    return {one.rule: one.verdict for one in found}


def _blocked(text: str, jurisdiction: str = "US", locale: str = "en") -> bool:
    return "block" in _rules(text, jurisdiction, locale).values()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Wounds close sooner where it is used.", "injury"),
        ("Helps the surface re-epithelialise.", "healing"),
        ("Less bruising and oedema after surgery.", "injury"),
        ("Keeps germs in check.", "microbes"),
        ("Takes inflammation down.", "inflammation"),
        ("A daily gel for acne.", "disease"),
        ("So that scars fade.", "scars"),
        ("Reduces redness.", "redness"),
        ("Widens the vessels under the skin.", "vessels"),
        ("Better circulation and more oxygen.", "circulation"),
        ("Your skin builds collagen again.", "structure"),
        ("Puts back the nitric oxide levels you lose.", "nitric-oxide-level"),
        (
            "Brings nitric oxide into your skin: feel the power of the molecule.",
            "nitric-oxide-delivery",
        ),
        ("Fewer fine lines in a month.", "wrinkle-reduction"),
        ("Smaller pores.", "pores"),
        ("Fades dark spots.", "spot-fading"),
        ("An absorption primer for your creams.", "penetration"),
        ("The pink comes from increased blood flow.", "circulation"),
    ],
)
def test_risky_claims_are_found(text: str, rule: str) -> None:
    """Each kind of claim that sellers of nitric oxide serums like to make gives a finding."""
    assert rule in _rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Switches the muscles off.",
        "It speaks the language of your genes.",
        "No more steroid creams.",
        "Does what tretinoin does, only kinder.",
        "Got eczema? One drop, gone.",
        "“My psoriasis vanished in a week.”",
        "May help to ease the itching.",
        "Shown in a small study to calm dermatitis.",
        "Is it stronger than Botox?",
        "Before: inflamed. After: clear.",
        "Chamomile, long known to heal wounds.",
        "Doctors prescribe it.",
        "FDA-approved.",
        "Thrown away: my cortisone.",
        "71% fewer wrinkles",
        "ScarAway drops",
        "NO relaxes the arteries.",
    ],
)
def test_meaning_without_a_keyword(text: str) -> None:
    """Idioms, hedges, testimonials, questions, comparisons and names are claims too."""
    assert _blocked(text)


@pytest.mark.parametrize(
    ("denied", "meant"),
    [
        ("It does not treat eczema.", "It doesn't just cover eczema, it treats it."),
        ("Not intended to heal.", "Not intended to heal, but customers say it heals."),
        ("Does not treat, heal or prevent anything.", "Does not sting and heals wounds."),
        ("No cream cures acne.", "No other cream cures acne like this."),
        ("It never healed a wound.", "You will never have acne again."),
        ("This is no medicine for psoriasis.", "No more psoriasis."),
        ("We do not say it cures rosacea.", "We are not allowed to say it cures rosacea."),
        ("Without effect on collagen.", "Without surgery it rebuilds collagen."),
        ("Does it heal? No.", "Does it heal? Yes."),
        ("This serum does not:\n- treat eczema\n- heal skin", "This serum does:\n- treat eczema"),
        ("Will it clear my acne? No, it is a cosmetic.", "Will it clear my acne? Try it."),
    ],
)
def test_denial_reaches_as_far_as_it_means(denied: str, meant: str) -> None:
    """A denied claim passes; one that is only played down, or follows a *but*, is found."""
    assert not _blocked(denied)
    assert _blocked(meant)


@pytest.mark.parametrize(
    "text",
    [
        "Speak to a doctor or pharmacist first if you have rosacea, eczema, acne or psoriasis.",
        "Keep it off broken, sunburnt or infected skin.",
        "Rinse off and stop if you see a rash, swelling or blisters, and seek medical advice.",
        "Do not apply to wounds, burns or insect bites.",
        "Being treated for dermatitis? Talk to your dermatologist before you start.",
        "I have psoriasis. May I use it? Ask your doctor.",
        "Do not use on:<ul><li>eczema</li><li>open wounds</li><li>cold sores</li></ul>",
        "We have not tested it on people with vitiligo.",
        "Cheeks may turn pink or tingle for a few minutes; stop if it lasts.",
        "Skin differs from person to person, and so do results.",
        "Take one press from each chamber, mix them in your palm, and spread over face and neck.",
        "Wait one to two minutes, then apply moisturizer and, in the morning, an SPF 30 sunscreen.",
        "Aqua, Glycerin, Sodium Hyaluronate, Centella Asiatica Extract, Collagen, Retinol.",
        "EUR 89.00 (EUR 296.67 per 100 ml), delivered in 2 to 4 days.",
        "Treat yourself to a slow evening.",
        "Trick or treat: the autumn box.",
        "A rash vest, a blood orange and a cured glaze.",
        "The case wears a self-healing film.",
        "Circulation of the catalogue: 9,000.",
        "Softens the look of fine lines; skin feels firmer.",
        "Removes makeup, sweat and dead skin cells.",
        "Finish with SPF 50: sunscreen protects skin from UV rays and helps prevent sunburn.",
        "Proceeds go to a skin cancer charity.",
        "Once your tattoo has healed, apply as usual.",
    ],
)
@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_harmless_texts_pass(text: str, jurisdiction: str) -> None:
    """Cautions, directions, lists, prices, idioms and looks are never blocked."""
    assert not _blocked(text, jurisdiction)


@pytest.mark.parametrize(
    ("text", "us", "eu", "uk"),
    [
        ("Boosts collagen.", "block", "warn", "block"),
        ("Heals.", "block", "block", "block"),
        ("Reduces redness.", "block", "warn", "warn"),
        ("Shields skin from UVB.", "block", "warn", "warn"),
        ("Clinically proven to fight spots.", "warn", "warn", "block"),
        ("Paraben-free.", "", "warn", "warn"),
        ("Anti-dandruff shampoo", "block", "", ""),
    ],
)
def test_verdict_is_the_jurisdiction_s(text: str, us: str, eu: str, uk: str) -> None:
    """The same words are judged by the law of each market."""
    for place, verdict in zip(JURISDICTIONS, (us, eu, uk), strict=True):
        verdicts = set(_rules(text, place).values())
        assert max(verdicts, key=["warn", "block"].index, default="") == verdict


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("It <b>he</b>als&nbsp;well.", "he</b>als"),
        ("A gel for ac&shy;ne today", "ac&shy;ne"),
        ("<p>Soft.</p><p>Anti-<i>inflam</i>matory.</p>", "Anti-<i>inflam</i>matory"),
        ("für 😀 eczema.", "eczema"),
        ('<img alt="Heals well">', "Heals"),
    ],
)
def test_span_points_into_the_original(text: str, excerpt: str) -> None:
    """A finding's span cuts the passage out of the text as it was typed, markup and all."""
    (found, *_) = check(text)
    start, end = found.span
    assert text[start:end] == found.excerpt == excerpt


@pytest.mark.parametrize(
    "text", ["<ul><li>Heals</li><li>your skin</li></ul>", "Rebuilds<br>collagen"]
)
def test_claim_over_two_lines_is_found(text: str) -> None:
    """A claim that begins in one bullet and ends in the next is found."""
    assert _blocked(text)


def test_neighbouring_lines_are_not_one_claim() -> None:
    """Two whole bullets beside each other are not read as one sentence."""
    assert not _blocked("<li>Boosts radiance all day</li><li>Collagen of marine origin</li>")


@pytest.mark.parametrize("locale", ["it", "ar", "pl-PL", "zh_TW"])
@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_language_without_rules_never_passes_silently(locale: str, jurisdiction: str) -> None:
    """A text in a language without rules gives one finding: not checked."""
    (found,) = check("Guarisce la pelle.", jurisdiction=jurisdiction, locale=locale)
    assert (found.rule, found.verdict) == (NOT_CHECKED, "warn")
    assert "Not checked" in found.reason
    assert check("  ", locale=locale) == []


@pytest.mark.parametrize("locale", ["en", "en-GB", "en_US", "EN"])
def test_locale_is_read_by_its_language(locale: str) -> None:
    """A region does not change the rules' language."""
    assert _blocked("Heals wounds.", locale=locale)


@pytest.mark.parametrize(
    ("locale", "claim", "harmless"),
    [
        ("de", "Das Serum heilt Wunden und lindert Juckreiz.", "Das Serum heilt keine Wunden."),
        ("de", "Für eine bessere Durchblutung.", "Für ein frisches Aussehen."),
        ("de", "Nie wieder Neurodermitis!", "Fragen Sie bei Neurodermitis Ihren Arzt."),
        ("de-AT", "Wirkt antibakteriell gegen Akne.", "Nicht auf entzündeter Haut anwenden."),
        ("fr", "Soigne l'eczéma et régénère les tissus.", "Ce sérum ne soigne pas l'eczéma."),
        ("fr", "Stimule la circulation sanguine.", "Laisse un teint frais."),
        ("fr-CA", "Fini l’acné !", "Demandez conseil à un médecin si vous avez de l’acné."),
    ],
)
def test_german_and_french(locale: str, claim: str, harmless: str) -> None:
    """German and French claims are found, their denials and cautions are not."""
    assert _blocked(claim, "UK", locale)
    assert not _blocked(harmless, "UK", locale)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("de", "This is the balm that heals your wounds and the eczema of your skin."),
        ("fr", "This is the balm that heals your wounds and the eczema of your skin."),
        ("en", "Das ist der Balsam, der die Wunden und das Ekzem auf der Haut heilt."),
        ("de", "C'est le baume qui soigne les plaies et l'eczéma de la peau."),
    ],
)
def test_untranslated_text_is_read_in_its_own_language(locale: str, text: str) -> None:
    """A text that was left in another language than its locale's does not pass for that."""
    assert _blocked(text, "EU", locale)


@pytest.mark.parametrize(
    "text",
    [
        "Ask your doctor to take back the steroids: this heals eczema.",
        "Warning: heals scars fast.",
        "If you have eczema, this balm is for you.",
        "If you have acne, skip the clinic and try this.",
        "Avoid infection with our antiseptic gel.",
        "Patch test first, then watch your rosacea disappear.",
        "No need to see a dermatologist, it clears acne by itself.",
        "Never use another cream: this one clears acne.",
        "Not tested on animals, proven to heal wounds.",
        "Dermatologists agree: it clears rosacea.",
        "Some brands hide rosacea; we treat it.",
        "Directions: apply to burns twice a day.",
    ],
)
def test_words_of_caution_are_no_cover(text: str) -> None:
    """A claim does not pass because a doctor, a warning or a condition stands beside it."""
    assert _blocked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Beware of serums that promise to heal eczema.",
        "Myth: a serum boosts collagen. Fact: a cosmetic sits on the surface.",
        "There is no evidence that a cosmetic cures acne.",
        "Reviews that mention acne or eczema are not published.",
        "Don't expect it to erase wrinkles.",
    ],
)
def test_what_is_disowned_passes(text: str) -> None:
    """What is told only to be disowned is no claim."""
    assert not _blocked(text)


def test_unknown_jurisdiction_is_refused() -> None:
    """A jurisdiction without rules is an error, not a clean result."""
    with pytest.raises(ValueError, match="'CA': use US, EU, UK"):
        check("Heals.", jurisdiction="CA")


def test_reports_name_everything() -> None:
    """A report says where, what, why, by which law, and what to say instead."""
    findings = check("Heals dry skin.")
    text, document = report_text(findings), report_json(findings)
    one = findings[0]
    for part in (one.excerpt, one.rule, one.reason, one.source, *one.rewordings):
        assert part in text
        assert part in document
    assert report_text([]) == "nothing found"
    assert '"nothing found"' in report_json([])
    for word in ("compliant", "safe", "approved"):
        assert word not in report_text([]) + report_json([])


def test_finding_is_a_value() -> None:
    """Findings compare by what they say and can be kept in sets."""
    assert set(check("Heals.")) == set(check("Heals."))
    assert isinstance(check("Heals.")[0], Finding)


def test_import_is_small_and_reads_no_rules() -> None:
    """Import and English rules take less than 10 MB; rules are read only when asked for."""
    program = """
import tracemalloc
import flask_serum
tracemalloc.start()
from flask_serum.claims import check
from flask_serum.claims.rules import _packaged
assert _packaged.cache_info().currsize == 0
check("x")
size, _ = tracemalloc.get_traced_memory()
print(size)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(done.stdout) < 10_000_000
