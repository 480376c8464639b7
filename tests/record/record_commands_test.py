"""The record's commands on a real central, live and dead, and a second implementation of the hash chain.

Usage: record_commands_test.py LEGEVAKT_CENTRAL SOURCE_DIR
"""

import csv
import hashlib
import html.parser
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import jsonschema

CENTRAL = sys.argv[1]
SOURCE = sys.argv[2]

sys.path.insert(0, os.path.join(SOURCE, "tests/python"))
import stubs  # noqa: E402

stubs.make(SOURCE)

from client import Client  # noqa: E402
from legevakt.v1 import command_pb2 as cmd, common_pb2 as common, record_pb2 as rec  # noqa: E402

REGION = os.path.join(SOURCE, "central/demo/region.yaml")
TOOLS = os.path.join(SOURCE, "triage/tools")

YES, NO, WRONG_USE, CANNOT_START = 0, 1, 2, 3
TYPES = {"boolean": bool, "integer": int, "string": str, "null": type(None)}


def run(*arguments):
    """Runs a command; gives its exit code, stdout and stderr."""
    done = subprocess.run([CENTRAL, *arguments], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def number(value):
    return value.to_bytes(8, "little", signed=True)


def chain(file):
    """Checks the chain as docs/durability.md describes it, with none of central's code. Gives the head's revision."""
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    last = bytes(32)
    revision = 0
    rows = db.execute("SELECT rev, at_us, payload, personal, prev_hash, hash FROM event ORDER BY rev")
    for rev, at_us, payload, personal, prev_hash, stored in rows:
        revision += 1
        assert rev == revision, f"revision {revision} is missing"
        assert prev_hash == last, f"revision {rev} does not point at the one before"
        tail = number(-1) if personal is None else number(len(personal)) + personal
        bytes_ = last + number(rev) + number(at_us) + number(len(payload)) + payload + tail
        last = hashlib.blake2b(bytes_, digest_size=32).digest()
        assert stored == last, f"revision {rev} is not what was written"
    head = db.execute("SELECT head_rev, head_hash FROM meta").fetchone()
    db.close()
    assert head == (revision, last), "the head is another"
    return revision


class Serving:
    """A central on a data directory, ended by its own process id."""

    def __init__(self, data):
        self.process = subprocess.Popen(
            [CENTRAL, "serve", "--region", REGION, "--data", data, "--tools", TOOLS, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.line = self.process.stdout.readline()
        assert self.line.startswith("ready grpc="), self.line
        self.address = self.line.split()[1].removeprefix("grpc=")

    def __enter__(self):
        return self

    def end(self, how):
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.end(signal.SIGKILL)


def a_contact(address):
    """A call, an intake that is corrected, an assessment, a note and a closing; gives the contact's number."""
    with Client(address, "kari") as client:
        call = client.execute(cmd.Command(record_call=cmd.RecordCall(
            kind=rec.CALL_KIND_PHONE, lane=rec.CALL_LANE_NORMAL, municipality="5037",
            personal=common.Personal(phone="90000000"))))
        contact = call.contact_id
        for name in ("Test Testsen", "Test Testesen"):
            client.execute(cmd.Command(record_intake=cmd.RecordIntake(
                contact_id=contact, intake=rec.Intake(sex=common.SEX_FEMALE, age_months=34 * 12, municipality="5037"),
                personal=common.Personal(name=name))))
        client.execute(cmd.Command(assess_contact=cmd.AssessContact(
            contact_id=contact, complaint_id="diffuse", level_id="haster",
            answers=[common.Answer(question_id="severe_pain", tri=common.TRI_YES)])))
        client.execute(cmd.Command(add_note=cmd.AddNote(contact_id=contact, text="<script>alert(1)</script>")))
        close = client.execute(cmd.Command(close_contact=cmd.CloseContact(
            contact_id=contact, measure=common.MEASURE_ADVICE,
            safety_net=rec.SafetyNet(text="Ta kontakt igjen ved feber"))))
        assert not close.HasField("refusal"), close
        return contact


class Tags(html.parser.HTMLParser):
    """The names of all elements, and whether each is closed in its order."""

    def __init__(self):
        super().__init__()
        self.names, self.open, self.text = set(), [], ""

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        if tag not in ("meta", "br", "hr", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text += data


class RecordCommands(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.dir = holder.name
        self.data = os.path.join(self.dir, "data")

    def path(self, name):
        return os.path.join(self.dir, name)

    def answer(self, schema, *arguments, code=YES):
        """The JSON answer of a command, checked against its committed schema."""
        found, out, err = run(*arguments)
        self.assertEqual(found, code, err)
        with open(os.path.join(SOURCE, "central/cli/schemas", schema + ".schema.json"), encoding="utf-8") as file:
            properties = json.load(file)["properties"]
        answer = json.loads(out)
        self.assertEqual(set(answer), set(properties))
        for key, value in answer.items():
            kinds = properties[key]["type"]
            kinds = [kinds] if isinstance(kinds, str) else kinds
            self.assertTrue(any(type(value) is TYPES[kind] for kind in kinds), f"{key}: {value!r}")
        return answer

    def refused(self, code, *arguments):
        """A refusal: the exit code, nothing on stdout but an answer, and a sentence on stderr."""
        found, _, err = run(*arguments)
        self.assertEqual(found, code, err)
        self.assertTrue(err.startswith("legevakt-central: "), err)
        self.assertTrue(err.rstrip().endswith((".", "--help.")), err)
        return err

    def test_live_and_dead_give_the_same_answers(self):
        with Serving(self.data) as central:
            # That a backup was made is an event, which the backup itself does not have.
            copied = self.answer("verify", "verify", self.data, "--json")
            self.assertGreaterEqual(copied["events"], 2)
            backup = self.answer("backup", "backup", self.data, self.path("live.db"), "--json")
            self.assertEqual(backup["revision"], copied["events"])
            for _ in range(100):
                live = self.answer("verify", "verify", self.data, "--json")
                if live["events"] > copied["events"]:
                    break
            self.assertTrue(live["ok"])
            self.assertEqual(live["events"], copied["events"] + 1)
            self.assertEqual(run("export", self.data, "--format", "csv", self.path("csv"))[0], YES)
            self.assertEqual(run("export", self.data, "--format", "json", self.path("live.json"))[0], YES)
            active = self.answer("tool_list", "tool", "list", self.data, "--json")
            self.assertTrue(active["active"])
            # Only one owns a directory, and the owner is named.
            second = self.refused(CANNOT_START, "serve", "--region", REGION, "--data", self.data)
            self.assertIn(str(central.process.pid), second)
            self.assertEqual(central.end(signal.SIGTERM), YES)
        dead = self.answer("verify", "verify", self.data, "--json")
        # An end may leave a snapshot, and a backup has none.
        for answer in (copied, live, dead):
            answer.pop("snapshots")
        self.assertEqual(dead, live)
        self.assertEqual(chain(os.path.join(self.data, "journal.db")), dead["events"])
        self.assertEqual(chain(self.path("live.db")), copied["events"])
        copy = self.answer("verify", "verify", self.path("live.db"), "--json")
        self.assertEqual(copy.pop("snapshots"), 0)
        self.assertEqual(copy, copied)
        run("export", self.data, "--format", "json", self.path("dead.json"))
        with open(self.path("live.json"), encoding="utf-8") as a, open(self.path("dead.json"), encoding="utf-8") as b:
            self.assertEqual(json.load(a), json.load(b))
        for name in ("contacts.csv", "calls.csv", "missions.csv"):
            with open(os.path.join(self.path("csv"), name), encoding="utf-8", newline="") as file:
                self.assertGreater(len(next(csv.reader(file))), 10, name)

    def holds(self, schema, path):
        """The JSON of an export, which its committed schema describes."""
        with open(os.path.join(SOURCE, "central/cli/schemas", schema + ".schema.json"), encoding="utf-8") as file:
            described = json.load(file)
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        jsonschema.Draft202012Validator.check_schema(described)
        jsonschema.validate(found, described, jsonschema.Draft202012Validator)
        return found

    def test_vakttarn_live_and_dead(self):
        with Serving(self.data) as central:
            contact = a_contact(central.address)
            for form, out in (("csv", "live"), ("json", "live.json")):
                self.assertEqual(run("export", self.data, "--set", "vakttarn", "--format", form, self.path(out))[0], YES)
            self.assertEqual(run("export", self.data, "--format", "json", self.path("tables.json"))[0], YES)
            central.end(signal.SIGTERM)
        run("export", self.data, "--set", "vakttarn", "--format", "json", self.path("dead.json"))
        live, dead = (self.holds("export_vakttarn", self.path(name)) for name in ("live.json", "dead.json"))
        self.assertEqual(live, dead)
        self.assertEqual([row["contact_id"] for row in live["vakttarn"]], [contact])
        row = live["vakttarn"][0]
        self.assertEqual((row["age_years"], row["sex_code"], row["urgency"], row["first_action"], row["municipality"]),
                         (34, 2, "haster", "nurse_advice", "5037"))
        with open(os.path.join(self.path("live"), "vakttarn.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([{key: "" if value is None else str(value) for key, value in row.items()}], rows)
        self.assertEqual(list(rows[0]), list(row))
        tables = self.holds("export_tables", self.path("tables.json"))
        self.assertEqual((len(tables["contacts"]), len(tables["calls"])), (1, 1))
        # Every column is explained, and no other.
        with open(os.path.join(SOURCE, "docs/export.md"), encoding="utf-8") as file:
            text = file.read()
        for heading, columns in [("Vakttårn: one row", row), *(
                (f"Tables: `{name}`", tables[name][0]) for name in ("contacts", "calls"))]:
            part = text.split("## " + heading, 1)[1].split("\n## ", 1)[0]
            named = [word for line in part.splitlines() if line.startswith("| `")
                     for word in re.findall(r"`(\w+)`", line.split("|")[1])]
            self.assertEqual(sorted(named), sorted(columns), heading)

    def test_a_contact_live_and_dead(self):
        def extract(form, name, *more):
            path = self.path(name)
            return run("export", self.data, "--contact", str(contact), "--format", form, path, *more), path
        who = ("--by", "Berit Admin", "--reason", "Innsyn")
        with Serving(self.data) as central:
            contact = a_contact(central.address)
            self.refused(WRONG_USE, "export", self.data, "--contact", str(contact), "--format", "html", self.path("x"))
            self.assertFalse(os.path.exists(self.path("x")))
            self.refused(CANNOT_START, "export", self.data, "--contact", str(contact), "--format", "html",
                         self.path("x"), "--by", "Berit Admin", "--reason", "x" * 300)
            revision = self.answer("verify", "verify", self.data, "--json")["events"]
            (code, _, err), path = extract("json", "live.json", *who)
            self.assertEqual(code, YES, err)
            live = self.holds("export_contact", path)
            self.assertEqual(live["revision"], str(revision))
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
            # Who read it, and why, was written down first.
            (code, _, err), path = extract("json", "again.json", *who)
            self.assertEqual(code, YES, err)
            last = self.holds("export_contact", path)["log"][-1]
            self.assertEqual((last["kind"], last["name"]), ("record_read", "Berit Admin"))
            self.assertIn("Innsyn", [item["value"] for item in last["items"]])
            self.refused(WRONG_USE, "export", self.data, "--contact", "999999", "--format", "html", self.path("x"), *who)
            (code, _, err), page = extract("html", "live.html", *who)
            self.assertEqual(code, YES, err)
            central.end(signal.SIGTERM)
        (code, _, err), path = extract("json", "dead.json")
        self.assertEqual(code, YES, err)
        dead = self.holds("export_contact", path)
        self.assertEqual(dead["log"][:len(live["log"])], live["log"])
        self.assertEqual({**dead, "log": 0, "revision": 0, "as_of": 0}, {**live, "log": 0, "revision": 0, "as_of": 0})
        (code, _, err), again = extract("html", "dead.html")
        self.assertEqual(code, YES, err)
        for page in (page, again):
            with open(page, encoding="utf-8") as file:
                text = file.read()
            tags = Tags()
            tags.feed(text)
            self.assertEqual(tags.open, [])
            self.assertNotIn("script", tags.names)
            self.assertIn('lang="nb"', text)
            for part in ("<script>alert(1)</script>", "Test Testesen", "Test Testsen", "Ta kontakt igjen ved feber",
                         f"Henvendelse {contact}", "Alle hendelser"):
                self.assertIn(part, tags.text)
        with open(self.path("dead.json"), encoding="utf-8") as file:
            names = [item for entry in json.load(file)["log"] for item in entry["items"] if item["id"] == "name"]
        self.assertIn(("Test Testesen", "Test Testsen"), [(item["value"], item["before"]) for item in names])
        self.refused(WRONG_USE, "export", self.data, "--contact", "999999", "--format", "html", self.path("x"))
        self.refused(WRONG_USE, "export", self.data, "--contact", str(contact), "--format", "csv", self.path("x"))
        self.refused(WRONG_USE, "export", self.data, "--format", "html", self.path("x"))
        self.refused(WRONG_USE, "export", self.data, "--contact", str(contact), "--set", "vakttarn", "--format", "json",
                     self.path("x"))

    def test_killed_and_restored(self):
        with Serving(self.data) as central:
            before = self.answer("verify", "verify", self.data, "--json")
            central.end(signal.SIGKILL)
        self.assertEqual(self.answer("verify", "verify", self.data, "--json"), before)
        self.answer("backup", "backup", self.data, self.path("copy.db"), "--json")
        restored = self.answer("restore", "restore", self.path("copy.db"), self.path("new"), "--json")
        self.assertEqual(restored["state_hash"], before["state_hash"])
        self.assertNotEqual(restored["journal_id"], before["journal_id"])
        with Serving(self.path("new")) as central:
            again = self.answer("verify", "verify", self.path("new"), "--json")
            self.assertEqual(again["journal_id"], restored["journal_id"])
            self.assertEqual(central.end(signal.SIGINT), YES)

    def test_damage_is_named_and_never_served(self):
        with Serving(self.data) as central:
            central.end(signal.SIGTERM)
        journal = os.path.join(self.data, "journal.db")
        with open(journal, "r+b") as file:
            bytes_ = file.read()
            at = bytes_.index("Innherred legevaktsentral".encode())
            file.seek(at)
            file.write(b"X")
        answer = self.answer("verify", "verify", self.data, "--json", code=NO)
        self.assertFalse(answer["ok"])
        self.assertEqual(answer["broken_revision"], 1)
        self.assertIn("1", self.refused(NO, "verify", self.data))
        self.refused(NO, "backup", self.data, self.path("copy.db"))
        self.assertFalse(os.path.exists(self.path("copy.db")))
        self.refused(NO, "export", self.data, "--format", "json", self.path("out.json"))
        # With a snapshot it would serve, and tell what the check beside it finds: record_care_test.py.
        shutil.rmtree(os.path.join(self.data, "snapshots"))
        self.refused(CANNOT_START, "serve", "--region", REGION, "--data", self.data)
        with self.assertRaises(AssertionError):
            chain(journal)

    def test_no_new_journal_is_begun_over_what_is_left_of_one(self):
        with Serving(self.data) as central:
            self.assertTrue(central.line.rstrip().endswith(" journal=new"), central.line)
            central.end(signal.SIGTERM)
        with Serving(self.data) as central:
            self.assertNotIn("journal=new", central.line)
            central.end(signal.SIGKILL)
        journal = os.path.join(self.data, "journal.db")
        with open(journal, "rb") as file:
            whole = file.read()
        for cut in (0, None):
            os.truncate(journal, 0) if cut == 0 else os.remove(journal)
            message = self.refused(CANNOT_START, "serve", "--region", REGION, "--data", self.data)
            self.assertIn("--salvage", message)
            self.assertIn(journal, message)
        with open(journal, "wb") as file:
            file.write(whole)
        with Serving(self.data) as central:
            self.assertEqual(central.end(signal.SIGTERM), YES)

    def test_a_journal_whose_end_is_gone_is_not_served_where_its_snapshot_proves_it(self):
        with Serving(self.data) as central:
            self.answer("backup", "backup", self.data, self.path("copy.db"), "--json")
            a_contact(central.address)
            central.end(signal.SIGTERM)
        kept = os.listdir(os.path.join(self.data, "snapshots"))
        self.assertEqual(len(kept), 1)
        for name in os.listdir(self.data):
            if name.startswith("journal.db"):
                os.remove(os.path.join(self.data, name))
        shutil.copy(self.path("copy.db"), os.path.join(self.data, "journal.db"))
        self.refused(NO, "verify", self.data)
        message = self.refused(CANNOT_START, "serve", "--region", REGION, "--data", self.data)
        self.assertIn(kept[0], message)
        self.assertIn("--salvage", message)
        self.assertEqual(os.listdir(os.path.join(self.data, "snapshots")), kept)

    def test_a_start_that_cannot_say_where_it_is_reached_ends(self):
        os.makedirs(os.path.join(self.data, "address.part"))
        code, out, err = run("serve", "--region", REGION, "--data", self.data, "--listen", "127.0.0.1:0", "--web", "")
        self.assertEqual((code, out), (CANNOT_START, ""), err)
        self.assertIn("address.part", err.splitlines()[-1])
        os.rmdir(os.path.join(self.data, "address.part"))
        with Serving(self.data) as central:
            self.assertEqual(central.end(signal.SIGTERM), YES)

    def test_what_is_left_of_a_damaged_directory_is_salvaged(self):
        with Serving(self.data) as central:
            central.end(signal.SIGTERM)
        self.answer("backup", "backup", self.data, self.path("copy.db"), "--json")
        # Goes on after the backup: each start and end is an event or none, each announcement is one.
        with Serving(self.data) as central:
            for minutes in (30, 40, 50):
                run("restart", self.data, "--in", str(minutes), "--by", "Berit")
            self.refused(CANNOT_START, "restore", self.path("copy.db"), self.path("new"), "--salvage", self.data)
            central.end(signal.SIGKILL)
        whole = self.answer("verify", "verify", self.data, "--json")
        # Page 1 says what the file is: without it SQLite knows nothing of the rest.
        with open(os.path.join(self.data, "journal.db"), "r+b") as file:
            file.write(bytes(4096))
        log = os.path.join(self.data, "journal.db-wal")
        before = {name: os.stat(os.path.join(self.data, name)).st_mtime_ns for name in os.listdir(self.data)}
        new = self.answer("salvage", "restore", self.path("copy.db"), self.path("new"), "--salvage", self.data, "--json")
        self.assertEqual(before, {name: os.stat(os.path.join(self.data, name)).st_mtime_ns
                                  for name in os.listdir(self.data)})
        self.assertEqual((new["revision"], new["state_hash"]), (whole["events"], whole["state_hash"]))
        self.assertGreaterEqual(new["salvaged_events"], 3)
        self.assertIsNone(new["stopped_at"])
        self.assertEqual(chain(os.path.join(self.path("new"), "journal.db")), whole["events"])
        # From its first event, without the backup; and up to what is lost.
        code, out, err = run("restore", self.path("alone"), "--salvage", self.data)
        self.assertEqual((code, err), (YES, ""))
        self.assertIn(str(whole["events"]), out)
        os.remove(log)
        short = self.answer("salvage", "restore", self.path("copy.db"), self.path("short"), "--salvage", self.data,
                            "--json")
        self.assertLess(short["revision"], whole["events"])
        with Serving(self.path("new")) as central:
            self.assertEqual(central.end(signal.SIGTERM), YES)

    def test_wrong_use(self):
        self.refused(WRONG_USE, "verify", self.path("nowhere"))
        self.refused(WRONG_USE, "verify")
        self.refused(WRONG_USE, "export", self.data, "--format", "xml", self.path("out"))
        self.refused(WRONG_USE, "restore", self.path("none.db"), self.path("new"))
        self.refused(WRONG_USE, "restore", self.path("none.db"))
        for number in ("0", "-3", "x"):
            self.assertLess(len(self.refused(WRONG_USE, "export", self.data, "--contact", number, "--format", "html",
                                             self.path("out"))), 150)
        with Serving(self.data) as central:
            # A directory is there, and is no backup; and no name is no file.
            self.assertIn("--salvage", self.refused(WRONG_USE, "restore", self.data, self.path("new")))
            self.refused(WRONG_USE, "backup", self.data, "")
            self.assertEqual(central.end(signal.SIGTERM), YES)
        self.refused(WRONG_USE, "backup", self.data, "")
        # A start that cannot be leaves nothing behind.
        self.refused(CANNOT_START, "serve", "--region", self.path("none.yaml"), "--data", self.path("none"))
        self.assertFalse(os.path.exists(self.path("none")))
        self.refused(WRONG_USE, "restore", self.path("none.db"), self.path("new"), "--salvage", self.path("nowhere"))
        self.refused(WRONG_USE, "check", "--region", self.path("none.yaml"))
        broken = self.path("region.yaml")
        with open(broken, "w", encoding="utf-8") as file:
            file.write("region: x\nnmae: y\n")
        self.assertIn(broken + ":2:1: ", self.refused(NO, "check", "--region", broken))
        self.assertEqual(run("check", "--region", REGION)[0], YES)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
