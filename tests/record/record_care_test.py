#!/usr/bin/env python3
"""What a running central does for its record by itself: snapshots for the next start, the check of the whole journal,
backups on a schedule; and what it says where something is wrong.

  record_care_test.py LEGEVAKT_CENTRAL SOURCE_DIR
"""

import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

CENTRAL, SOURCE = sys.argv[1:3]
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests/python"))

import stubs  # noqa: E402

stubs.make(SOURCE)

from central_process import CentralProcess, verify  # noqa: E402
from client import Client  # noqa: E402
from legevakt.v1 import command_pb2 as cmd, common_pb2 as common, record_pb2 as rec  # noqa: E402

WAIT_S = 60


def call(marker):
    return cmd.Command(record_call=cmd.RecordCall(kind=rec.CALL_KIND_PHONE, lane=rec.CALL_LANE_NORMAL,
                                                  municipality="5037", personal=common.Personal(caller_name=marker)))


class RecordCare(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.dir = pathlib.Path(scratch.name)
        self.data = self.dir / "data"

    def start(self, data=None, *options):
        central = CentralProcess(CENTRAL, SOURCE, data or self.data, *options)
        self.addCleanup(lambda: central.process.poll() is None and central.process.kill())
        return central

    def work(self, central, count, name="arbeid"):
        with Client(central.address, "kari") as client:
            for number in range(count):
                self.assertFalse(client.execute(call(f"<{name}-{number}>")).HasField("refusal"))

    def status_when(self, central, ready):
        """The status as soon as `ready` says yes to it."""
        deadline = time.monotonic() + WAIT_S
        with Client(central.address) as client:
            while True:
                status = client.status()
                if ready(status):
                    return status
                self.assertLess(time.monotonic(), deadline, str(status))
                time.sleep(0.02)

    def started_from(self, data=None):
        """The revision of the snapshot that the last start began with, by central's log."""
        log = pathlib.Path(f"{data or self.data}.log").read_text(encoding="utf-8")
        return int(re.findall(r"from the snapshot of revision (\d+)", log)[-1])

    def test_a_start_after_a_kill_begins_with_a_snapshot_and_has_the_same_state(self):
        central = self.start(None, "--snapshot-every", "50")
        self.work(central, 60)
        before = self.status_when(central, lambda s: s.snapshot_revision >= 50)
        self.assertEqual(before.snapshot_problem, "")
        self.work(central, 5, "etter")
        with Client(central.address) as client:
            before = client.status()
        central.end(signal.SIGKILL)
        central = self.start()
        self.assertGreaterEqual(self.started_from(), 50)
        self.assertLess(self.started_from(), before.revision, "the end is replayed")
        with Client(central.address) as client:
            after = client.status()
        self.assertEqual((after.revision, after.state_hash), (before.revision, before.state_hash))
        self.assertEqual(after.snapshot_revision, self.started_from())
        whole = verify(CENTRAL, self.data)
        self.assertEqual((whole["events"], whole["state_hash"]), (after.revision, after.state_hash), "by full replay")
        self.assertEqual(central.end(), 0)

    def test_an_end_in_good_order_leaves_nothing_to_replay(self):
        central = self.start()
        self.work(central, 5)
        self.assertEqual(central.end(), 0)
        events = verify(CENTRAL, self.data)["events"]
        self.assertTrue((self.data / "snapshots" / f"{events}.snapshot").exists())
        central = self.start()
        self.assertEqual(self.started_from(), events)
        self.assertEqual(central.end(), 0)

    def test_the_whole_journal_is_checked_beside_serving(self):
        central = self.start()
        self.work(central, 20)
        central.end()
        central = self.start()
        status = self.status_when(central, lambda s: s.scrubbed_whole_us > 0)
        self.assertGreaterEqual(status.scrubbed_whole_revision, 20)
        self.assertEqual(status.record_problem, "")
        self.assertEqual(central.end(), 0)

    def test_a_changed_byte_far_back_is_found_and_told_and_central_goes_on(self):
        central = self.start()
        self.work(central, 40)
        self.assertEqual(central.end(), 0)
        journal = self.data / "journal.db"
        bytes_ = bytearray(journal.read_bytes())
        bytes_[bytes_.index(b"<arbeid-7>") + 1] ^= 0x01
        journal.write_bytes(bytes_)
        broken = verify(CENTRAL, self.data)
        self.assertFalse(broken["ok"])
        central = self.start()
        status = self.status_when(central, lambda s: s.record_problem)
        self.assertIn(f" {broken['broken_revision']}:", status.record_problem)
        self.assertIn("legevakt-central verify", status.record_problem, "it says what to do")
        self.assertEqual(status.scrubbed_revision, broken["broken_revision"] - 1)
        self.assertEqual(status.scrubbed_whole_us, 0)
        self.work(central, 3, "videre")
        with Client(central.address, "kari") as client:
            watch = client.watch()
            watch.read_until(1)
            watch.end()
            self.assertEqual(watch.snapshot.notice.record_problem, status.record_problem, "on every screen")
        self.assertEqual(central.end(), 0, "no fail-stop")

    def test_a_backup_on_the_schedule_is_verified_restored_and_gone_on_from(self):
        backups = self.dir / "kopier"
        options = ("--backup-dir", backups, "--backup-every", "60", "--backups-kept", "2")
        central = self.start(None, *options)
        first = self.status_when(central, lambda s: s.backup_verified_us > 0)
        self.assertGreater(first.backup_revision, 0)
        self.assertEqual(first.backup_problem, "")
        self.work(central, 10)
        # As if the hour had passed: the newest is two hours old at the next start.
        self.assertEqual(central.end(), 0)
        (made,) = backups.iterdir()
        self.assertRegex(made.name, r"^legevakt-[0-9a-f]{8}-\d{8}T\d{6}Z\.db$")
        made.rename(made.with_name(re.sub(r"\d{8}T", "20200101T", made.name)))
        central = self.start(None, *options)
        second = self.status_when(central, lambda s: s.backup_revision > first.backup_revision)
        newest = max(backups.iterdir())
        self.assertEqual(verify(CENTRAL, newest)["events"], second.backup_revision)
        # One made by hand counts as well.
        self.work(central, 1, "hånd")
        by_hand = self.dir / "hånd.db"
        subprocess.run([CENTRAL, "backup", self.data, by_hand], check=True, capture_output=True, timeout=60)
        with Client(central.address) as client:
            self.assertGreater(client.status().backup_revision, second.backup_revision)
        self.assertEqual(central.end(), 0)
        fresh = self.dir / "ny"
        restored = subprocess.run([CENTRAL, "restore", newest, fresh, "--json"], capture_output=True, text=True,
                                  timeout=60)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        central = self.start(fresh)
        with Client(central.address) as client:
            status = client.status()
            self.assertNotEqual(status.journal_id, second.journal_id)
            self.assertGreaterEqual(status.revision, second.backup_revision)
            self.assertEqual(status.backup_problem, "", "no schedule, no alarm")
        self.work(central, 3, "videre")
        self.assertEqual(central.end(), 0)
        self.assertTrue(verify(CENTRAL, fresh)["ok"])

    def test_without_a_directory_for_backups_the_log_says_so_and_what_was_left_of_a_copy_goes(self):
        central = self.start()
        self.assertEqual(central.end(), 0)
        log = pathlib.Path(f"{self.data}.log")
        self.assertEqual(log.read_text(encoding="utf-8").count("--backup-dir"), 1)
        left = self.data / "backup-00000000-0000-4000-8000-000000000000.partial"
        left.write_bytes(b"half a copy")
        central = self.start(None, "--backup-dir", self.dir / "kopier")
        self.assertFalse(left.exists())
        self.status_when(central, lambda s: s.backup_verified_us > 0)
        by_hand = self.dir / "hånd.db"
        subprocess.run([CENTRAL, "backup", self.data, by_hand], check=True, capture_output=True, timeout=60)
        self.assertEqual([file.name for file in self.data.iterdir() if "partial" in file.name], [])
        self.assertEqual(central.end(), 0)
        self.assertEqual(log.read_text(encoding="utf-8").count("--backup-dir"), 1, "not where there is one")

    def test_where_no_backup_can_be_made_that_is_told_and_central_goes_on(self):
        wall = self.dir / "fil"
        wall.write_text("a file where the directory should be")
        central = self.start(None, "--backup-dir", wall / "kopier")
        status = self.status_when(central, lambda s: s.backup_problem)
        self.assertIn(str(wall / "kopier"), status.backup_problem)
        self.assertEqual(status.backup_verified_us, 0)
        self.work(central, 3)
        self.assertEqual(central.end(), 0)
        # Nobody wants any: the alarm goes.
        central = self.start()
        self.status_when(central, lambda s: not s.backup_problem)
        self.assertEqual(central.end(), 0)

    def test_a_directory_for_backups_that_hangs_holds_up_neither_the_rest_nor_the_end(self):
        backups = self.dir / "kopier"
        central = self.start(None, "--backup-dir", backups)
        self.status_when(central, lambda s: s.backup_verified_us > 0)
        self.assertEqual(central.end(), 0)
        # What opens this waits for a writer, for ever: as in a directory on a machine that is gone.
        (made,) = backups.iterdir()
        made.unlink()
        os.mkfifo(made)
        central = self.start(None, "--backup-dir", backups, "--snapshot-every", "50")
        self.work(central, 60)
        status = self.status_when(central, lambda s: s.snapshot_revision >= 50 and s.scrubbed_whole_us > 0)
        self.assertEqual(status.backup_revision, 0, "it hangs")
        with Client(central.address, "kari") as client:
            acknowledged = client.execute(call("<sist>")).revision
        began = time.monotonic()
        self.assertEqual(central.end(), 0, "in good order, and what hangs is left")
        self.assertLess(time.monotonic() - began, 3.5)
        self.assertGreaterEqual(verify(CENTRAL, self.data)["events"], acknowledged)

    def test_wrong_use(self):
        for options in (("--backup-every", "5"), ("--backups-kept", "5"),
                        ("--backup-dir", self.dir / "k", "--backup-every", "0"), ("--snapshot-every", "0")):
            done = subprocess.run([CENTRAL, "serve", "--region", "x", "--data", self.data, *options],
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 2, (options, done.stderr))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
