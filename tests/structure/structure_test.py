#!/usr/bin/env python3
"""The rules of the house hold in this tree, and each check finds a breach that is planted for it."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import checks  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


class TheHouse(unittest.TestCase):
    """One test for each check; made below, so that none can be forgotten."""


def make(check):
    def test(self):
        found = check(ROOT)
        self.assertFalse(found, "\n" + "\n".join(found))
    return test


for one in checks.CHECKS:
    setattr(TheHouse, one.__name__.replace("check_", "test_"), make(one))


CATALOGUE = {"base/text/ui.nb.json": '{"ui.a": "Ja {who}"}', "base/text/ui.en.json": '{"ui.a": "Yes {who}"}'}
RULE = "## The rules, where each lies, and its test\n\n| rule | what | file | test |\n|---|---|---|---|\n"


def rules_table(test_cell):
    return RULE + "".join(f"| {n} | x | `a/b.cc` | {test_cell} |\n" for n in range(1, checks.RULES + 1))


# check, files of a small tree, and a piece of the sentence that must come. None: nothing must be found.
PLANTED = [
    (checks.check_directions, {"triage/a.cc": '#include "central/domain/state.h"\n'}, "triage may not include"),
    (checks.check_directions, {"console/a.cc": '#include "central/engine/engine.h"\n'}, "console may not include"),
    (checks.check_directions, {"base/a.cc": '#include "legevakt/v1/event.pb.h"\n'}, "base may not include"),
    (checks.check_directions, {"triage/lint/a.cc": '#include "triage/cases/cases.h"\n'}, "triage/lint may not include"),
    (checks.check_directions, {"triage/lint/a_test.cc": '#include "triage/cases/cases.h"\n'}, None),
    (checks.check_directions, {"console/a.cc": '#include "triage/reader/loader.h"\n'}, None),
    (checks.check_directions, {"elsewhere/a.cc": ""}, "no room"),
    (checks.check_directions, {"central/store/a.cc": '#include "central/engine/event_store.h"\n'}, None),
    (checks.check_purity, {"central/domain/a.cc": "#include <boost/asio.hpp>\n"}, "boost/asio"),
    (checks.check_purity, {"central/domain/a.cc": '#include "base/x.h"\n', "base/x.h": "#include <mutex>\n"},
     "reaches <mutex> (in base/x.h)"),
    (checks.check_purity, {"triage/evaluator/a.cc": "#include <yaml-cpp/yaml.h>\n"}, "yaml-cpp"),
    (checks.check_purity, {"central/domain/a.cc": "double wait_s = 0;\n"}, "uses double"),
    (checks.check_purity, {"central/domain/a.cc": "// a double request\n"}, None),
    (checks.check_purity, {"triage/reader/loader.cc": "#include <yaml-cpp/yaml.h>\n"}, None),
    (checks.check_proto, {"proto/a.proto": "message A {\n  double x = 1;\n}\n"}, "double"),
    (checks.check_length, {"base/a.cc": "\n" * (checks.LINES_MAX + 1)}, "more than"),
    (checks.check_headers, {"base/a.h": "#pragma once\n"}, "without a comment"),
    (checks.check_headers, {"base/a.h": "// What.\n"}, "no #pragma once"),
    (checks.check_catalogue, {**CATALOGUE, "base/text/ui.en.json": '{"ui.b": "x"}'}, "missing in en"),
    (checks.check_catalogue, {**CATALOGUE, "base/text/ui.en.json": '{"ui.a": "Yes"}'}, "places"),
    (checks.check_catalogue, CATALOGUE, None),
    (checks.check_text_keys, {**CATALOGUE, "console/a.cc": 'Get(lang, "ui.b");\n'}, "no text ui.b"),
    (checks.check_text_keys, {**CATALOGUE, "console/a.cc": 'Get(lang, "ui.a");\n'}, None),
    (checks.check_reasons_have_words, {"proto/legevakt/v1/common.proto": "  REASON_NEW = 1;\n"}, "refusal.new"),
    (checks.check_no_user_text, {"console/a.cc": 'Show("Lukk søket");\n'}, "belongs in base/text"),
    (checks.check_no_user_text, {"console/a.cc": "// Søk\n"}, None),
    (checks.check_only_synthetic_people, {"a.csv": "0101011" + "2377\n"}, "living person"),
    (checks.check_rules_table, {"ARCHITECTURE.md": rules_table("`a/b_test.cc` `S.T`"), "a/b.cc": "",
                                "a/b_test.cc": "TEST(S, Other) {}\n"}, "has no test S.T"),
    (checks.check_rules_table, {"ARCHITECTURE.md": rules_table("later")}, "names no test"),
    (checks.check_rules_table, {"ARCHITECTURE.md": RULE}, "not 1 to"),
    (checks.check_rules_table, {"ARCHITECTURE.md": rules_table("`a/b_test.cc` `S.T`"), "a/b.cc": "",
                                "a/b_test.cc": "TEST_F(S, T) {}\n"}, None),
    (checks.check_errors_table, {"docs/errors.md": "## The table\n\n| a | b | c | d |\n|---|---|---|---|\n"
                                 "| x | y | `ui.no` | `a/t.py` `test_x` |\n", "a/t.py": "", **CATALOGUE}, "no text"),
]


class PlantedFaults(unittest.TestCase):
    def test_each_check_finds_what_is_planted(self):
        for check, tree, expected in PLANTED:
            with self.subTest(check=check.__name__, expected=expected), tempfile.TemporaryDirectory() as folder:
                root = pathlib.Path(folder)
                for name, text in tree.items():
                    (root / name).parent.mkdir(parents=True, exist_ok=True)
                    (root / name).write_text(text, encoding="utf-8")
                found = check(root)
                if expected is None:
                    self.assertEqual(found, [])
                else:
                    self.assertTrue(any(expected in f for f in found), f"found only: {found}")

    def test_every_check_has_a_planted_fault(self):
        self.assertEqual({c for c, _, e in PLANTED if e}, set(checks.CHECKS))


if __name__ == "__main__":
    unittest.main(verbosity=1)
