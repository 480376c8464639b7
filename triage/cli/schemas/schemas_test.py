#!/usr/bin/env python3
"""What diff, sheet and try print with --json fits the committed schemas. schemas_test.py PROGRAM TOOLS_DIR"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from jsonschema import Draft202012Validator

PROGRAM, TOOLS = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
HERE = pathlib.Path(__file__).parent


class Schemas(unittest.TestCase):
    def fits(self, name, *arguments, code, text=""):
        schema = json.loads((HERE / f"{name}.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        ran = subprocess.run([PROGRAM, name, "--json", *map(str, arguments)], input=text.encode(), capture_output=True,
                             timeout=120, check=False)
        self.assertEqual(ran.returncode, code, ran.stderr)
        answer = json.loads(ran.stdout)
        Draft202012Validator(schema).validate(answer)
        return answer

    def test_diff(self):
        tool = TOOLS / "news2.yaml"
        self.assertEqual(self.fits("diff", tool, tool, code=0)["changes"], [])
        with tempfile.TemporaryDirectory() as folder:
            edited = pathlib.Path(folder, "edited.yaml")
            edited.write_text(tool.read_text(encoding="utf-8").replace("news2 >= 7", "news2 >= 6"), encoding="utf-8")
            answer = self.fits("diff", tool, edited, code=1)
            self.assertEqual([one["kind"] for one in answer["changes"]], ["raised"])
            self.assertGreater(answer["cases"]["up"], 0)
            self.assertEqual(answer["cases"]["down"], 0)
            lonely = pathlib.Path(folder, "lonely.yaml")
            lonely.write_text(edited.read_text(encoding="utf-8"), encoding="utf-8")
            self.assertIsNone(self.fits("diff", lonely, edited, code=0)["cases"])

    def test_sheet(self):
        with tempfile.TemporaryDirectory() as folder:
            answer = self.fits("sheet", TOOLS / "news2.yaml", "--out", pathlib.Path(folder, "x.html"), code=0)
            self.assertTrue(answer["ready"])

    def test_try(self):
        answer = self.fits("try", TOOLS / "legevakt-3.yaml", code=0, text="chest_pain\nj\n")
        self.assertEqual((answer["level"], answer["final"]), ("akutt", True))
        self.assertFalse(self.fits("try", TOOLS / "legevakt-3.yaml", code=1, text="chest_pain\n")["final"])


if __name__ == "__main__":
    unittest.main()
