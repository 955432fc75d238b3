"""Characters that are drawn like Latin letters, and characters that are not drawn at all."""

# ruff: noqa: RUF001

from __future__ import annotations

_PAIRS = (
    "аa вb еe ёe сc ԁd ɡg һh іi їi јj кk ӏl мm нh оo рp ԛq гr ѕs тt уy ѵv ԝw хx "
    "АA ВB ЕE СC ԀD ԌG НH ІI ЇI ЈJ КK МM ОO РP ЅS ТT УY ѴV ԜW ХX ӀI Ԛq "
    "αa βb εe ϲc ηn ιi κk νv οo ρp τt υu χx γy ωw ϳj ѡw "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX "
    "օo ոn սu հh ցg ԛq աw ɑa ı1 ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv "
    "ᴡw ʏy ᴢz łl øo đd ħh ŧt ƙk ɩi ǀl"
)

LETTERS: dict[str, str] = {
    pair[0]: "i" if pair[0] == "ı" else pair[1].lower() for pair in _PAIRS.split()
}
"""A letter of another alphabet, and the Latin letter it is taken for."""

EXPANDED: dict[str, str] = {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
"""Letters written as two in the rule files."""

UNSEEN: frozenset[str] = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u3164\uffa0™®©℠¹²³⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉†‡"
)
"""Characters dropped although they are not format characters: fillers, marks and footnotes."""

QUOTES: dict[str, str] = dict.fromkeys("’‘ʼ‛＇´`′ʹˈ", "'") | dict.fromkeys("“”„‟«»″＂", '"')
DASHES: dict[str, str] = dict.fromkeys("‐‑﹣－⁃", "-") | dict.fromkeys("–—―‒−", "—")
BULLETS: frozenset[str] = frozenset("•‣▪▫●○◦■□◆◇►▶✓✔✅★☆➤➔⚫∙❖")
