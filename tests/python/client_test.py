#!/usr/bin/env python3
"""A second implementation of the client: session, intake, watch, resume, resync and idempotent retry against a real
central. Made from proto/ and docs/ alone, in another language than central.

usage: client_test.py LEGEVAKT_CENTRAL SOURCE_DIR [unittest options]"""

import hashlib
import signal
import subprocess
import sys
import tempfile
import unittest
import uuid

CENTRAL, SOURCE = sys.argv[1:3]

import stubs  # noqa: E402

stubs.make(SOURCE)

import grpc  # noqa: E402
import journal_reader  # noqa: E402
from central_process import CentralProcess, verify  # noqa: E402
from client import Client, new_request_id, payload_hash, reason_of, request_of, stored  # noqa: E402
from legevakt.v1 import command_pb2 as cmd, common_pb2 as common, event_pb2 as ev, record_pb2 as rec  # noqa: E402
from legevakt.v1 import watch_pb2  # noqa: E402


def a_call(name):
    """A call that begins when it is answered, as without a telephony link."""
    return cmd.Command(record_call=cmd.RecordCall(
        kind=rec.CALL_KIND_PHONE, lane=rec.CALL_LANE_NORMAL, municipality="5037",
        personal=common.Personal(caller_name=name, phone="00000101")))


def a_note(contact_id, text):
    return cmd.Command(add_note=cmd.AddNote(contact_id=contact_id, text=text))


class WithCentral(unittest.TestCase):
    """Each test has a central and a data directory of its own."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="legevakt-python-")
        self.addCleanup(holder.cleanup)
        self.data = f"{holder.name}/data"
        self.central = CentralProcess(CENTRAL, SOURCE, self.data)
        self.addCleanup(lambda: self.central.end(signal.SIGKILL))
        self.kari = self.client("kari")

    def client(self, user_id, role=common.ROLE_OPERATOR):
        client = Client(self.central.address, user_id, role)
        self.addCleanup(client.close)
        return client

    def watch(self, client, journal_id="", after_revision=0):
        watch = client.watch(journal_id, after_revision)
        self.addCleanup(watch.end)
        return watch

    def done(self, response):
        self.assertFalse(response.HasField("refusal"), response)
        return response

    def refused(self, code, reason, call):
        """The call ends with this status and this reason in the trailing metadata."""
        with self.assertRaises(grpc.RpcError) as caught:
            call()
        self.assertEqual(caught.exception.code(), code)
        self.assertEqual(reason_of(caught.exception), reason)


class Sessions(WithCentral):
    def test_who_may_sign_in_and_who_is_signed_in(self):
        self.assertEqual(self.kari.actor.user_id, "kari")
        self.assertEqual(self.kari.actor.role, common.ROLE_OPERATOR)
        self.assertEqual(self.kari.actor.device, "python")
        self.assertRegex(self.kari.token, r"\A[0-9a-f]{32}\Z")
        self.refused(grpc.StatusCode.INVALID_ARGUMENT, "REASON_BAD_FIELD", lambda: self.client("nobody"))
        self.refused(grpc.StatusCode.INVALID_ARGUMENT, "REASON_BAD_FIELD",
                     lambda: self.client("kari", common.ROLE_DOCTOR))

    def test_without_a_session_nothing_is_done(self):
        stranger = self.client("")
        before = self.kari.status().revision
        for call in (lambda: stranger.execute(a_call("x")), lambda: stranger.watch().read()):
            self.refused(grpc.StatusCode.UNAUTHENTICATED, "REASON_NOT_SIGNED_IN", call)
        ola = self.client("ola")
        ola.close_session()
        self.refused(grpc.StatusCode.UNAUTHENTICATED, "REASON_NOT_SIGNED_IN", lambda: ola.execute(a_call("x")))
        self.assertEqual(self.kari.status().revision, before)


class Intake(WithCentral):
    def test_a_call_becomes_an_assessed_contact_on_every_screen(self):
        watch = self.watch(self.client("ola"))
        watch.read_bookmark()
        self.assertEqual(watch.snapshot.region.region_id, "innherred")
        self.assertEqual(len(watch.snapshot.contacts), 0)
        start = watch.snapshot.revision

        made = self.done(self.kari.execute(a_call("Innringer Innringersen")))
        self.assertGreater(made.call_id, start)
        self.assertGreater(made.contact_id, start)
        intake = rec.Intake(municipality="5037", sex=common.SEX_MALE, age_months=12 * 61,
                            relation=rec.CALLER_RELATION_NEXT_OF_KIN, airway_threat=common.TRI_NO,
                            breathing_trouble=common.TRI_NO, reduced_consciousness=common.TRI_NO)
        taken = self.done(self.kari.execute(cmd.Command(record_intake=cmd.RecordIntake(
            contact_id=made.contact_id, intake=intake, personal=common.Personal(name="Pasient Pasientsen")))))
        answers = [common.Answer(question_id="chest_pressure_now", tri=common.TRI_YES),
                   common.Answer(question_id="radiating_pain", tri=common.TRI_UNKNOWN)]
        assessed = self.done(self.kari.execute(cmd.Command(assess_contact=cmd.AssessContact(
            contact_id=made.contact_id, complaint_id="chest_pain", answers=answers))))
        self.assertLess(made.revision, taken.revision)
        self.assertLess(taken.revision, assessed.revision)

        watch.read_until(assessed.revision)
        what = [(event.WhichOneof("what"), event.actor.user_id) for event in watch.events]
        for expected in ("call_answered", "contact_opened", "intake_recorded", "contact_assessed"):
            self.assertEqual(what.count((expected, "kari")), 1, what)
        by_kind = {event.WhichOneof("what"): event for event in watch.events}
        self.assertEqual(by_kind["contact_opened"].revision, made.contact_id)
        self.assertEqual(by_kind["intake_recorded"].intake_recorded.intake, intake)
        self.assertEqual(by_kind["intake_recorded"].personal.name, "Pasient Pasientsen")
        assessment = by_kind["contact_assessed"].contact_assessed.assessment
        self.assertEqual(list(assessment.answers), answers)
        # Chest pressure at 61 is akutt in the tool's own rules.
        self.assertEqual((assessment.level_id, assessment.hastegrad), ("akutt", common.HASTEGRAD_AKUTT))

        # What a newcomer is told is what the watcher followed.
        newcomer = self.watch(self.client("liv"))
        newcomer.read_bookmark()
        self.assertGreaterEqual(newcomer.snapshot.revision, assessed.revision)
        contact = {contact.contact_id: contact for contact in newcomer.snapshot.contacts}[made.contact_id]
        self.assertEqual(contact.personal.name, "Pasient Pasientsen")
        self.assertEqual(contact.intake, intake)
        self.assertEqual(list(contact.call_ids), [made.call_id])
        self.assertEqual([one.level_id for one in contact.assessments], ["akutt"])
        self.assertEqual(contact.level_id, "akutt")

    def test_a_refusal_is_a_reply_and_changes_nothing(self):
        before = self.kari.status()
        refused = self.kari.execute(a_note(9_999_999, "til ingen"))
        self.assertEqual(refused.refusal.reason, common.REASON_UNKNOWN_CONTACT)
        after = self.kari.status()
        self.assertEqual((after.revision, after.state_hash), (before.revision, before.state_hash))

    def test_an_old_version_is_refused_with_who_changed_it(self):
        made = self.done(self.kari.execute(a_call("En")))
        self.done(self.client("ola").execute(a_note(made.contact_id, "ny opplysning")))
        # A note is always taken; what rests on what the user saw is not.
        intake = cmd.Command(record_intake=cmd.RecordIntake(contact_id=made.contact_id,
                                                            intake=rec.Intake(age_months=12 * 61)))
        refused = self.kari.execute(intake, expected_version=made.revision)
        self.assertEqual(refused.refusal.reason, common.REASON_STALE_VERSION)
        self.assertEqual({arg.key: arg.value for arg in refused.refusal.args}["who"], "Ola Sund")
        self.done(self.kari.execute(intake, expected_version=refused.revision))


class Watching(WithCentral):
    def follow_some(self, count):
        """A watch that has a snapshot and `count` calls after it."""
        watch = self.watch(self.kari)
        watch.read_bookmark()
        last = 0
        for number in range(count):
            last = self.done(self.kari.execute(a_call(f"Innringer {number}"))).revision
        return watch.read_until(last)

    def test_the_snapshot_is_the_state_that_the_hash_is_of(self):
        self.follow_some(3)
        for _ in range(20):
            newcomer = self.watch(self.client("ola"))
            newcomer.read_bookmark()
            status = self.kari.status()
            if status.revision == newcomer.snapshot.revision:
                break
        self.assertEqual(hashlib.blake2b(newcomer.snapshot_bytes, digest_size=32).hexdigest(), status.state_hash)
        self.assertEqual(newcomer.journal_id, status.journal_id)

    def test_the_events_are_the_journals_rows_byte_for_byte(self):
        self.follow_some(3)
        all_of_it = self.watch(self.client("ola"), self.kari.journal_id, 0)
        all_of_it.read_until(self.kari.status().revision)
        rows = []
        journal_reader.check(self.data, see=rows.append)
        for event, row in zip(all_of_it.events, rows):
            self.assertEqual(stored(event), (row.payload, row.personal), f"revision {row.rev}")
            # Canonical: written by C++ and by Python in the same bytes, with no field that the proto does not have.
            parsed = ev.Event.FromString(row.payload)
            self.assertEqual(parsed.SerializeToString(deterministic=True), row.payload)
            self.assertEqual(len(parsed.UnknownFields()), 0)
        self.assertGreaterEqual(len(rows), len(all_of_it.events))

    def test_a_watch_resumes_where_it_was_cut(self):
        watch = self.follow_some(2)
        had = list(watch.events)
        watch.end()
        last = self.done(self.kari.execute(a_call("Mens den var borte"))).revision
        resumed = self.watch(self.client("kari"), watch.journal_id, watch.applied).read_until(last)
        self.assertIsNone(resumed.snapshot)
        whole = self.watch(self.client("ola"), watch.journal_id, had[0].revision - 1).read_until(last)
        self.assertEqual(had + resumed.events, whole.events)
        # Again from the very same place: the same events.
        again = self.watch(self.client("liv"), watch.journal_id, watch.applied).read_until(last)
        self.assertEqual(again.events, resumed.events)

    def test_a_watch_resumes_over_a_restart(self):
        watch = self.follow_some(2)
        self.central.end(signal.SIGTERM)
        self.central = CentralProcess(CENTRAL, SOURCE, self.data)
        kari = self.client("kari")
        self.assertEqual(kari.journal_id, watch.journal_id)
        last = self.done(kari.execute(a_call("Etter omstart"))).revision
        resumed = self.watch(kari, watch.journal_id, watch.applied).read_until(last)
        self.assertIn("call_answered", [event.WhichOneof("what") for event in resumed.events])

    def test_the_end_is_announced(self):
        watch = self.follow_some(1)
        self.assertFalse(any(bookmark.draining for bookmark in watch.bookmarks))
        self.central.process.send_signal(signal.SIGTERM)
        with self.assertRaises(grpc.RpcError) as caught:
            watch.read_to_the_end()
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.assertTrue(watch.bookmarks[-1].draining)

    def test_a_future_revision_means_resync(self):
        journal_id, future = self.kari.journal_id, self.kari.status().revision + 1_000_000
        watch = self.watch(self.kari, journal_id, future).read_to_the_end()
        self.assertEqual(watch.resync.reason, watch_pb2.RESYNC_REASON_FUTURE_REVISION)
        self.assertEqual((watch.events, watch.bookmarks, watch.snapshot), ([], [], None))
        self.begins_afresh()

    def test_another_journal_means_resync(self):
        for journal_id in (str(uuid.uuid4()), "ikke en id"):
            watch = self.watch(self.kari, journal_id, 1).read_to_the_end()
            self.assertEqual(watch.resync.reason, watch_pb2.RESYNC_REASON_OTHER_JOURNAL)
            self.assertEqual((watch.events, watch.bookmarks, watch.snapshot), ([], [], None))
        self.begins_afresh()

    def test_what_each_hello_gets(self):
        """The table of docs/protocol.md, but for what is older than the window."""
        this, newest = self.kari.journal_id, self.kari.status().revision
        whole = self.watch(self.kari, this, 0).read_until(newest)
        self.assertEqual([event.revision for event in whole.events][:newest], list(range(1, newest + 1)))
        self.assertIsNone(whole.snapshot)
        from_here = self.watch(self.kari, this, newest)
        self.assertEqual(from_here.read_bookmark().revision, newest)
        self.assertEqual(from_here.events, [])
        for journal_id, after, reason in (("", newest, watch_pb2.RESYNC_REASON_OTHER_JOURNAL),
                                          (this, newest + 1_000_000, watch_pb2.RESYNC_REASON_FUTURE_REVISION),
                                          (this, -1, watch_pb2.RESYNC_REASON_FUTURE_REVISION)):
            self.assertEqual(self.watch(self.kari, journal_id, after).read_to_the_end().resync.reason, reason)

    def test_a_wall_board_sees_no_person(self):
        self.follow_some(1)
        wall = self.client("tavle", common.ROLE_WALLBOARD)
        events = self.watch(wall, wall.journal_id, 0)
        events.read_until(self.kari.status().revision)
        self.assertIn("call_answered", [event.WhichOneof("what") for event in events.events])
        self.assertFalse([event for event in events.events if event.HasField("personal")])
        board = self.watch(wall)
        board.read_bookmark()
        self.assertEqual(len(board.snapshot.contacts), 1)
        self.assertFalse(b"Innringer 0" in board.snapshot_bytes)

    def test_a_restored_journal_is_another_and_still_knows_its_requests(self):
        request = request_of(a_call("Før sikkerhetskopien"))
        first, old = self.done(self.kari.send(request)), self.kari.journal_id
        backup, restored = f"{self.data}-backup.db", f"{self.data}-restored"
        for arguments in (("backup", self.data, backup), ("restore", backup, restored)):
            subprocess.run([CENTRAL, *arguments], check=True, capture_output=True, timeout=60)
        self.central.end(signal.SIGTERM)
        self.central = CentralProcess(CENTRAL, SOURCE, restored)
        kari = self.client("kari")
        self.assertNotEqual(kari.journal_id, old)
        self.assertEqual(self.watch(kari, old, 1).read_to_the_end().resync.reason,
                         watch_pb2.RESYNC_REASON_OTHER_JOURNAL)
        self.assertEqual(kari.send(request), first)
        newcomer = self.watch(kari)
        newcomer.read_bookmark()
        self.assertEqual([contact.contact_id for contact in newcomer.snapshot.contacts], [first.contact_id])

    def begins_afresh(self):
        """What watch.proto asks for after a resync: Hello again without a journal_id."""
        again = self.watch(self.kari)
        again.read_bookmark()
        self.assertIsNotNone(again.snapshot)

    def test_an_ack_of_what_was_never_sent_ends_the_stream(self):
        watch = self.follow_some(1)
        watch.ack(watch.applied + 1_000_000)
        self.refused(grpc.StatusCode.INVALID_ARGUMENT, "REASON_BAD_FIELD", watch.read_to_the_end)


class BadBytes(WithCentral):
    """What no client of ours can send: the bytes are made by hand."""

    def send_bytes(self, data):
        call = self.kari.channel.unary_unary("/legevakt.v1.CommandService/Execute", request_serializer=bytes,
                                             response_deserializer=cmd.ExecuteResponse.FromString)
        return call(data, metadata=self.kari.metadata, timeout=20)

    def setUp(self):
        super().setUp()
        self.contact_id = self.done(self.kari.execute(a_call("Innringer"))).contact_id
        self.before = self.kari.status()

    def nothing_changed(self):
        after = self.kari.status()
        self.assertEqual((after.revision, after.state_hash), (self.before.revision, self.before.state_hash))

    def test_bytes_that_are_no_message(self):
        self.refused(grpc.StatusCode.UNIMPLEMENTED, "", lambda: self.send_bytes(b"\xff\xff\xff"))
        self.nothing_changed()

    def test_a_text_that_is_not_utf8(self):
        request = request_of(a_note(self.contact_id, "QQQQ")).SerializeToString()
        self.refused(grpc.StatusCode.UNIMPLEMENTED, "", lambda: self.send_bytes(request.replace(b"QQQQ", b"\xff\xfeQQ")))
        self.nothing_changed()

    def test_a_field_that_central_does_not_know(self):
        """It would be stored unread, past every limit, and shown to the wall board as no personal data."""
        intake = rec.Intake(municipality="5037")
        # Field 99, a text, at the end of the intake.
        intake.MergeFromString(b"\x9a\x06\x04Navn")
        request = request_of(cmd.Command(record_intake=cmd.RecordIntake(contact_id=self.contact_id, intake=intake)))
        self.assertIn(b"Navn", request.SerializeToString())
        refused = self.kari.send(request).refusal
        self.assertEqual((refused.reason, refused.args[0].value), (common.REASON_BAD_FIELD, "record_intake.intake.99"))
        self.nothing_changed()

    def test_a_question_that_is_answered_twice(self):
        """One of the two would be overlooked, and it could be the worse one."""
        answers = [common.Answer(question_id="cold_sweat", tri=tri) for tri in (common.TRI_YES, common.TRI_NO)]
        for order in (answers, answers[::-1], [answers[0]] * 2):
            refused = self.kari.execute(cmd.Command(assess_contact=cmd.AssessContact(
                contact_id=self.contact_id, complaint_id="chest_pain", answers=order))).refusal
            self.assertEqual((refused.reason, refused.args[0].value), (common.REASON_UNKNOWN_QUESTION, "cold_sweat"))
        self.nothing_changed()


class Retry(WithCentral):
    def test_the_same_request_gives_the_same_reply_and_no_second_event(self):
        request = request_of(a_call("Bare en gang"))
        first = self.done(self.kari.send(request))
        before = self.kari.status().revision
        again = [self.kari.send(request), self.client("kari").send(request)]
        for reply in again:
            self.assertEqual(reply.SerializeToString(deterministic=True), first.SerializeToString(deterministic=True))
        after = self.watch(self.kari, self.kari.journal_id, before - 1).read_until(before)
        after.read_bookmark()
        self.assertEqual([e.revision for e in after.events if e.actor.user_id == "kari" and e.revision > before], [])
        names = []
        journal_reader.check(self.data, see=lambda row: names.append(b"Bare en gang" in (row.personal or b"")))
        self.assertEqual(names.count(True), 1)

    def test_a_refusal_is_repeated_as_it_was(self):
        made = self.done(self.kari.execute(a_call("En")))
        request = request_of(a_note(made.contact_id + 1_000_000, "til ingen"))
        first = self.kari.send(request)
        self.assertTrue(first.HasField("refusal"))
        self.done(self.kari.execute(a_call("To")))
        self.assertEqual(self.kari.send(request), first)

    def test_requests_sent_at_the_same_time_are_one(self):
        request = request_of(a_call("Sendt ti ganger"))
        clients = [self.client("kari") for _ in range(5)]
        futures = [client.send_later(request) for client in clients for _ in range(2)]
        replies = set()
        for future in futures:
            # Of those that wait for one answer, central holds the newest four: the others ask again.
            if future.exception() is None:
                reply = future.result()
            else:
                self.assertEqual(future.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
                reply = self.kari.send(request)
            replies.add(reply.SerializeToString(deterministic=True))
        self.assertEqual(len(replies), 1)
        names = []
        journal_reader.check(self.data, see=lambda row: names.append(b"Sendt ti ganger" in (row.personal or b"")))
        self.assertEqual(names.count(True), 1)

    def test_other_bytes_or_another_user_are_refused(self):
        request = request_of(a_call("Den første"))
        first = self.done(self.kari.send(request))
        before = self.kari.status().revision
        same_id = request.request_id
        for client, other in ((self.kari, request_of(a_call("En annen"), same_id)),
                              (self.kari, request_of(a_call("Den første"), same_id, expected_version=1)),
                              (self.client("ola"), request)):
            self.refused(grpc.StatusCode.INVALID_ARGUMENT, "REASON_REQUEST_ID_REUSED", lambda: client.send(other))
        self.assertEqual(self.kari.send(request), first)
        self.assertEqual(self.kari.status().revision, before)

    def test_a_request_id_that_is_no_uuid_is_refused(self):
        for bad in ("", "1", new_request_id().upper(), new_request_id() + "0", "{" + new_request_id()[2:] + "}"):
            request = cmd.ExecuteRequest(request_id=bad, command=a_call("x"))
            self.refused(grpc.StatusCode.INVALID_ARGUMENT, "REASON_REQUEST_ID_MALFORMED",
                         lambda: self.kari.send(request))

    def test_a_reply_is_kept_over_a_restart_and_lies_in_the_journal(self):
        requests = [request_of(a_call("Før")), request_of(a_note(9_999_999, "til ingen"))]
        told = [(request, self.kari.send(request)) for request in requests]
        self.assertEqual(self.central.end(signal.SIGTERM), 0)
        found = journal_reader.check(self.data, [
            {"request_id": request.request_id, "user_id": "kari", "payload_hash": payload_hash(request),
             "response": reply.SerializeToString(deterministic=True).hex()} for request, reply in told])
        self.assertEqual(found.acknowledged, 2)
        self.assertEqual(verify(CENTRAL, self.data)["events"], found.events)
        self.central = CentralProcess(CENTRAL, SOURCE, self.data)
        kari = self.client("kari")
        for request, reply in told:
            self.assertEqual(kari.send(request), reply)
            self.refused(grpc.StatusCode.INVALID_ARGUMENT, "REASON_REQUEST_ID_REUSED",
                         lambda: kari.send(request_of(a_call("Noe annet"), request.request_id)))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
