"""The words of the safety notice: reviewed letter by letter, in every locale, or not shown."""

from __future__ import annotations

import collections.abc as cabc
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from flask_serum.core import notice
from flask_serum.core.errors import NoticeUnavailable
from flask_serum.core.notice import Notice
from flask_serum.core.notice import notice_for
from flask_serum.web import catalogues

TAGS = ("ar", "de", "en")
POINTS = ("patch-test", "consult", "expected", "stop", "results")

# What each point may not lose, a piece of each of its sentences.
SAID: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "patch-test": (
            "not the patch test that a doctor does",
            "Mix a little as for use",
            "as thick as you would on your face",
            "the size of a coin",
            "not rubbed or washed",
            "inside of your arm or elbow",
            "twice a day for 7 to 10 days",
            "leave it on",
            "wash it off and do not use the serum",
        ),
        "consult": (
            "a doctor, dermatologist or pharmacist before use",
            "eczema, psoriasis, rosacea or acne",
            "prescription skin products or other medication",
            "nitrates or blood-pressure medicine",
            "pregnant or nursing",
        ),
        "expected": (
            "may look pink or tingle",
            "for a few minutes",
            "lasts longer or bothers you",
            "stop using it",
        ),
        "stop": (
            "broken, sunburnt or infected skin",
            "out of your eyes",
            "Wash it off",
            "seek medical advice",
            "rash, swelling, blisters or lasting burning",
        ),
        "results": ("so do results", "a cosmetic, not a medicine"),
    },
    "de": {
        "patch-test": (
            "nicht der Patch-Test (Epikutantest), den eine Ärztin oder ein Arzt durchführt",
            "Mischen Sie eine kleine Menge wie für die Anwendung",
            "so dick wie im Gesicht",
            "münzgroße Stelle",
            "nicht gerieben oder gewaschen",
            "Innenseite des Arms oder in der Ellenbeuge",
            "7 bis 10 Tage lang zweimal täglich",
            "lassen Sie das Serum auf der Haut",
            "waschen Sie es ab und verwenden Sie das Serum nicht",
        ),
        "consult": (
            "vor der Anwendung Ihre Ärztin, Ihren Arzt, in einer Hautarztpraxis oder in Ihrer"
            " Apotheke",
            "Ekzem, Schuppenflechte, Rosazea oder Akne",
            "verschreibungspflichtige Hautpräparate oder andere Medikamente",
            "Nitrate oder Blutdruckmittel",
            "schwanger sind oder stillen",
        ),
        "expected": (
            "rosa aussehen oder kribbeln",
            "einige Minuten lang",
            "länger anhält oder Sie stört",
            "verwenden Sie es nicht weiter",
        ),
        "stop": (
            "verletzter, sonnenverbrannter oder infizierter Haut",
            "nicht in die Augen",
            "Waschen Sie es ab",
            "holen Sie ärztlichen Rat ein",
            "Ausschlag, Schwellungen, Blasen oder anhaltendes Brennen",
        ),
        "results": ("so sind es auch die Ergebnisse", "ein Kosmetikum, kein Arzneimittel"),
    },
    "ar": {
        "patch-test": (
            "ليست اختبار الرقعة الذي يجريه الطبيب",
            "امزج كمية قليلة كما تمزجها عند الاستخدام",
            "بالسُّمك نفسه الذي تضعه على وجهك",
            "بحجم قطعة نقود معدنية",
            "لا تتعرض للاحتكاك أو الغسل",
            "باطن الذراع أو في ثنية المرفق",
            "مرتين يوميًا لمدة 7 إلى 10 أيام",
            "اترك السيروم على بشرتك",
            "فاغسل السيروم عنها ولا تستخدمه",
        ),
        "consult": (
            "طبيبًا أو طبيب أمراض جلدية أو صيدليًا قبل الاستخدام",
            "الإكزيما أو الصدفية أو العُدّ الوردي أو حب الشباب",
            "مستحضرات جلدية تُصرف بوصفة طبية أو أدوية أخرى",
            "النترات أو أدوية ضغط الدم",
            "الحمل أو الرضاعة الطبيعية",
        ),
        "expected": (
            "ورديًا أو تشعر فيها بوخز",
            "لبضع دقائق",
            "مدة أطول أو أزعجك",
            "توقف عن استخدامه",
        ),
        "stop": (
            "مجروحة أو مصابة بحروق الشمس أو بعدوى",
            "لا تدعه يدخل عينيك",
            "اغسله عن بشرتك",
            "اطلب المشورة الطبية",
            "طفح جلدي أو تورّم أو فقاعات جلدية أو شعور مستمر بالحرقة",
        ),
        "results": ("وكذلك النتائج", "مستحضر تجميل وليس دواءً"),
    },
}

every_tag = pytest.mark.parametrize("tag", TAGS)
every_translation = pytest.mark.parametrize("tag", [tag for tag in TAGS if tag != "en"])


@pytest.fixture(name="package")
def _package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> cabc.Iterator[Path]:
    """A copy of the package's catalogues that the notice is read from, to be damaged."""
    shutil.copytree(catalogues.folder(), tmp_path / "locale")
    monkeypatch.setattr(notice, "files", lambda _: tmp_path)
    notice_for.cache_clear()
    yield tmp_path
    notice_for.cache_clear()


@pytest.fixture(name="forgotten")
def _forgotten() -> cabc.Iterator[None]:
    """Nothing is remembered of notices that were read before, nor after."""
    notice_for.cache_clear()
    yield
    notice_for.cache_clear()


def item_texts(of: Notice) -> list[str]:
    """Give the heading and every heading and text under it."""
    return [of.heading, *(text for item in of.items for text in (item.heading, item.text))]


def one_letter_off(text: str) -> list[str]:
    """Give the text with each of its letters in turn made another."""
    return [f"{text[:at]}…{text[at + 1 :]}" for at in range(len(text))]


def compiled(package: Path, tag: str) -> Path:
    """Give the place of a compiled catalogue."""
    return package / "locale" / tag / "LC_MESSAGES" / "notice.mo"


def rewrite(package: Path, tag: str, change: cabc.Callable[[str], str], *, only: str = "") -> None:
    """Compile the catalogue with changed words.

    :param change: from a translation to another.
    :param only: the source of the one message that changes; all of them if empty.
    """
    path = compiled(package, tag)
    with path.with_suffix(".po").open("rb") as file:
        words = read_po(file, locale=tag)
    for message in words:
        if message.id and only in ("", message.id):
            assert isinstance(message.string, str)
            message.string = change(message.string)
    with path.open("wb") as file:
        write_mo(file, words)


@every_tag
def test_each_locale(tag: str) -> None:
    """There is a notice in every locale, in the words that were reviewed."""
    given = notice_for(tag)
    assert given.locale == tag
    assert given.version == notice.VERSION
    assert given.sha256 == notice.REVIEWED[tag]
    assert given == notice.compose(tag)


def test_locales() -> None:
    """The list of locales is the list of what was reviewed, and each is a different text."""
    assert notice.locales() == TAGS
    assert len(set(notice.REVIEWED.values())) == len(TAGS)


@pytest.mark.parametrize(("tag", "read"), [("de-AT", "de"), ("en-GB", "en"), ("ar-EG", "ar")])
def test_region(tag: str, read: str) -> None:
    """A region reads its language's notice, under the language's id."""
    assert notice_for(tag) == notice_for(read)
    assert notice_for(tag).id == notice_for(read).id


@pytest.mark.parametrize("tag", ["fr", "he", "", "xx-DE"])
def test_unknown_locale(tag: str) -> None:
    """A language without a reviewed notice has none, not even the English one."""
    with pytest.raises(NoticeUnavailable, match="there is one in ar, de, en"):
        notice_for(tag)


@pytest.mark.usefixtures("forgotten")
def test_nothing_reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing was reviewed, nothing is given."""
    monkeypatch.setattr(notice, "REVIEWED", {})
    with pytest.raises(NoticeUnavailable, match="there is one in no language"):
        notice_for("en")


@every_tag
@pytest.mark.usefixtures("forgotten")
def test_changed_words(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that differ from the reviewed ones are refused, English ones too."""
    real = notice.compose(tag)
    softer = replace(real, items=real.items[:-1])
    monkeypatch.setattr(notice, "compose", lambda _: softer)
    with pytest.raises(NoticeUnavailable, match="differ from the reviewed ones"):
        notice_for(tag)


@every_translation
def test_untouched_copy(tag: str, package: Path) -> None:
    """A catalogue that is compiled afresh from the same words is as good."""
    rewrite(package, tag, str)
    assert notice_for(tag).sha256 == notice.REVIEWED[tag]


@every_translation
def test_changed_letter(tag: str, package: Path) -> None:
    """One letter more in a catalogue is refused."""
    rewrite(package, tag, lambda said: f"{said}.", only="Results vary")
    with pytest.raises(NoticeUnavailable, match="differ from the reviewed ones"):
        notice_for(tag)


@every_translation
def test_missing_translation(tag: str, package: Path) -> None:
    """A catalogue that lacks a sentence is refused; English does not stand in for it."""
    rewrite(package, tag, lambda _: "", only="When to stop")
    with pytest.raises(NoticeUnavailable, match="differ from the reviewed ones"):
        notice_for(tag)


@every_translation
def test_no_catalogue(tag: str, package: Path) -> None:
    """Without its catalogue a language has no notice."""
    compiled(package, tag).unlink()
    with pytest.raises(NoticeUnavailable, match=r"notice\.mo can't be read"):
        notice_for(tag)


@every_tag
def test_id_changes_with_every_letter(tag: str) -> None:
    """The id names the locale and the version, and another letter anywhere makes it another."""
    given = notice_for(tag)
    assert given.id == f"{tag}.{notice.VERSION}.{given.sha256[:12]}"
    others = [replace(given, heading=one).id for one in one_letter_off(given.heading)]
    for at, item in enumerate(given.items):
        changed = [replace(item, heading=one) for one in one_letter_off(item.heading)]
        changed += [replace(item, text=one) for one in one_letter_off(item.text)]
        before, after = given.items[:at], given.items[at + 1 :]
        others += [replace(given, items=(*before, one, *after)).id for one in changed]
    assert len(others) == sum(map(len, item_texts(given)))
    assert len({given.id, *others}) == 1 + len(others)


def test_id_changes_with_version_and_locale() -> None:
    """The same words under another version or locale have another id."""
    given = notice_for("en")
    others = {replace(given, version=given.version + 1).id, replace(given, locale="en-GB").id}
    assert len({given.id, *others}) == 3


@every_tag
def test_points(tag: str) -> None:
    """Each point is there, in order, with a heading and a text of its own."""
    given = notice_for(tag)
    assert tuple(item.key for item in given.items) == POINTS
    texts = item_texts(given)
    assert all(text.strip() for text in texts)
    assert len(set(texts)) == len(texts)
    assert given.text == "\n".join(texts)


@every_translation
def test_no_english_left(tag: str) -> None:
    """A translated notice has no text in common with the English one."""
    assert not set(item_texts(notice_for(tag))) & set(item_texts(notice_for("en")))


@pytest.mark.parametrize(("tag", "key"), [(tag, key) for tag in TAGS for key in POINTS])
def test_says(tag: str, key: str) -> None:
    """Each point says, in each locale, all that it has to."""
    (item,) = (one for one in notice_for(tag).items if one.key == key)
    for piece in SAID[tag][key]:
        assert piece in item.text


@pytest.mark.parametrize("key", POINTS)
def test_says_the_same(key: str) -> None:
    """The locales say the same things: as many pieces, and as many sentences, in each."""
    assert len({len(SAID[tag][key]) for tag in TAGS}) == 1
    sentences = {
        item.text.count(".") for tag in TAGS for item in notice_for(tag).items if item.key == key
    }
    assert len(sentences) == 1
