#!/usr/bin/env python3
"""A planned restart with real processes, while operators work: announced to every screen before it comes, asked about
first while a red is open, and afterwards nothing is lost, nothing done twice, and every claim where it was.

  restart_test.py LEGEVAKT_CENTRAL SOURCE_DIR
"""

import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

CENTRAL, SOURCE = sys.argv[1:3]
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests/python"))

import stubs  # noqa: E402

stubs.make(SOURCE)

import grpc  # noqa: E402
from central_process import CentralProcess, verify  # noqa: E402
from client import Client, Follower, request_of  # noqa: E402
from legevakt.v1 import admin_pb2, command_pb2 as cmd, common_pb2 as common, record_pb2 as rec  # noqa: E402

WAIT_S = 60
AHEAD_US = 4_000_000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(marker):
    return cmd.Command(record_call=cmd.RecordCall(kind=rec.CALL_KIND_PHONE, lane=rec.CALL_LANE_NORMAL,
                                                  municipality="5037", personal=common.Personal(caller_name=marker)))


class Worker(threading.Thread):
    """An operator at work: one command after the other, each sent again with its request_id until it is answered."""

    def __init__(self, address, user_id):
        super().__init__(daemon=True)
        self._address, self._user_id = address, user_id
        self._ending = threading.Event()
        self.done, self.problem = {}, None

    def run(self):
        client, number = None, 0
        while not self._ending.is_set():
            number += 1
            marker = f"<{self._user_id}-{number}>"
            request = request_of(call(marker))
            while True:
                try:
                    client = client or Client(self._address, self._user_id)
                    reply = client.send(request)
                    break
                except grpc.RpcError as error:
                    if error.code() not in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.UNAUTHENTICATED,
                                            grpc.StatusCode.DEADLINE_EXCEEDED):
                        self.problem = f"{error.code()}: {error.details()}"
                        return
                    if client is not None:
                        client.close()
                    client = None
                    time.sleep(0.02)
            if reply.HasField("refusal"):
                self.problem = str(reply)
                return
            self.done[marker] = reply
        if client is not None:
            client.close()

    def stop(self):
        self._ending.set()
        self.join(WAIT_S)


class Restart(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.data = pathlib.Path(scratch.name) / "data"
        # The same port afterwards: the clients look for central where it was.
        self.listen = f"127.0.0.1:{free_port()}"

    def start(self):
        central = CentralProcess(CENTRAL, SOURCE, self.data, "--listen", self.listen)
        self.addCleanup(lambda: central.process.poll() is None and central.process.kill())
        return central

    def restart(self, *options):
        """The command; its exit code and its answer."""
        done = subprocess.run([CENTRAL, "restart", self.data, "--by", "Drift", "--json", *options], capture_output=True,
                              text=True, timeout=60)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else {"problem": done.stderr}

    def notice(self, client):
        watch = client.watch()
        watch.read_until(1)
        watch.end()
        return watch.snapshot.notice

    def test_under_load_nothing_is_lost_and_nobody_is_surprised(self):
        central = self.start()
        with Client(self.listen, "kari") as client:
            claimed = client.execute(call("<krav>"))
            taken = client.execute(cmd.Command(claim_contact=cmd.ClaimContact(contact_id=claimed.contact_id)))
            self.assertFalse(taken.HasField("refusal"), taken)
            journal_id = client.journal_id
        workers = [Worker(self.listen, user) for user in ("kari", "ola", "liv")]
        screens = [Follower(lambda: self.listen, "ola", journal_id) for _ in range(3)]
        for thread in workers + screens:
            thread.start()
        with Client(self.listen) as admin:
            now_us = admin.status().now_us
            at_us = now_us + AHEAD_US
            planned = admin.admin.PlanRestart(admin_pb2.PlanRestartRequest(at_us=at_us, by="Drift"), timeout=WAIT_S)
            self.assertFalse(planned.HasField("refusal"), planned)
        for screen in screens:
            self.assertTrue(screen.wait_for(planned.revision, WAIT_S))
            told = [e for e in screen.events if e.WhichOneof("what") == "notice_changed"][-1]
            self.assertEqual(told.notice_changed.notice.restart_at_us, at_us)
            self.assertLess(told.at_us, at_us, "before it comes")
        # The last bookmark before the end says so: no screen takes it for a fault.
        with Client(self.listen, "ola") as last:
            watch = last.watch()
            with self.assertRaises((grpc.RpcError, StopIteration)):
                while True:
                    watch.read()
            self.assertTrue(watch.bookmarks[-1].draining)
            self.assertGreaterEqual(watch.bookmarks[-1].at_us, at_us, "not early")
        self.assertEqual(central.process.wait(WAIT_S), 0, "it ended by itself and in good order")
        before = sum(len(worker.done) for worker in workers)
        central = self.start()
        deadline = time.monotonic() + WAIT_S
        while sum(len(w.done) for w in workers) < before + 30 and time.monotonic() < deadline:
            time.sleep(0.05)
        for worker in workers:
            worker.stop()
            self.assertIsNone(worker.problem)
        self.assertGreaterEqual(sum(len(worker.done) for worker in workers), before + 30, "they work on")
        with Client(self.listen, "kari") as client:
            status = client.status()
            for screen in screens:
                self.assertTrue(screen.wait_for(status.revision, WAIT_S))
                self.assertGreaterEqual(screen.resumed, 1)
                screen.stop()
            self.assertEqual(self.notice(client).restart_at_us, 0, "it is over")
            watch = client.watch()
            watch.read_until(status.revision)
            watch.end()
            contacts = {contact.contact_id: contact for contact in watch.snapshot.contacts}
            self.assertEqual(contacts[claimed.contact_id].claim.by.user_id, "kari", "the claim is where it was")
        events = screens[0].events
        for screen in screens[1:]:
            self.assertEqual([e.revision for e in screen.events], [e.revision for e in events])
        found = {}
        for event in events:
            if event.WhichOneof("what") in ("call_answered", "call_rang") and event.personal.caller_name:
                found[event.personal.caller_name] = found.get(event.personal.caller_name, 0) + 1
        for worker in workers:
            for marker in worker.done:
                self.assertEqual(found.get(marker), 1, f"{marker} was acknowledged")
        self.assertTrue(all(count == 1 for count in found.values()), "nothing twice")
        self.assertEqual(central.end(), 0)
        self.assertTrue(verify(CENTRAL, self.data).get("ok"))

    def test_a_red_is_asked_about_first(self):
        central = self.start()
        with Client(self.listen, "kari") as client:
            contact = client.execute(call("<rød>"))
            assessed = client.execute(cmd.Command(assess_contact=cmd.AssessContact(
                contact_id=contact.contact_id, complaint_id="diffuse", level_id="akutt")))
            self.assertFalse(assessed.HasField("refusal"), assessed)
            code, answer = self.restart("--in", "5")
            self.assertEqual((code, answer["ok"]), (1, False))
            self.assertIn("--even-with-red", answer["problem"])
            self.assertEqual(self.notice(client).restart_at_us, 0)
            code, answer = self.restart("--in", "5", "--even-with-red")
            self.assertEqual((code, answer["ok"]), (0, True))
            self.assertRegex(answer["restart_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertGreater(self.notice(client).restart_at_us, client.status().now_us)
            code, answer = self.restart("--cancel")
            self.assertEqual((code, answer["restart_at"]), (0, None))
            self.assertEqual(self.notice(client).restart_at_us, 0)
        self.assertEqual(central.end(), 0)

    def test_what_cannot_be_is_told(self):
        central = self.start()
        for options in ((), ("--in", "5", "--cancel"), ("--at", "yesterday"), ("--in", "0")):
            self.assertEqual(self.restart(*options)[0], 2, options)
        self.assertEqual(self.restart("--at", "2020-01-01 07:00")[0], 1)
        done = subprocess.run([CENTRAL, "restart", self.data, "--in", "5"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2, "nobody restarts it without a name")
        with Client(self.listen, "ola") as client:
            answer = client.admin.PlanRestart(admin_pb2.PlanRestartRequest(at_us=1, by=""), metadata=client.metadata,
                                              timeout=WAIT_S)
            self.assertTrue(answer.HasField("refusal"), "the past")
        self.assertEqual(central.end(), 0)
        self.assertEqual(self.restart("--in", "5")[0], 3, "no central runs")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
