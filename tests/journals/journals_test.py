#!/usr/bin/env python3
"""The journals of the versions before: each is verified with the state hash that is known for it, served, and gone on
from; and what is written on trial (`serve --readable-by`) is what that version can read.

  journals_test.py LEGEVAKT_CENTRAL SOURCE_DIR
"""

import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

CENTRAL, SOURCE = sys.argv[1:3]
SIM = pathlib.Path(CENTRAL).parent / "legevakt-sim"
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests/python"))

import stubs  # noqa: E402

stubs.make(SOURCE)

import grpc  # noqa: E402
from central_process import CentralProcess, verify  # noqa: E402
from client import Client, Watch  # noqa: E402,F401
from legevakt.v1 import command_pb2, common_pb2, event_pb2, lookup_pb2, lookup_pb2_grpc  # noqa: E402

VERSIONS = sorted(path.parent for path in HERE.glob("*/about.json"))
if not VERSIONS:
    sys.exit(f"no journal of a version before in {HERE}: there is nothing to try")


def state_hash(about):
    """What this version finds: what the journal's own version found, unless a later one derives more from the same events.
    about.json then names it, with the reason, under `state_hash_since`: nothing changes it unnoticed."""
    since = about.get("state_hash_since", {})
    newest = max(since, key=lambda version: [int(part) for part in version.split(".")], default=None)
    return since[newest]["state_hash"] if newest else about["state_hash"]


def open_contact():
    return command_pb2.Command(record_call=command_pb2.RecordCall(kind=1, lane=1, municipality="5038"))


def warning():
    """A command whose event 0.1.0 does not know."""
    return command_pb2.Command(add_shift_note=command_pb2.AddShiftNote(personal=common_pb2.Personal(text="notat")))


class Journals(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)

    def copy_of(self, version):
        data = pathlib.Path(self.scratch.name) / version.name
        data.mkdir()
        shutil.copy(version / "journal.db", data / "journal.db")
        return data, json.loads((version / "about.json").read_text(encoding="utf-8"))

    def rows(self, data, sql):
        with sqlite3.connect(f"file:{data}/journal.db?mode=ro", uri=True) as db:
            return db.execute(sql).fetchall()

    def test_each_has_the_protos_that_its_clients_are_made_from(self):
        """old_client_test.py tries them."""
        for version in VERSIONS:
            self.assertTrue(list(version.glob("proto/legevakt/v1/*.proto")), version.name)

    def test_each_is_what_is_known_of_it(self):
        for version in VERSIONS:
            with self.subTest(version.name):
                data, about = self.copy_of(version)
                found = verify(CENTRAL, data)
                self.assertTrue(found.get("ok"), found)
                self.assertEqual(found["events"], about["events"])
                self.assertEqual(found["state_hash"], state_hash(about), "the same events, another state")

    def test_each_is_served_and_gone_on_from(self):
        for version in VERSIONS:
            with self.subTest(version.name):
                data, about = self.copy_of(version)
                for _ in range(2):
                    with CentralProcess(CENTRAL, SOURCE, data) as central, Client(central.address, "kari") as client:
                        self.assertGreaterEqual(client.status().open_contacts, about["open_contacts"])
                        reply = client.execute(open_contact())
                        self.assertFalse(reply.HasField("refusal"), reply)
                        watch = client.watch()
                        watch.read_until(reply.revision)
                        watch.end()
                        self.assertEqual(central.end(), 0)
                found = verify(CENTRAL, data)
                self.assertTrue(found.get("ok"), found)
                self.assertGreater(found["events"], about["events"])

    def test_on_trial_nothing_is_written_that_the_version_before_cannot_read(self):
        for version in VERSIONS:
            with self.subTest(version.name):
                data, about = self.copy_of(version)
                sql = "SELECT name, sql FROM sqlite_schema WHERE name IN ('meta', 'event', 'reply') ORDER BY name"
                schema = self.rows(data, sql)
                with CentralProcess(CENTRAL, SOURCE, data, "--readable-by", version.name) as central:
                    with Client(central.address, "kari") as client:
                        self.assertFalse(client.execute(open_contact()).HasField("refusal"))
                        held = client.execute(warning())
                        self.assertTrue(held.HasField("refusal"), "0.1.0 does not know the event")
                        # Nobody reads what cannot be written down.
                        stub = lookup_pb2_grpc.LookupServiceStub(client.channel)
                        with self.assertRaises(grpc.RpcError):
                            stub.Search(lookup_pb2.SearchRequest(name="nordmann", reason="klage"),
                                        metadata=client.metadata)
                    self.assertEqual(central.end(), 0)
                self.assertEqual(self.rows(data, sql), schema, "the tables that it reads are as they were")
                (format_version,), = self.rows(data, "SELECT format_version FROM meta")
                with sqlite3.connect(f"file:{version}/journal.db?mode=ro&immutable=1", uri=True) as db:
                    self.assertEqual(format_version, db.execute("SELECT format_version FROM meta").fetchone()[0])
                fields = event_pb2.Event.DESCRIPTOR.fields_by_name
                for rev, payload in self.rows(data, "SELECT rev, payload FROM event"):
                    kind = fields[event_pb2.Event.FromString(payload).WhichOneof("what")].number
                    self.assertIn(kind, about["event_kinds"], f"revision {rev}")

    def test_on_trial_an_hour_of_calls_comes_to_its_end(self):
        """Whatever that version could do is done, also where this one would write more of it: no doctor is held up."""
        for version in VERSIONS:
            with self.subTest(version.name):
                data, about = self.copy_of(version)
                cases = f"{data}.csv"
                subprocess.run([SIM, "generate", "--seed", "7", "--start", "2026-11-21T18:00", "--hours", "1",
                                "--inhabitants", "60000", "--out", cases], check=True, timeout=60)
                with CentralProcess(CENTRAL, SOURCE, data, "--readable-by", version.name) as central:
                    subprocess.run([SIM, "replay", "--cases", cases, "--map", f"{SOURCE}/sim/maps/evening.yaml",
                                    "--central", central.address, "--speed", "max", "--name", "trial"],
                                   check=True, cwd=SOURCE, stdout=subprocess.DEVNULL, timeout=120)
                    self.assertEqual(central.end(), 0)
                stepped = 0
                for rev, payload in self.rows(data, "SELECT rev, payload FROM event"):
                    what = event_pb2.Event.FromString(payload).WhichOneof("what")
                    self.assertIn(event_pb2.Event.DESCRIPTOR.fields_by_name[what].number, about["event_kinds"],
                                  f"revision {rev}")
                    stepped += rev > about["events"] and what == "mission_stepped"
                self.assertGreater(stepped, 0, "doctors have had patients")

    def test_a_version_that_is_none_is_told(self):
        data, _ = self.copy_of(VERSIONS[0])
        done = subprocess.run([CENTRAL, "serve", "--region", f"{SOURCE}/central/demo/region.yaml", "--data", data,
                               "--listen", "127.0.0.1:0", "--readable-by", "yesterday"], capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(done.returncode, 3)
        self.assertIn("yesterday", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
