"""The plugin's own words: every message in every language, and the sentences made from data."""

from __future__ import annotations

import functools
import gettext
import io
import re
import subprocess
import sys
import typing as t
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from factories import a_regimen
from factories import a_step

from flask_serum.core import notice
from flask_serum.core.errors import TranslationMissing
from flask_serum.core.ingredients import Content
from flask_serum.core.offer import Availability
from flask_serum.core.offer import LineStatus
from flask_serum.core.offer import Money
from flask_serum.core.offer import Role
from flask_serum.core.pairing import Why
from flask_serum.core.regimen import Action
from flask_serum.core.regimen import Amount
from flask_serum.core.regimen import Area
from flask_serum.core.regimen import Duration
from flask_serum.core.regimen import Measure
from flask_serum.core.regimen import TimeOfDay
from flask_serum.web import catalogues
from flask_serum.web.catalogues import catalogue_for
from flask_serum.web.wording import Wording

ROOT = Path(__file__).parent.parent
LOCALE = catalogues.folder()
TRANSLATED = ("ar", "de")
TAGS = ("en", *TRANSLATED)
SOURCES = {
    "serum": (
        *("-F", str(ROOT / "plugin" / "locale" / "babel.cfg")),
        *("-k", "t", "-k", "n:1,2", "-k", "p:1c,2", "-k", "serum_t", "-k", "serum_n:1,2", "."),
    ),
    "notice": ("-k", "_", "plugin/core/notice.py"),
}
COUNTS = (0, 1, 2, 3, 11, 100)

Key: t.TypeAlias = tuple[str, str]
every_catalogue = pytest.mark.parametrize(
    ("domain", "tag"), [(domain, tag) for domain in SOURCES for tag in TRANSLATED]
)
every_domain = pytest.mark.parametrize("domain", SOURCES)
every_tag = pytest.mark.parametrize("tag", TAGS)


@pytest.fixture(name="sources", scope="session")
def _sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalog]:
    """What the sources say now, per domain."""
    folder = tmp_path_factory.mktemp("extracted")
    found = {}
    for domain, rest in SOURCES.items():
        path = folder / f"{domain}.pot"
        command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
        options = ["--no-default-keywords", "-o", str(path), *rest]
        subprocess.run([*command, *options], cwd=ROOT, check=True)
        found[domain] = catalogue(path)
    return found


@functools.cache
def catalogue(path: Path, tag: str | None = None) -> Catalog:
    """Read a .po or .pot file."""
    with path.open("rb") as file:
        return read_po(file, locale=tag)


def po(domain: str, tag: str) -> Catalog:
    """Read the translation of a domain."""
    return catalogue(LOCALE / tag / "LC_MESSAGES" / f"{domain}.po", tag)


def messages(of: Catalog) -> dict[Key, Message]:
    """Give the messages of a catalogue by context and source, without its header."""
    return {(one.context or "", "\n".join(forms(one.id))): one for one in of if one.id}


def forms(of: t.Any) -> tuple[str, ...]:
    """Give the forms of a message or of its translation; a message without plural has one."""
    return (of,) if isinstance(of, str) else tuple(of)


def places(text: str) -> set[str]:
    """Give the names of a text's places."""
    return set(re.findall(r"%\((\w+)\)s", text))


def wording(tag: str) -> Wording:
    """Make the wording of a locale."""
    return Wording(catalogue_for(tag))


def plain(text: str) -> str:
    """Write no-break spaces as spaces, and leave out marks of direction."""
    return re.sub("[\u200e\u200f\u061c]", "", re.sub("[\u00a0\u202f]", " ", text))


@every_domain
def test_templates_are_fresh(domain: str, sources: dict[str, Catalog]) -> None:
    """The .pot file holds the messages of the sources; `make messages` brings it up to date."""
    template = catalogue(LOCALE / f"{domain}.pot")
    assert messages(template).keys() == messages(sources[domain]).keys()


@every_catalogue
def test_nothing_missing_or_left_over(domain: str, tag: str, sources: dict[str, Catalog]) -> None:
    """A catalogue holds every message of the sources, and none that the sources lack."""
    translated = po(domain, tag)
    assert messages(translated).keys() == messages(sources[domain]).keys()
    assert not translated.obsolete


@every_catalogue
def test_everything_translated(domain: str, tag: str) -> None:
    """Each message has all the forms of its language, reviewed and filled."""
    translated = po(domain, tag)
    for key, message in messages(translated).items():
        wanted = translated.num_plurals if message.pluralizable else 1
        assert len(forms(message.string)) == wanted, key
        assert all(forms(message.string)), key
        assert not message.fuzzy, key


@every_catalogue
def test_places(domain: str, tag: str) -> None:
    """A translation has the places of its source; a form for one number alone may spell them."""
    translated = po(domain, tag)
    choose = gettext.c2py(translated.plural_expr)
    for key, message in messages(translated).items():
        source = places(forms(message.id)[-1])
        for at, said in enumerate(forms(message.string)):
            for_one = message.pluralizable and [choose(n) for n in range(200)].count(at) == 1
            assert places(said) <= source if for_one else places(said) == source, key
            assert "%" not in re.sub(r"%\(\w+\)s", "", said), key


@every_catalogue
def test_punctuation(domain: str, tag: str) -> None:
    """A translation is as much a sentence as its source, and brings no space or markup along."""
    for key, message in messages(po(domain, tag)).items():
        source = forms(message.id)[-1]
        for said in forms(message.string):
            assert not re.search(r"^\s|\s$|\s\s|[<>\n\t]", said), key
            for end in (".", ":"):
                assert said.endswith(end) == source.endswith(end), key


@every_catalogue
def test_compiled(domain: str, tag: str) -> None:
    """The .mo file says what the .po file says; `make catalogues` compiles it."""
    afresh = io.BytesIO()
    write_mo(afresh, po(domain, tag))
    afresh.seek(0)
    with (LOCALE / tag / "LC_MESSAGES" / f"{domain}.mo").open("rb") as file:
        shipped, expected = read_mo(file), read_mo(afresh)
    assert shipped.plural_forms == expected.plural_forms
    assert {key: forms(one.string) for key, one in messages(shipped).items()} == {
        key: forms(one.string) for key, one in messages(expected).items()
    }


def test_offered() -> None:
    """Every language that has words has a notice, and the other way round."""
    assert catalogues.offered() == tuple(sorted(TAGS)) == notice.locales()


def test_region() -> None:
    """A region takes its language's words and its own way to write prices."""
    euros = Money(Decimal("89"), "EUR")
    assert catalogue_for("de-AT").t("Add to cart") == catalogue_for("de").t("Add to cart")
    assert plain(catalogue_for("de-AT").money(euros)) == "€ 89,00"
    assert catalogue_for("en-US").t("Add to cart") == "Add to cart"


def test_unknown_language() -> None:
    """A language without words is refused, and the error lists those there are."""
    with pytest.raises(TranslationMissing, match="ar, de, en"):
        catalogue_for("fr")


@every_tag
@pytest.mark.parametrize("count", COUNTS)
def test_every_plural(tag: str, count: int, sources: dict[str, Catalog]) -> None:
    """Every message with a count can be said with any count."""
    words = catalogue_for(tag)
    for message in messages(sources["serum"]).values():
        if message.pluralizable:
            one, more = forms(message.id)
            said = words.n(one, more, count, low="0", name="Duo")
            assert said, (one, count)
            assert "%" not in said


OPENED = {
    "en": {
        0: "Use within 0 months of opening.",
        1: "Use within 1 month of opening.",
        2: "Use within 2 months of opening.",
        3: "Use within 3 months of opening.",
        11: "Use within 11 months of opening.",
        100: "Use within 100 months of opening.",
    },
    "de": {
        0: "Nach dem Öffnen innerhalb von 0 Monaten aufbrauchen.",
        1: "Nach dem Öffnen innerhalb von 1 Monat aufbrauchen.",
        2: "Nach dem Öffnen innerhalb von 2 Monaten aufbrauchen.",
        3: "Nach dem Öffnen innerhalb von 3 Monaten aufbrauchen.",
        11: "Nach dem Öffnen innerhalb von 11 Monaten aufbrauchen.",
        100: "Nach dem Öffnen innerhalb von 100 Monaten aufbrauchen.",
    },
    "ar": {
        0: "يُستخدم خلال 0 شهر من فتحه.",
        1: "يُستخدم خلال شهر واحد من فتحه.",
        2: "يُستخدم خلال شهرين من فتحه.",
        3: "يُستخدم خلال 3 أشهر من فتحه.",
        11: "يُستخدم خلال 11 شهرًا من فتحه.",
        100: "يُستخدم خلال 100 شهر من فتحه.",
    },
}


@every_tag
@pytest.mark.parametrize("count", COUNTS)
def test_plural_forms(tag: str, count: int) -> None:
    """A period has the form that its number asks for."""
    assert wording(tag).opened(count) == OPENED[tag][count]


ROUTINE = {
    "en": [
        ("Clean skin", "Start with clean skin: wash, then pat dry."),
        (
            "Two gels",
            "Put an equal amount from each chamber into your palm: 1 press of each.",
        ),
        ("Mix", "Mix the gels in your palm with a fingertip for 5 to 10 seconds."),
        ("Apply", "Spread it at once over your face and your neck."),
        ("Wait", "Wait 1 to 2 minutes before the next layer."),
        ("Moisturizer", "Smooth a moisturizer over it."),
        ("Sunscreen", "Finish with a broad-spectrum sunscreen of SPF 30 or higher."),
    ],
    "de": [
        ("Saubere Haut", "Beginnen Sie mit sauberer Haut: waschen, dann trocken tupfen."),
        (
            "Zwei Gele",
            "Geben Sie aus jeder Kammer die gleiche Menge in Ihre Handfläche: je 1 Pumpstoß.",
        ),
        (
            "Mischen",
            "Mischen Sie die Gele 5 bis 10 Sekunden lang mit einer Fingerspitze in der Handfläche.",
        ),
        ("Auftragen", "Verteilen Sie die Mischung sofort auf dem Gesicht und dem Hals."),
        ("Warten", "Warten Sie 1 bis 2 Minuten, bevor Sie die nächste Schicht auftragen."),
        ("Feuchtigkeitspflege", "Tragen Sie darüber eine Feuchtigkeitspflege auf."),
        (
            "Sonnenschutz",
            "Schließen Sie mit einem Breitband-Sonnenschutz mit LSF 30 oder höher ab.",
        ),
    ],
    "ar": [
        ("بشرة نظيفة", "ابدأ ببشرة نظيفة: اغسلها، ثم جففها بالتربيت."),
        (
            "نوعا الجل",
            "ضع في راحة يدك كمية متساوية من كل حجرة: ضغطة واحدة من كلٍّ منهما.",
        ),
        ("المزج", "امزج نوعَي الجل في راحة يدك بطرف إصبعك لمدة 5 إلى 10 ثوانٍ."),
        ("التوزيع", "وزّع المزيج فورًا على وجهك ورقبتك."),
        ("الانتظار", "انتظر لمدة دقيقة إلى دقيقتين قبل وضع الطبقة التالية."),
        ("المرطّب", "ضع فوقه مرطّبًا ووزّعه برفق."),
        ("واقي الشمس", "اختم بواقي شمس واسع الطيف بعامل حماية SPF 30 أو أعلى."),
    ],
}


@every_tag
def test_usual_routine(tag: str) -> None:
    """The usual routine reads like this, step by step."""
    say = wording(tag)
    steps = a_regimen().at(TimeOfDay.MORNING)
    assert [(say.step_title(step), say.step(step)) for step in steps] == ROUTINE[tag]


DISPENSED: dict[str, dict[tuple[str, Measure, int], str]] = {
    "en": {
        ("2", Measure.PRESS, 2): (
            "Put an equal amount from each chamber into your palm: 2 presses of each."
        ),
        ("3", Measure.DROP, 2): (
            "Put an equal amount from each chamber into your palm: 3 drops of each."
        ),
        ("0.25", Measure.MILLILITRE, 2): (
            "Put an equal amount from each chamber into your palm: 0.25 ml of each."
        ),
        ("1", Measure.PRESS, 1): "Put 1 press of serum into your palm.",
        ("2", Measure.DROP, 1): "Put 2 drops of serum into your palm.",
        ("1.5", Measure.MILLILITRE, 1): "Put 1.5 ml of serum into your palm.",
    },
    "de": {
        ("2", Measure.PRESS, 2): (
            "Geben Sie aus jeder Kammer die gleiche Menge in Ihre Handfläche: je 2 Pumpstöße."
        ),
        ("3", Measure.DROP, 2): (
            "Geben Sie aus jeder Kammer die gleiche Menge in Ihre Handfläche: je 3 Tropfen."
        ),
        ("0.25", Measure.MILLILITRE, 2): (
            "Geben Sie aus jeder Kammer die gleiche Menge in Ihre Handfläche: je 0,25 ml."
        ),
        ("1", Measure.PRESS, 1): "Geben Sie 1 Pumpstoß Serum in Ihre Handfläche.",
        ("2", Measure.DROP, 1): "Geben Sie 2 Tropfen Serum in Ihre Handfläche.",
        ("1.5", Measure.MILLILITRE, 1): "Geben Sie 1,5 ml Serum in Ihre Handfläche.",
    },
    "ar": {
        ("2", Measure.PRESS, 2): ("ضع في راحة يدك كمية متساوية من كل حجرة: ضغطتين من كلٍّ منهما."),
        ("3", Measure.DROP, 2): ("ضع في راحة يدك كمية متساوية من كل حجرة: 3 قطرات من كلٍّ منهما."),
        ("0.25", Measure.MILLILITRE, 2): (
            "ضع في راحة يدك كمية متساوية من كل حجرة: 0.25 مل من كلٍّ منهما."
        ),
        ("1", Measure.PRESS, 1): "ضع ضغطة واحدة من السيروم في راحة يدك.",
        ("2", Measure.DROP, 1): "ضع قطرتين من السيروم في راحة يدك.",
        ("1.5", Measure.MILLILITRE, 1): "ضع 1.5 مل من السيروم في راحة يدك.",
    },
}


@pytest.mark.parametrize(
    ("tag", "given"), [(tag, given) for tag in TAGS for given in DISPENSED[tag]]
)
def test_amounts(tag: str, given: tuple[str, Measure, int]) -> None:
    """An amount is said in presses, drops or millilitres, from one chamber or from each."""
    quantity, measure, chambers = given
    amounts = tuple(Amount(key, Decimal(quantity), measure) for key in "AB"[:chambers])
    step = a_step("dispense", Action.DISPENSE, amounts=amounts)
    assert wording(tag).step(step) == DISPENSED[tag][given]


DURATIONS = {
    "en": {
        (60, 120): "1 to 2 minutes",
        (120, 180): "2 to 3 minutes",
        (60, 60): "1 minute",
        (120, 120): "2 minutes",
        (90, 90): "90 seconds",
        (60, 90): "60 to 90 seconds",
        (5, 10): "5 to 10 seconds",
        (5, 5): "5 seconds",
        (1, 1): "1 second",
    },
    "de": {
        (60, 120): "1 bis 2 Minuten",
        (120, 180): "2 bis 3 Minuten",
        (60, 60): "1 Minute",
        (120, 120): "2 Minuten",
        (90, 90): "90 Sekunden",
        (60, 90): "60 bis 90 Sekunden",
        (5, 10): "5 bis 10 Sekunden",
        (5, 5): "5 Sekunden",
        (1, 1): "1 Sekunde",
    },
    "ar": {
        (60, 120): "دقيقة إلى دقيقتين",
        (120, 180): "2 إلى 3 دقائق",
        (60, 60): "دقيقة واحدة",
        (120, 120): "دقيقتين",
        (90, 90): "90 ثانية",
        (60, 90): "60 إلى 90 ثانية",
        (5, 10): "5 إلى 10 ثوانٍ",
        (5, 5): "5 ثوانٍ",
        (1, 1): "ثانية واحدة",
    },
}


@pytest.mark.parametrize(
    ("tag", "given"), [(tag, given) for tag in TAGS for given in DURATIONS[tag]]
)
def test_durations(tag: str, given: tuple[int, int]) -> None:
    """Whole minutes are said in minutes, anything else in seconds."""
    assert wording(tag).duration(Duration(*given)) == DURATIONS[tag][given]


AREAS = {
    "en": {
        (Area.FACE,): "Spread it at once over your face.",
        tuple(Area): "Spread it at once over your face, your neck, and your décolleté.",
    },
    "de": {
        (Area.FACE,): "Verteilen Sie die Mischung sofort auf dem Gesicht.",
        tuple(Area): (
            "Verteilen Sie die Mischung sofort auf dem Gesicht, dem Hals und dem Dekolleté."
        ),
    },
    "ar": {
        (Area.FACE,): "وزّع المزيج فورًا على وجهك.",
        tuple(Area): "وزّع المزيج فورًا على وجهك ورقبتك وأعلى صدرك.",
    },
}


@pytest.mark.parametrize(("tag", "areas"), [(tag, areas) for tag in TAGS for areas in AREAS[tag]])
def test_areas(tag: str, areas: tuple[Area, ...]) -> None:
    """Where it goes is a list in the language's way, in the form that the sentence asks for."""
    assert wording(tag).step(a_step("apply", Action.APPLY, areas=areas)) == AREAS[tag][areas]


EASING_IN = {
    "en": {
        0: "",
        1: "New to it? Keep to once a day for the first week.",
        2: "New to it? Keep to once a day for the first 2 weeks.",
        3: "New to it? Keep to once a day for the first 3 weeks.",
    },
    "de": {
        0: "",
        1: "Neu für Sie? Beschränken Sie sich in der ersten Woche auf einmal täglich.",
        2: "Neu für Sie? Beschränken Sie sich in den ersten 2 Wochen auf einmal täglich.",
        3: "Neu für Sie? Beschränken Sie sich in den ersten 3 Wochen auf einmal täglich.",
    },
    "ar": {
        0: "",
        1: "هل تستخدمه لأول مرة؟ اكتفِ بمرة واحدة يوميًا خلال الأسبوع الأول.",
        2: "هل تستخدمه لأول مرة؟ اكتفِ بمرة واحدة يوميًا خلال الأسبوعين الأولين.",
        3: "هل تستخدمه لأول مرة؟ اكتفِ بمرة واحدة يوميًا خلال أول 3 أسابيع.",
    },
}


@every_tag
@pytest.mark.parametrize("weeks", [0, 1, 2, 3])
def test_easing_in(tag: str, weeks: int) -> None:
    """How a new user begins is said for as many weeks as the routine asks for."""
    assert wording(tag).easing_in(a_regimen(ease_in_weeks=weeks)) == EASING_IN[tag][weeks]


@every_tag
def test_frequency(tag: str) -> None:
    """How often the serum is used is said differently for morning, evening and both."""
    say, both = wording(tag), a_regimen()
    once = [
        a_regimen(steps=(a_step("dispense", Action.DISPENSE, times=(time,)),)) for time in TimeOfDay
    ]
    assert len({say.frequency(one) for one in (both, *once)}) == 3
    assert [say.easing_in(one) for one in once] == ["", ""]


@every_tag
def test_told_apart(tag: str) -> None:
    """What differs for a shopper is said differently."""
    say = wording(tag)
    companions = (Role.MOISTURIZER, Role.SUNSCREEN)
    for said in (
        [say.availability(one) for one in Availability],
        [say.line_result(one, "Meridian Duo", 2) for one in LineStatus],
        [say.role(one) for one in Role],
        [say.guidance(one) for one in companions],
        [say.why(why, role) for why in Why for role in companions],
        [say.time_of_day(one) for one in TimeOfDay],
        [say.step_title(a_step(one.value, one)) for one in Action],
    ):
        assert all(said)
        assert len(set(said)) == len(said)
    assert all("Meridian Duo" in say.line_result(one, "Meridian Duo", 2) for one in LineStatus)


PARTLY_ADDED = {
    ("en", 1): "Duo: only 1 was left; it is in your cart.",
    ("en", 3): "Duo: only 3 were left; they are in your cart.",
    ("de", 1): "Duo: Es war nur noch 1 Stück verfügbar; es liegt in Ihrem Warenkorb.",
    ("de", 3): "Duo: Es waren nur noch 3 Stück verfügbar; sie liegen in Ihrem Warenkorb.",
    ("ar", 1): "Duo: لم يتبقَّ سوى قطعة واحدة، وهي الآن في سلة التسوق.",
    ("ar", 2): "Duo: لم يتبقَّ سوى قطعتين، وهما الآن في سلة التسوق.",
    ("ar", 3): "Duo: لم يتبقَّ سوى 3 قطع، وهي الآن في سلة التسوق.",
}


@pytest.mark.parametrize(("tag", "added"), PARTLY_ADDED)
def test_partly_added(tag: str, added: int) -> None:
    """Who gets fewer than asked for is told how many."""
    said = wording(tag).line_result(LineStatus.PARTLY_ADDED, "Duo", added)
    assert said == PARTLY_ADDED[tag, added]


def test_mixing_without_a_time() -> None:
    """Where no duration is given, mixing goes on until the gels are one."""
    step = a_step("mix", Action.MIX)
    assert wording("en").step(step).endswith("until they are one.")
    assert len({wording(tag).step(step) for tag in TAGS}) == len(TAGS)


PRICES = {
    "en": ["€1,234.50", "$89.00", "¥8,900"],
    "de": ["1.234,50 €", "89,00 $", "8.900 ¥"],
    "ar": ["1,234.50 €", "89.00 US$", "8,900 JP¥"],
}


@every_tag
def test_prices(tag: str) -> None:
    """A price is written in its locale's way, with its currency's decimals, and never broken."""
    money = catalogue_for(tag).money
    given = [("1234.50", "EUR"), ("89", "USD"), ("8900", "JPY")]
    said = [money(Money(Decimal(amount), currency)) for amount, currency in given]
    assert [plain(one) for one in said] == PRICES[tag]
    assert not any(" " in one for one in said)


CONTENTS = {
    "en": ["2 × 15 ml", "50 ml", "2 × 2.5 g"],
    "de": ["2 × 15 ml", "50 ml", "2 × 2,5 g"],
    "ar": ["2 × 15 مل", "50 مل", "2 × 2.5 غ"],
}


@every_tag
def test_content(tag: str) -> None:
    """Net content is written per chamber, with the locale's unit, and never broken."""
    given = [("15", "ml", 2), ("50", "ml", 1), ("2.5", "g", 2)]
    said = [wording(tag).content(Content(Decimal(a), unit, n)) for a, unit, n in given]
    assert [plain(one) for one in said] == CONTENTS[tag]
    assert not any(" " in one for one in said)
