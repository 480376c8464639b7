#!/usr/bin/env python3
"""The JSON Schemas and the reader agree.

What ships validates; what is broken does not, and legevakt-triage refuses it too; and each object of the schemas
knows exactly the keys, and each enumeration exactly the words, that the reader says it allows.

Usage: schema_test.py LEGEVAKT_TRIAGE
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml
from jsonschema import Draft202012Validator

HERE = pathlib.Path(__file__).resolve().parent
TOOLS = HERE.parent / "tools"
PROGRAM = sys.argv.pop() if len(sys.argv) > 1 else ""
FIRST_LINE = "# yaml-language-server: $schema=../schema/{}.schema.json"


class Loader(yaml.SafeLoader):
    """YAML 1.2's plain scalars, as editors and our reader have them: yes and 2026-01-01 are text."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?[0-9]+$"), list("-0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


def validator(name):
    schema = json.loads((HERE / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


TOOL = validator("tool")
CASES = validator("cases")


def text(word):
    return {"nb": word, "en": word}


# A tool with every key of the format once.
GOOD = {
    "meta": {"id": "t", "version": "1", "name": text("T"), "disclaimer": text("P"), "owner": "o", "author": "a",
             "approver": "b", "valid_from": "2026-01-31", "intended_use": text("u"), "sources": ["s"]},
    "scale": [
        {"id": "red", "name": text("r"), "letter": "A", "shape": "triangle", "colour": "#FF0000", "hastegrad": "akutt",
         "rank": 100, "target_minutes": 0, "reassess_minutes": 5},
        {"id": "green", "name": text("g"), "letter": 5, "shape": "ring", "colour": "#00FF00", "hastegrad": "vanlig",
         "rank": 10, "target_minutes": 0, "reassess_minutes": 50}],
    "dictionary": {
        "sex": {"text": text("x"), "type": "choice", "context": True, "fact": "sex",
                "choices": {"female": text("f"), "male": text("m")}},
        "wheeze": {"text": {**text("w"), "pl": "p?", "uk": "\u0427\u0438", "ar": "\u0647\u0644", "so": "m?"},
                   "help": text("h"), "finding": text("w"), "relevant_if": ["sex = male"]},
        "temp": {"text": text("t"), "type": "number", "vital": True, "unit": "C", "per_unit": 10, "min": 25.0,
                 "max": 45.0, "best": [{"when": ["sex = male"], "from": 36.0, "to": 38.0}, {"from": 36.0, "to": 38.0}]}},
    "scores": {"s": {"name": text("S"), "credit": "c", "except": ["sex = female"], "parts": [
        {"question": "temp", "tables": [
            {"when": ["sex = male"], "points": [{"to": 38.0, "points": 0}, {"from": 38.1, "points": 2}]},
            {"points": [{"to": 38.0, "points": 0}, {"from": 38.1, "points": 2}]}]},
        {"question": "wheeze", "points": {"no": 0, "yes": 1}}]}},
    "every_complaint": {"must_ask": ["wheeze"], "rules": {"red": ["s >= 3"]},
                        "measured": {"when_any": ["sex = male"], "questions": ["temp"]}},
    "modifiers": [{"id": "m", "any": ["temp >= 41.0", "s single >= 2"], "reason": text("m"), "raise": 1,
                   "at_most": "red"}],
    "measures": {"red": {"advice": text("r"), "modes": ["amk"], "reassess_minutes": {"home": 5, "station": 3}},
                 "green": {"advice": text("g"), "modes": ["advice"]}},
    "complaints": {"x": {
        "name": text("x"), "words": {"nb": ["x"], "en": ["x"]}, "icpc2": "A11", "fallback": True, "short_form": False,
        "languages": ["pl", "uk", "ar", "so"], "must_ask": [], "ask": ["temp"],
        "rules": {"red": ["wheeze", {"id": "i", "all": ["temp >= 40.0", "sex = male"], "reason": text("i")}]},
        "advice": text("a"), "first_aid": text("f"), "safety_net": text("n"),
        "measures": {"green": {"advice": text("g"), "modes": ["video"], "reassess_minutes": 40}}}},
}
GOOD_CASES = {"tool": "t", "cases": [{"complaint": "x", "when": {"temp": 40.1, "wheeze": "no"}, "rest": "open",
                                      "level": "red", "rule": "m", "scores": {"s": 2}, "because": "b"}]}

# Where the good documents have each closed object of the schemas: a path in the document for a pointer in the schema.
TOOL_OBJECTS = {
    "/": [],
    "/properties/meta": ["meta"],
    "/properties/scale/items": ["scale", 0],
    "/properties/dictionary/additionalProperties": ["dictionary", "temp"],
    "/properties/scores/additionalProperties": ["scores", "s"],
    "/properties/scores/additionalProperties/properties/parts/items": ["scores", "s", "parts", 0],
    "/properties/scores/additionalProperties/properties/parts/items/properties/tables/items":
        ["scores", "s", "parts", 0, "tables", 1],
    "/properties/every_complaint": ["every_complaint"],
    "/properties/every_complaint/properties/measured": ["every_complaint", "measured"],
    "/properties/modifiers/items": ["modifiers", 0],
    "/properties/measures/additionalProperties": ["measures", "red"],
    "/properties/complaints/additionalProperties": ["complaints", "x"],
    "/properties/complaints/additionalProperties/properties/words": ["complaints", "x", "words"],
    "/properties/complaints/additionalProperties/properties/measures/additionalProperties":
        ["complaints", "x", "measures", "green"],
    "/$defs/text": ["meta", "name"],
    "/$defs/question_text": ["dictionary", "wheeze", "text"],
    "/$defs/rule/oneOf/1": ["complaints", "x", "rules", "red", 1],
    "/$defs/reassess/oneOf/1": ["measures", "red", "reassess_minutes"],
    "/$defs/points/oneOf/0/items": ["scores", "s", "parts", 0, "tables", 1, "points", 0],
    "/$defs/best": ["dictionary", "temp", "best", 1],
}
CASES_OBJECTS = {"/": [], "/properties/cases/items": ["cases", 0]}

# Likewise the enumerations of words.
TOOL_WORDS = {
    "/properties/scale/items/properties/shape": ["scale", 0, "shape"],
    "/properties/scale/items/properties/hastegrad": ["scale", 0, "hastegrad"],
    "/properties/dictionary/additionalProperties/properties/type": ["dictionary", "temp", "type"],
    "/properties/dictionary/additionalProperties/properties/fact": ["dictionary", "sex", "fact"],
    "/properties/complaints/additionalProperties/properties/languages/items": ["complaints", "x", "languages", 0],
    "/$defs/modes/items": ["measures", "red", "modes", 0],
}
CASES_WORDS = {"/properties/cases/items/properties/rest": ["cases", 0, "rest"]}


def at(document, path):
    for step in path:
        document = document[step]
    return document


def changed(document, path, value):
    copied = copy.deepcopy(document)
    if value is None:
        del at(copied, path[:-1])[path[-1]]
    else:
        at(copied, path[:-1])[path[-1]] = value
    return copied


def pointers(schema, wanted, path="", inside=None):
    """The pointers of the schema's closed objects, or of its enumerations of words."""
    if not isinstance(schema, (dict, list)):
        return
    if isinstance(schema, list):
        for i, one in enumerate(schema):
            yield from pointers(one, wanted, f"{path}/{i}", i)
        return
    # `if` and the like narrow what is there: they hold no objects of their own.
    if inside in ("if", "then", "allOf"):
        return
    if wanted(schema):
        yield path or "/"
    for key, one in schema.items():
        if isinstance(one, (dict, list)) and key not in ("if", "then", "allOf", "enum", "required"):
            yield from pointers(one, wanted, f"{path}/{key}", key)


def resolve(schema, pointer):
    for step in [s for s in pointer.split("/") if s]:
        schema = schema[int(step)] if isinstance(schema, list) else schema[step]
    return schema


class SchemaTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_program(self, *arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments), "--lang", "en"], capture_output=True, text=True,
                              timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    def write(self, name, document):
        path = self.folder / name
        path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    def lint(self, document):
        return self.run_program("lint", self.write("t.yaml", document))

    def run_cases(self, document=None):
        tool = self.write("t.yaml", GOOD)
        return self.run_program("test", tool, "--cases", self.write("t.cases.yaml", document or GOOD_CASES))

    def test_what_ships_validates(self):
        tools = sorted(path for path in TOOLS.glob("*.yaml") if not path.name.endswith(".cases.yaml"))
        self.assertGreaterEqual(len(tools), 3)
        cases = sorted(TOOLS.glob("*.cases.yaml"))
        self.assertGreaterEqual(len(cases), 3)
        for paths, check, name in ((tools, TOOL, "tool"), (cases, CASES, "cases")):
            for path in paths:
                content = path.read_text(encoding="utf-8")
                self.assertEqual(content.splitlines()[0], FIRST_LINE.format(name), path.name)
                found = [f"{path.name}: {'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
                         for e in check.iter_errors(yaml.load(content, Loader))]
                self.assertEqual(found, [])

    def test_the_good_documents_are_good(self):
        self.assertEqual([e.message for e in TOOL.iter_errors(GOOD)], [])
        self.assertEqual([e.message for e in CASES.iter_errors(GOOD_CASES)], [])
        _, out = self.lint(GOOD)
        # It can be read: what the linter says of its content is another matter.
        self.assertIn("Proven", out)

    def test_broken_documents_are_refused_by_both(self):
        broken = [
            ("no owner", ["meta", "owner"], None),
            ("a date in another order", ["meta", "valid_from"], "31.01.2026"),
            ("a text in one language", ["meta", "name"], {"nb": "T"}),
            ("one level", ["scale"], GOOD["scale"][:1]),
            ("a colour by its name", ["scale", 0, "colour"], "red"),
            ("a shape that is none", ["scale", 0, "shape"], "heart"),
            ("a rank over 100", ["scale", 0, "rank"], 101),
            ("two letters", ["scale", 0, "letter"], "AB"),
            ("no time to a new assessment", ["scale", 0, "reassess_minutes"], 0),
            ("a yes/no question without a finding", ["dictionary", "wheeze", "finding"], None),
            ("a number without best values", ["dictionary", "temp", "best"], None),
            ("a number without limits", ["dictionary", "temp", "max"], None),
            ("a question with one answer", ["dictionary", "sex", "choices"], {"female": text("f")}),
            ("a step of a half", ["dictionary", "temp", "per_unit"], 2),
            ("a fact that nobody knows", ["dictionary", "sex", "fact"], "mood"),
            ("a language that is not carried", ["dictionary", "wheeze", "text", "sv"], "Har?"),
            ("an id with a capital", ["dictionary", "Wheeze2"], GOOD["dictionary"]["wheeze"]),
            ("negative points", ["scores", "s", "parts", 1, "points", "yes"], -1),
            ("a part without points", ["scores", "s", "parts", 1, "points"], None),
            ("a test with a word for at least", ["every_complaint", "rules", "red", 0], "s minst 3"),
            ("a negation", ["complaints", "x", "rules", "red", 0], "not wheeze"),
            ("a rule with all and any", ["complaints", "x", "rules", "red", 1, "any"], ["wheeze"]),
            ("a rule of nothing", ["complaints", "x", "rules", "red", 1, "all"], []),
            ("seven tests", ["complaints", "x", "rules", "red", 1, "all"], ["wheeze"] * 7),
            ("a modifier that lowers", ["modifiers", 0, "raise"], -1),
            ("a modifier without a cap", ["modifiers", 0, "at_most"], None),
            ("a mode that is none", ["measures", "red", "modes", 0], "fax"),
            ("no modes", ["measures", "red", "modes"], []),
            ("minutes at a place that is none", ["measures", "red", "reassess_minutes", "moon"], 5),
            ("no advice for a level", ["measures", "red", "advice"], None),
            ("no 'contact us again if'", ["complaints", "x", "safety_net"], None),
            ("a word that is no list", ["complaints", "x", "words", "nb"], "x"),
            ("a fallback that is neither true nor false", ["complaints", "x", "fallback"], "ja"),
            ("no complaints", ["complaints"], {}),
            ("no measures", ["measures"], None),
        ]
        for name, path, value in broken:
            with self.subTest(name):
                document = changed(GOOD, path, value)
                self.assertTrue(list(TOOL.iter_errors(document)), "the schema lets it through")
                code, out = self.lint(document)
                self.assertEqual(code, 1, out)
                self.assertNotIn("Proven", out, "the reader lets it through")

    def test_broken_cases_are_refused_by_both(self):
        broken = [
            ("no reason", ["cases", 0, "because"], None),
            ("no level", ["cases", 0, "level"], None),
            ("another rest", ["cases", 0, "rest"], "yes"),
            ("points in words", ["cases", 0, "scores", "s"], "two"),
            ("no tool", ["tool"], None),
            ("answers as a list", ["cases", 0, "when"], ["wheeze"]),
        ]
        self.assertNotIn("t.cases.yaml:", self.run_cases()[1])
        for name, path, value in broken:
            with self.subTest(name):
                document = changed(GOOD_CASES, path, value)
                self.assertTrue(list(CASES.iter_errors(document)), "the schema lets it through")
                code, out = self.run_cases(document)
                self.assertEqual(code, 1, out)
                self.assertIn("t.cases.yaml:", out)

    def check_keys(self, check, objects, good, run):
        closed = list(pointers(check.schema, lambda s: s.get("additionalProperties") is False))
        self.assertEqual(sorted(closed), sorted(objects), "an object of the schema that this test does not know")
        for pointer, path in objects.items():
            document = changed(good, [*path, "unheard_of"], 1)
            self.assertTrue(list(check.iter_errors(document)), pointer)
            _, out = run(document)
            found = re.search(r'Unknown key "unheard_of"\. Allowed here: ([^.]*)\.', out)
            self.assertIsNotNone(found, f"{pointer}: {out}")
            self.assertEqual(set(found[1].split(", ")), set(resolve(check.schema, pointer)["properties"]), pointer)

    def check_words(self, check, words, good, run):
        enumerations = pointers(check.schema, lambda s: any(isinstance(one, str) for one in s.get("enum", [])))
        self.assertEqual(sorted(enumerations), sorted(words))
        for pointer, path in words.items():
            _, out = run(changed(good, path, "unheard_of"))
            found = re.search(r'Expected one of ([^.]*), found "unheard_of"', out)
            self.assertIsNotNone(found, f"{pointer}: {out}")
            self.assertEqual(found[1].split(", "), resolve(check.schema, pointer)["enum"], pointer)

    def test_the_schemas_know_the_readers_keys(self):
        self.check_keys(TOOL, TOOL_OBJECTS, GOOD, self.lint)
        self.check_keys(CASES, CASES_OBJECTS, GOOD_CASES, self.run_cases)

    def test_the_schemas_know_the_readers_words(self):
        self.check_words(TOOL, TOOL_WORDS, GOOD, self.lint)
        self.check_words(CASES, CASES_WORDS, GOOD_CASES, self.run_cases)

    def test_the_good_tool_has_every_key(self):
        """So that the checks above look at the whole format."""
        for pointer, path in TOOL_OBJECTS.items():
            known = set(resolve(TOOL.schema, pointer)["properties"])
            if pointer.startswith("/$defs") or pointer.endswith("/items") or "dictionary" in pointer:
                continue
            self.assertEqual(set(at(GOOD, path)), known, pointer)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-q"])
