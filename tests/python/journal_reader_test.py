#!/usr/bin/env python3
"""The second reader finds what is wrong with a journal and names the place, and `legevakt-central verify` says the same
of the same files. Where the two are meant to differ, a test says so.

usage: journal_reader_test.py LEGEVAKT_CENTRAL SOURCE_DIR [unittest options]"""

import contextlib
import dataclasses
import hashlib
import json
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest

CENTRAL, SOURCE = sys.argv[1:3]

import stubs  # noqa: E402

stubs.make(SOURCE)

import journal_log  # noqa: E402
import journal_reader  # noqa: E402
from central_process import CentralProcess, verify  # noqa: E402
from client import Client, payload_hash, request_of  # noqa: E402
from legevakt.v1 import command_pb2 as cmd, common_pb2 as common, record_pb2 as rec  # noqa: E402

CALLS = 12
# Bits flipped in the file itself, at places that the seed chooses.
FLIPS = 40


def flipped(data, at=None):
    """The same bytes with one bit of the one in the middle changed."""
    changed = bytearray(data)
    changed[len(data) // 2 if at is None else at] ^= 0x10
    return bytes(changed)


def files_of(data):
    """Every file below a directory, byte for byte."""
    return {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file()}


def tell(client, told, command):
    """Sends a command, writes down what came back, and returns it."""
    request = request_of(command)
    reply = client.send(request)
    told.append({"request_id": request.request_id, "user_id": client.user_id, "payload_hash": payload_hash(request),
                 "response": reply.SerializeToString(deterministic=True).hex()})
    return reply


def an_evening(client, told):
    """Events with and without personal data, and refusals."""
    for number in range(CALLS):
        call = tell(client, told, cmd.Command(record_call=cmd.RecordCall(
            kind=rec.CALL_KIND_PHONE, lane=rec.CALL_LANE_NORMAL, municipality="5037",
            personal=common.Personal(caller_name=f"Innringer {number}"))))
        tell(client, told, cmd.Command(end_call=cmd.EndCall(call_id=call.call_id)))
        tell(client, told, cmd.Command(add_note=cmd.AddNote(contact_id=9_999_999, text="til ingen")))


class Journal(unittest.TestCase):
    """One journal for all tests, made by a real central; each test damages a copy of its own."""

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="legevakt-reader-")
        cls.addClassCleanup(holder.cleanup)
        cls.dir = pathlib.Path(holder.name)
        cls.data = cls.dir / "data"
        cls.told = []
        with CentralProcess(CENTRAL, SOURCE, cls.data) as central:
            with Client(central.address, "kari") as client:
                an_evening(client, cls.told)
            assert central.end(signal.SIGTERM) == 0
        with journal_reader.open_read_only(cls.data) as db:
            cls.head = db.execute("SELECT head_rev FROM meta").fetchone()[0]
            # The middle one of those that have personal data.
            rows = [rev for rev, in db.execute("SELECT rev FROM event WHERE personal IS NOT NULL ORDER BY rev")]
            cls.rev = rows[len(rows) // 2]

    def setUp(self):
        self.copies = 0

    def copy(self):
        self.copies += 1
        copy = self.dir / f"{self.id()}-{self.copies}"
        copy.mkdir()
        self.addCleanup(shutil.rmtree, copy)
        # A dead journal is its file and, after a kill, the log beside it.
        for file in self.data.glob("journal.db*"):
            shutil.copy(file, copy)
        return copy

    def damaged(self, *statements):
        """A copy after these (sql, parameters). The triggers, which would refuse it, are away meanwhile."""
        copy = self.copy()
        with contextlib.closing(sqlite3.connect(copy / "journal.db", isolation_level=None)) as db:
            triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                db.execute(f"DROP TRIGGER {name}")
            for sql, *parameters in statements:
                db.execute(sql, parameters)
            for _, sql in triggers:
                db.execute(sql)
        return copy

    def read(self, sql, *parameters):
        with journal_reader.open_read_only(self.data) as db:
            return db.execute(sql, parameters).fetchall()

    def fault_of(self, path, told=()):
        with self.assertRaises(journal_reader.Fault) as caught:
            journal_reader.check(path, told)
        return caught.exception

    def both_name(self, revision, path):
        """The reader and `verify` say no, and name this revision."""
        fault, answer = self.fault_of(path), verify(CENTRAL, path)
        self.assertEqual((fault.revision, fault.position), (revision, f"revision {revision}"), fault)
        self.assertEqual((answer["code"], answer["ok"], answer["broken_revision"]), (1, False, revision), answer)

    def both_say(self, part, position, path):
        """The reader and `verify` say no, and name this part of the record."""
        fault, answer = self.fault_of(path), verify(CENTRAL, path)
        self.assertTrue(fault.position.startswith(position), fault)
        self.assertEqual((answer["code"], answer["part"]), (1, part), answer)
        return fault, answer


class Whole(Journal):
    def test_both_say_yes_and_count_the_same(self):
        found, answer = journal_reader.check(self.data, self.told), verify(CENTRAL, self.data)
        self.assertEqual((answer["code"], answer["ok"]), (0, True))
        self.assertEqual((found.events, found.journal_id), (answer["events"], answer["journal_id"]))
        self.assertEqual((found.replies, found.acknowledged), (len(self.told), len(self.told)))
        self.assertEqual((found.replies, found.snapshots), (answer["replies"], answer["snapshots"]))
        # The copies are as good as the original, also after the triggers went and came.
        alone = dataclasses.replace(found, snapshots=0)
        self.assertEqual(journal_reader.check(self.copy(), self.told), alone)
        self.assertEqual(journal_reader.check(self.damaged(), self.told), alone)

    def test_a_backup_is_whole(self):
        out = self.dir / "backup.db"
        subprocess.run([CENTRAL, "backup", self.data, out], check=True, capture_output=True, timeout=60)
        self.assertEqual(journal_reader.check(out, self.told),
                         dataclasses.replace(journal_reader.check(self.data, self.told), snapshots=0))

    def test_it_writes_nothing(self):
        before = files_of(self.data)
        journal_reader.check(self.data)
        self.assertEqual(verify(CENTRAL, self.data)["code"], 0)
        self.assertEqual(files_of(self.data), before)
        with journal_reader.open_read_only(self.data) as db:
            self.assertRaises(sqlite3.OperationalError, db.execute, "DROP TRIGGER event_never_goes")

    def test_the_schema_in_the_document_is_the_schema(self):
        document = (pathlib.Path(SOURCE) / "docs/durability.md").read_text(encoding="utf-8")
        block = document.split("```sql\n", 1)[1].split("```", 1)[0]

        def schema(db):
            rows = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
            return sorted((kind, name, table, " ".join((sql or "").split())) for kind, name, table, sql in rows)
        with contextlib.closing(sqlite3.connect(":memory:")) as db:
            db.executescript(block)
            self.assertEqual(db.execute("PRAGMA application_id").fetchone()[0], journal_reader.APPLICATION_ID)
            written = schema(db)
        with journal_reader.open_read_only(self.data) as db:
            self.assertEqual(schema(db), written)


class Events(Journal):
    def test_a_flipped_byte_in_any_column(self):
        for column in ("payload", "personal", "prev_hash", "hash"):
            with self.subTest(column):
                value = self.read(f"SELECT {column} FROM event WHERE rev = ?", self.rev)[0][0]
                self.both_name(self.rev, self.damaged(
                    (f"UPDATE event SET {column} = ? WHERE rev = ?", flipped(value), self.rev)))
        with self.subTest("at_us"):
            self.both_name(self.rev, self.damaged(("UPDATE event SET at_us = at_us + 1 WHERE rev = ?", self.rev)))

    def test_personal_data_that_were_taken_away_or_put_in(self):
        self.both_name(self.rev, self.damaged(("UPDATE event SET personal = NULL WHERE rev = ?", self.rev)))
        # Empty is not the same as none: the hash tells them apart.
        without = self.read("SELECT min(rev) FROM event WHERE personal IS NULL AND rev > 1")[0][0]
        self.both_name(without, self.damaged(("UPDATE event SET personal = x'' WHERE rev = ?", without)))

    def test_bytes_moved_between_payload_and_personal_data(self):
        """The sizes are in the hash: the same bytes cut elsewhere are another event."""
        payload, personal = self.read("SELECT payload, personal FROM event WHERE rev = ?", self.rev)[0]
        self.both_name(self.rev, self.damaged(
            ("UPDATE event SET payload = ?, personal = ? WHERE rev = ?", payload + personal[:1], personal[1:], self.rev)))

    def test_a_row_that_is_gone(self):
        for rev in (1, self.rev, self.head):
            with self.subTest(rev):
                self.both_name(rev, self.damaged(("DELETE FROM event WHERE rev = ?", rev)))

    def test_the_end_that_is_gone(self):
        self.both_name(self.rev, self.damaged(("DELETE FROM event WHERE rev >= ?", self.rev)))

    def test_two_rows_that_changed_places(self):
        swap = [("UPDATE event SET rev = -1 WHERE rev = ?", self.rev),
                ("UPDATE event SET rev = ? WHERE rev = ?", self.rev, self.rev + 3),
                ("UPDATE event SET rev = ? WHERE rev = -1", self.rev + 3)]
        self.both_name(self.rev, self.damaged(*swap))

    def test_two_rows_that_changed_places_with_new_links(self):
        """As above, and each link made to fit its new place: the first row's own hash tells."""
        later = self.rev + 3
        links = self.read("SELECT rev, prev_hash, hash FROM event WHERE rev IN (?, ?)", self.rev, later)
        swap = [("UPDATE event SET rev = -1 WHERE rev = ?", self.rev),
                ("UPDATE event SET rev = ? WHERE rev = ?", self.rev, later),
                ("UPDATE event SET rev = ? WHERE rev = -1", later)]
        swap += [("UPDATE event SET prev_hash = ?, hash = ? WHERE rev = ?", prev, own, rev) for rev, prev, own in links]
        self.both_name(self.rev, self.damaged(*swap))

    def test_a_row_that_was_put_in_at_the_end(self):
        self.both_name(self.head + 1, self.damaged(
            ("INSERT INTO event SELECT rev + 1, at_us, payload, personal, hash, hash FROM event WHERE rev = ?",
             self.head)))

    def test_a_chain_that_was_made_anew_over_a_changed_event(self):
        """Whoever can write the file can write the chain: only the head that is kept elsewhere tells. But an event
        that says another revision than its row is still named."""
        payload = self.read("SELECT payload FROM event WHERE rev = ?", self.rev - 1)[0][0]
        last, statements = self.read("SELECT prev_hash FROM event WHERE rev = ?", self.rev)[0][0], []
        for rev, at_us, old, personal in self.read(
                "SELECT rev, at_us, payload, personal FROM event WHERE rev >= ? ORDER BY rev", self.rev):
            row = journal_reader.Row(rev, at_us, payload if rev == self.rev else old, personal)
            prev, last = last, journal_reader.chain_hash(last, row)
            statements.append(("UPDATE event SET payload = ?, prev_hash = ?, hash = ? WHERE rev = ?",
                               row.payload, prev, last, rev))
        statements.append(("UPDATE meta SET head_hash = ?", last))
        self.both_name(self.rev, self.damaged(*statements))

    def test_the_head(self):
        self.both_name(self.head, self.damaged(("UPDATE meta SET head_hash = ?", flipped(bytes(32)))))
        self.both_name(self.head + 1, self.damaged(("UPDATE meta SET head_rev = head_rev + 1",)))
        self.both_name(self.head, self.damaged(("UPDATE meta SET head_rev = head_rev - 1",)))

    def test_a_head_that_went_back_with_its_hash(self):
        """What was acknowledged after it would be hidden: central does not serve such a journal either."""
        copy = self.damaged(("UPDATE meta SET head_rev = ?, head_hash = (SELECT hash FROM event WHERE rev = ?)",
                             self.rev, self.rev))
        self.both_name(self.rev + 1, copy)
        with self.assertRaises(AssertionError):
            CentralProcess(CENTRAL, SOURCE, copy)


class File(Journal):
    def test_bits_flipped_in_the_file(self):
        """At places of the whole file: where one says no, the other says no, and where both name a revision, it is the
        same. A flip in a reply may pass both, where what comes out is as well-formed."""
        seed = 20260101
        chance, silent, named = random.Random(seed), [], 0
        whole = (self.data / "journal.db").read_bytes()
        for _ in range(FLIPS):
            at, copy = chance.randrange(len(whole)), self.copy()
            for file in copy.glob("journal.db-*"):
                file.unlink()
            (copy / "journal.db").write_bytes(flipped(whole, at))
            try:
                journal_reader.check(copy)
                fault = None
            except journal_reader.Fault as error:
                fault = error
            answer = verify(CENTRAL, copy)
            with self.subTest(byte=at, seed=seed, reader=str(fault), verify=answer["problem"]):
                self.assertIn(answer["code"], (0, 1, 3))
                if answer["code"] != 0:
                    self.assertIsNotNone(fault, "the reader says yes, and verify says no")
                if fault is None:
                    silent.append(at)
                    continue
                named += 1
                if fault.revision is not None:
                    self.assertEqual(answer["code"], 1, fault)
                    self.assertIn(answer["broken_revision"], (fault.revision, None))
            shutil.rmtree(copy)
            copy.mkdir()
        self.assertGreater(named, FLIPS // 4, "the flips hit too little to say anything")

    def test_a_file_that_is_cut(self):
        copy = self.copy()
        file = copy / "journal.db"
        file.write_bytes(file.read_bytes()[:file.stat().st_size // 2])
        self.fault_of(copy)
        self.assertNotEqual(verify(CENTRAL, copy)["code"], 0)

    def test_another_file(self):
        copy = self.damaged(("PRAGMA application_id = 1",))
        self.assertEqual(self.fault_of(copy).position, "schema")
        self.assertNotEqual(verify(CENTRAL, copy)["code"], 0)


class Replies(Journal):
    """What the chain does not cover: that a reply is well-formed both can tell, that it is the one that was given only
    who kept it."""

    def test_what_cannot_be_a_reply(self):
        told = self.told[6]["request_id"]
        for column, value in (("response", b"\xff\xff"), ("user_id", ""), ("payload_hash", "0123"), ("at_us", 0)):
            with self.subTest(column):
                _, answer = self.both_say("replies", f"reply {told}", self.damaged(
                    (f"UPDATE reply SET {column} = ? WHERE request_id = ?", value, told)))
                self.assertIn(told, answer["problem"])
        self.both_say("replies", "reply nobody", self.damaged(
            ("UPDATE reply SET request_id = 'nobody' WHERE request_id = ?", told)))

    def test_a_reply_that_is_gone(self):
        lost = self.told[5]["request_id"]
        copy = self.damaged(("DELETE FROM reply WHERE request_id = ?", lost))
        self.assertEqual(str(self.fault_of(copy, self.told)),
                         f"reply {lost}: was acknowledged, and the journal has no reply")
        self.assertEqual(journal_reader.check(copy).replies, len(self.told) - 1)

    def test_a_reply_that_is_another(self):
        told = self.told[6]
        for column, value in (("response", bytes.fromhex(self.told[0]["response"])), ("user_id", "ola"),
                              ("payload_hash", "0" * 64)):
            with self.subTest(column):
                fault = self.fault_of(self.damaged(
                    (f"UPDATE reply SET {column} = ? WHERE request_id = ?", value, told["request_id"])), self.told)
                self.assertEqual(fault.position, f"reply {told['request_id']}")

    def test_a_reply_to_what_never_happened(self):
        """A reply without its events, as a store that commits them apart could leave it."""
        told = self.told[6]
        response = cmd.ExecuteResponse(revision=self.head + 1, call_id=self.head + 1).SerializeToString()
        fault, _ = self.both_say("replies", "reply", self.damaged(
            ("UPDATE reply SET response = ? WHERE request_id = ?", response, told["request_id"])))
        self.assertIn(f"it tells of revision {self.head + 1}", str(fault))

    def test_a_second_reply(self):
        copy = self.damaged(
            ("CREATE TABLE other(id INTEGER PRIMARY KEY, request_id TEXT NOT NULL, user_id TEXT NOT NULL, "
             "payload_hash TEXT NOT NULL, response BLOB NOT NULL, at_us INTEGER NOT NULL) STRICT",),
            ("INSERT INTO other SELECT * FROM reply",),
            ("INSERT INTO other SELECT NULL, request_id, user_id, payload_hash, response, at_us FROM reply LIMIT 1",),
            ("DROP TABLE reply",), ("ALTER TABLE other RENAME TO reply",))
        self.both_say("schema", "schema", copy)


class Schema(Journal):
    def test_a_trigger_that_is_gone(self):
        for name in ("event_never_changes", "event_never_goes", "event_has_no_gap", "reply_only_once"):
            copy = self.copy()
            with contextlib.closing(sqlite3.connect(copy / "journal.db")) as db:
                db.execute(f"DROP TRIGGER {name}")
            fault, answer = self.both_say("schema", "schema", copy)
            self.assertIn(name, str(fault))
            self.assertIn(name, answer["problem"])

    def test_a_trigger_without_teeth_and_one_too_many(self):
        for sql in ("CREATE TRIGGER quiet AFTER INSERT ON event BEGIN SELECT 1; END",
                    "CREATE TRIGGER event_never_goes BEFORE DELETE ON event BEGIN SELECT 1; END"):
            copy = self.copy()
            with contextlib.closing(sqlite3.connect(copy / "journal.db")) as db:
                if "event_never_goes" in sql:
                    db.execute("DROP TRIGGER event_never_goes")
                db.execute(sql)
            self.both_say("schema", "schema", copy)

    def test_a_table_that_is_not_strict(self):
        copy = self.damaged(
            ("CREATE TABLE other(rev INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, payload BLOB NOT NULL, personal BLOB, "
             "prev_hash BLOB NOT NULL, hash BLOB NOT NULL)",),
            ("INSERT INTO other SELECT * FROM event",), ("DROP TABLE event",),
            ("ALTER TABLE other RENAME TO event",))
        fault, _ = self.both_say("schema", "schema", copy)
        self.assertIn("the table event is another", str(fault))

    def test_a_newer_format(self):
        copy = self.damaged(("UPDATE meta SET format_version = 2",))
        self.assertEqual(self.fault_of(copy).position, "meta")
        self.assertNotEqual(verify(CENTRAL, copy)["code"], 0)


class Snapshots(Journal):
    """Files beside the journal, as docs/durability.md describes them."""

    def kept(self, revision, chain_hash, state=b"as another code had it", maker=b"a" * 64):
        copy = self.copy()
        (copy / "snapshots").mkdir()

        def digest(data):
            return hashlib.blake2b(data, digest_size=32).digest()
        head = b"LVKTSNP1" + maker + revision.to_bytes(8, "little", signed=True) + chain_hash + digest(state)
        (copy / "snapshots" / f"{revision}.snapshot").write_bytes(head + digest(head) + state)
        return copy

    def test_one_that_belongs_to_the_journal(self):
        copy = self.kept(self.rev, self.read("SELECT hash FROM event WHERE rev = ?", self.rev)[0][0])
        answer = verify(CENTRAL, copy)
        self.assertEqual((answer["code"], answer["snapshots"]), (0, 1), answer)
        self.assertEqual(journal_reader.check(copy).snapshots, 1)
        whole = (copy / "snapshots" / f"{self.rev}.snapshot").read_bytes()
        for at in (3, 40, 75, 90, 130, 150, len(whole) - 1):
            with self.subTest(byte=at):
                (copy / "snapshots" / f"{self.rev}.snapshot").write_bytes(flipped(whole, at))
                _, answer = self.both_say("snapshot", f"snapshot {self.rev}.snapshot", copy)
                self.assertIn(f"{self.rev}.snapshot", answer["problem"])

    def test_one_of_another_journal_and_one_that_is_ahead(self):
        self.both_say("snapshot", f"snapshot {self.rev}.snapshot", self.kept(self.rev, bytes(32)))
        self.both_say("snapshot", "snapshot", self.kept(self.head + 1, bytes(32)))


class Log(unittest.TestCase):
    """Of a central that was killed."""

    def test_looking_at_what_is_left_takes_nothing_of_it(self):
        """SQLite deletes the log beside an empty file: whoever looks first must leave it for the salvage."""
        with tempfile.TemporaryDirectory(prefix="legevakt-left-") as holder:
            killed = pathlib.Path(holder) / "killed"
            with CentralProcess(CENTRAL, SOURCE, killed) as central:
                with Client(central.address, "kari") as client:
                    an_evening(client, [])
                central.end(signal.SIGKILL)
            (killed / "journal.db-shm").unlink(missing_ok=True)
            whole = journal_reader.check(killed)
            size = (killed / "journal.db").stat().st_size
            # The log holds all of it: what the file has is not needed.
            for number, (cut, code) in enumerate(((size, 0), (0, 1), (1, 1), (None, 1))):
                data = pathlib.Path(holder) / f"cut-{number}"
                shutil.copytree(killed, data, ignore=shutil.ignore_patterns("*.sock"))
                if cut is None:
                    (data / "journal.db").unlink()
                else:
                    with (data / "journal.db").open("r+b") as file:
                        file.truncate(cut)
                before = files_of(data)
                with self.subTest(cut=cut):
                    for _ in range(2):
                        self.assertEqual(verify(CENTRAL, data)["code"], code)
                        try:
                            self.assertEqual(journal_reader.check(data), whole)
                            self.assertEqual(code, 0)
                        except journal_reader.Fault as fault:
                            self.assertEqual((code, fault.position), (1, "file"), fault)
                    subprocess.run([CENTRAL, "backup", data, data.with_suffix(".db")], capture_output=True, timeout=60)
                    self.assertEqual(files_of(data), before)
                    new = data.with_suffix(".new")
                    subprocess.run([CENTRAL, "restore", new, "--salvage", data], check=True, capture_output=True,
                                   timeout=60)
                    self.assertEqual(verify(CENTRAL, new)["events"], whole.events)
                    self.assertEqual(files_of(data), before)

    def test_a_byte_that_changed_is_told_where_it_lies(self):
        with tempfile.TemporaryDirectory(prefix="legevakt-log-") as holder:
            data = pathlib.Path(holder) / "data"
            with CentralProcess(CENTRAL, SOURCE, data) as central:
                with Client(central.address, "kari") as client:
                    an_evening(client, [])
                central.end(signal.SIGKILL)
            log = data / "journal.db-wal"
            whole, chance, told = log.read_bytes(), random.Random(20261130), 0
            self.assertEqual(verify(CENTRAL, data)["code"], 0)
            for at in [chance.randrange(len(whole) * 3 // 4) for _ in range(12)]:
                log.write_bytes(flipped(whole, at))
                (data / "journal.db-shm").unlink(missing_ok=True)
                answer = verify(CENTRAL, data)
                with self.subTest(byte=at, verify=answer["problem"]):
                    self.assertEqual(answer["code"], 1)
                    found = journal_log.check(data / "journal.db")
                    self.assertIsNotNone(found)
                    self.assertLessEqual(found, at)
                    told += str(found) in answer["problem"]
                    with self.assertRaises(journal_reader.Fault):
                        journal_reader.check(data)
            # Of the others the file itself was whole only as far as the log: verify names the revision first.
            self.assertGreater(told, 0)


class Program(Journal):
    def run_reader(self, *arguments):
        done = subprocess.run([sys.executable, journal_reader.__file__, *arguments], capture_output=True, text=True,
                              timeout=60)
        return done.returncode, done.stdout, done.stderr

    def test_it_prints_position_and_reason_and_exits_as_central_does(self):
        told = self.dir / "told.jsonl"
        told.write_text("".join(json.dumps(one) + "\n" for one in self.told), encoding="utf-8")
        code, out, err = self.run_reader("--acknowledged", told, self.data)
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.startswith(f"whole: {self.head} events, {len(self.told)} replies, "), out)
        copy = self.damaged(("DELETE FROM event WHERE rev = ?", self.rev))
        code, out, _ = self.run_reader(copy)
        self.assertEqual((code, out), (1, f"revision {self.rev}: is missing: revision {self.rev + 1} comes next\n"))
        code, out, _ = self.run_reader("--json", copy)
        self.assertEqual((code, json.loads(out)), (1, {
            "ok": False, "position": f"revision {self.rev}", "revision": self.rev,
            "reason": f"is missing: revision {self.rev + 1} comes next"}))
        self.assertEqual(self.run_reader(self.dir / "nowhere")[0], 2)
        self.assertEqual(self.run_reader()[0], 2)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
