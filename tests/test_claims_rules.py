"""Each rule's own examples, and the ways to add and to break a rule."""

from __future__ import annotations

import copy
import json
import typing as t
from pathlib import Path

import pytest

from flask_serum.claims import check
from flask_serum.claims import Rule
from flask_serum.claims import RuleError
from flask_serum.claims import RuleSet
from flask_serum.claims.rules import LANGUAGES

JURISDICTIONS = ("US", "EU", "UK")


def _each(part: str) -> list[t.Any]:
    return [
        pytest.param(language, rule, sentence, id=f"{language}-{rule.id}-{place}")
        for language in LANGUAGES
        for rule in RuleSet.load(language).rules
        for place, sentence in enumerate(getattr(rule, part))
    ]


@pytest.mark.parametrize(("language", "rule", "sentence"), _each("matches"))
def test_rule_finds_its_examples(language: str, rule: Rule, sentence: str) -> None:
    """A rule speaks to each of its own examples, in each jurisdiction it names."""
    for place, verdict in rule.verdicts.items():
        found = check(sentence, jurisdiction=place, locale=language)
        assert verdict in {one.verdict for one in found if one.rule == rule.id}


@pytest.mark.parametrize(("language", "rule", "sentence"), _each("passes"))
def test_rule_leaves_its_counterexamples(language: str, rule: Rule, sentence: str) -> None:
    """A rule says nothing to its own counterexamples, and no other rule blocks them."""
    for place in JURISDICTIONS:
        found = check(sentence, jurisdiction=place, locale=language)
        assert rule.id not in {one.rule for one in found}
        assert not [one for one in found if one.verdict == "block"]


@pytest.mark.parametrize(("language", "rule", "sentence"), _each("rewordings"))
def test_rewordings_pass(language: str, rule: Rule, sentence: str) -> None:
    """A rewording is found by no rule in any jurisdiction."""
    for place in JURISDICTIONS:
        assert check(sentence, jurisdiction=place, locale=language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_are_whole(language: str) -> None:
    """Every rule offers a rewording, and gives a reason and a source where it speaks."""
    rules = RuleSet.load(language)
    assert rules.version
    for rule in rules.rules:
        assert rule.rewordings
        assert rule.why
        assert all(rule.sources[place] for place in rule.verdicts)


def _document() -> dict[str, t.Any]:
    return {
        "version": "shop-1",
        "concepts": {"house-word": ["moonmilk, moon milk"]},
        "rules": [
            {
                "id": "house-moonmilk",
                "verdicts": {"US": "block", "EU": "warn"},
                "catches": "Our old product name.",
                "why": "We sold that name.",
                "source": {"US": "Contract of 2020", "EU": "Contract of 2020"},
                "when": [{"has": "house-word"}],
                "examples": {"match": ["Moonmilk is back."], "no_match": ["Milk is back."]},
            }
        ],
    }


def test_host_adds_a_rule() -> None:
    """A host's rule is asked beside ours, and the version says so."""
    ours = RuleSet.load("en")
    rules = ours.extended_with(_document())
    found = check("Moon-milk heals acne.", jurisdiction="US", rules=rules)
    assert {"house-moonmilk", "healing", "disease"} <= {one.rule for one in found}
    assert rules.version == f"{ours.version}+shop-1"
    assert check("Moonmilk", jurisdiction="US") == []
    assert check("Moonmilk", jurisdiction="UK", rules=rules) == []


def test_host_adds_rules_from_a_file(tmp_path: Path) -> None:
    """A file may hold a document or a bare list of rules over our own concepts."""
    path = tmp_path / "house.json"
    rule = _document()["rules"][0] | {"when": [{"near": ["look", "pore"], "within": 3}]}
    path.write_text(json.dumps([rule]), "utf-8")
    rules = RuleSet.load("en").extended_with(path)
    found = check("Softens the look of pores.", jurisdiction="EU", rules=rules)
    assert [one.rule for one in found] == ["house-moonmilk"]


def test_host_replaces_a_rule() -> None:
    """A host's rule with the id of one of ours takes its place."""
    rule = _document()["rules"][0] | {"id": "anti-aging", "when": [{"has": "anti-aging"}]}
    rules = RuleSet.load("en").extended_with([rule])
    found = check("An anti-aging serum.", jurisdiction="US", rules=rules)
    assert [(one.rule, one.verdict) for one in found] == [("anti-aging", "block")]


def _broken(**changes: t.Any) -> dict[str, t.Any]:
    document = copy.deepcopy(_document())
    for key, value in changes.items():
        if value is None:
            del document["rules"][0][key]
        else:
            document["rules"][0][key] = value
    return document


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"why": None}, "house-moonmilk', field 'why': is missing"),
        ({"wy": "x"}, "house-moonmilk', field 'wy': is not a field"),
        ({"verdicts": {"US": "stop"}}, "field 'verdicts': US: stop"),
        ({"verdicts": {}}, "field 'verdicts': must give a verdict"),
        ({"source": {"US": "x"}}, "field 'source': is missing for EU"),
        ({"source": "x"}, "field 'source': must give"),
        ({"when": []}, "field 'when': must be a list"),
        ({"when": [{"has": "nowhere"}]}, "field 'when': there is no concept 'nowhere'"),
        ({"when": [{"has": "pore", "near": ["pore", "look"]}]}, "field 'when': a pattern has one"),
        ({"when": [{"near": "pore"}]}, "field 'when': 'near' takes two concepts"),
        ({"when": [{"has": "pore", "within": 99}]}, "field 'when': 'within' must be"),
        ({"when": [{"has": "pore", "within": 2, "if": "x"}]}, "field 'when': 'if' is not a part"),
        ({"when": [{"has": "pore", "across": "yes"}]}, "field 'when': 'across' must be true"),
        ({"when": ["pore"]}, "field 'when': a pattern must be an object"),
        ({"examples": {"match": [], "no_match": ["x"]}}, "field 'examples.match': must have"),
        ({"examples": "x"}, "field 'examples': must have"),
        ({"rewordings": "x"}, "field 'rewordings': must be a list"),
        ({"catches": " "}, "field 'catches': must be a text"),
    ],
)
def test_malformed_rule_is_named(changes: dict[str, t.Any], message: str) -> None:
    """A malformed rule is refused with the file, the rule and the field."""
    words = {"pore": ["pore~n"], "look": ["look of"]}
    ours = {"language": "en", "version": "1", "concepts": words, "rules": []}
    with pytest.raises(RuleError, match="host's rules.*" + message.replace("'", ".")):
        RuleSet.read(ours, "ours").extended_with(_broken(**changes))


def test_malformed_file_is_named(tmp_path: Path) -> None:
    """A file that is no JSON, or holds no rules, is refused by its name."""
    path = tmp_path / "house.json"
    path.write_text("{", "utf-8")
    with pytest.raises(RuleError, match=r"house\.json: not JSON"):
        RuleSet.load("en").extended_with(path)
    path.write_text('"rules"', "utf-8")
    with pytest.raises(RuleError, match=r"house\.json: must hold"):
        RuleSet.load("en").extended_with(path)
    path.write_text('["rule"]', "utf-8")
    with pytest.raises(RuleError, match=r"house\.json: a rule must be an object"):
        RuleSet.load("en").extended_with(path)


@pytest.mark.parametrize(
    ("concepts", "message"),
    [
        ({"house": ["@nowhere"]}, "takes in 'nowhere', which there is not"),
        ({"house": ["@house"]}, "takes in itself"),
        ({"house": ["heal~q"]}, "after '~' write one of"),
        ({"house": "words"}, "'house' must be a list of lines"),
    ],
)
def test_malformed_concepts_are_named(concepts: dict[str, t.Any], message: str) -> None:
    """A concept that can't be read is refused with the field."""
    with pytest.raises(RuleError, match=f"field 'concepts': .*{message}"):
        RuleSet.load("en").extended_with({"concepts": concepts})


def test_two_rules_of_one_name_are_refused() -> None:
    """An id is used once."""
    rule = _document()["rules"][0] | {"when": [{"has": "pore"}]}
    with pytest.raises(RuleError, match="field 'id': used twice"):
        RuleSet.load("en").extended_with([rule, rule])


def test_rules_exist_for_three_languages() -> None:
    """Asking for the rules of another language is an error that names the three."""
    with pytest.raises(RuleError, match="there are en, de, fr"):
        RuleSet.load("it")
    with pytest.raises(KeyError, match="nothing"):
        RuleSet.load("en").rule("nothing")
    assert RuleSet.load("en").rule("healing").id == "healing"
