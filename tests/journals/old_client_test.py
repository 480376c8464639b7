#!/usr/bin/env python3
"""A client of a version before, made from the protos that are kept of it, against this central: intake, assessment,
snapshot and live events, also of kinds that it does not know, resume and idempotent retry. And those protos are a part
of this version's: nothing in them was taken away, renumbered or made another type.

  old_client_test.py LEGEVAKT_CENTRAL SOURCE_DIR VERSION
"""

import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

CENTRAL, SOURCE, VERSION = sys.argv[1:4]
HERE = pathlib.Path(__file__).resolve().parent
OLD = HERE / VERSION
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests/python"))

import stubs  # noqa: E402

# Only those: a process has one legevakt.v1.
stubs.make(OLD)

import grpc  # noqa: E402
from central_process import CentralProcess  # noqa: E402
from client import Client, reason_of, request_of  # noqa: E402
from google.protobuf import descriptor_pb2  # noqa: E402
from legevakt.v1 import command_pb2 as cmd, common_pb2 as common, event_pb2 as ev, record_pb2 as rec  # noqa: E402

Field = descriptor_pb2.FieldDescriptorProto


def described(source):
    """The files of a version's protos."""
    proto = pathlib.Path(source) / "proto"
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["protoc", f"--proto_path={proto}", f"--descriptor_set_out={out.name}",
                        *sorted(map(str, proto.glob("legevakt/v1/*.proto")))], check=True)
        return descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(out.name).read_bytes())


def parts(files):
    """All that one who reads or writes a message relies on: name -> what it is."""
    found = {}

    def take(scope, messages, enums):
        for message in messages:
            name = f"{scope}.{message.name}"
            found[name] = "message"
            for field in message.field:
                group = message.oneof_decl[field.oneof_index].name if field.HasField("oneof_index") else ""
                found[f"{name}#{field.number}"] = (field.name, Field.Type.Name(field.type), field.type_name,
                                                   Field.Label.Name(field.label), group)
            take(name, message.nested_type, message.enum_type)
        for enum in enums:
            for value in enum.value:
                found[f"{scope}.{enum.name}#{value.number}"] = value.name

    for file in files.file:
        take(file.package, file.message_type, file.enum_type)
        for service in file.service:
            for method in service.method:
                found[f"{file.package}.{service.name}/{method.name}"] = (
                    method.input_type, method.output_type, method.client_streaming, method.server_streaming)
    return found


def lacking(old, new):
    """What of the old is gone, or is something else now."""
    there = parts(new)
    return [f"{name}: {what}, and now {there.get(name)}" for name, what in parts(old).items() if there.get(name) != what]


class Protos(unittest.TestCase):
    def test_all_of_the_old_ones_is_in_the_new_ones(self):
        old, new = described(OLD), described(SOURCE)
        self.assertGreater(len(parts(old)), 500)
        self.assertEqual(lacking(old, new), [])

    def test_what_is_taken_away_or_changed_is_missed(self):
        old = described(OLD)
        for change in (lambda m: m.field.pop(), lambda m: setattr(m.field[0], "number", 999),
                       lambda m: setattr(m.field[0], "type", Field.TYPE_BYTES),
                       lambda m: setattr(m.field[0], "name", "another"),
                       lambda m: setattr(m.field[0], "label", Field.LABEL_REPEATED)):
            new = described(OLD)
            for file in new.file:
                if file.name.endswith("/event.proto"):
                    change(file.message_type[0])
            self.assertEqual(len(lacking(old, new)), 1)


def a_call(name):
    return cmd.Command(record_call=cmd.RecordCall(
        kind=rec.CALL_KIND_PHONE, lane=rec.CALL_LANE_NORMAL, municipality="5037",
        personal=common.Personal(caller_name=name, phone="00000101")))


class OldClient(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="legevakt-old-client-")
        self.addCleanup(holder.cleanup)
        self.data = f"{holder.name}/data"
        self.start()
        self.addCleanup(lambda: self.central.end(signal.SIGKILL))
        self.kari = self.client("kari")

    def start(self):
        self.central = CentralProcess(CENTRAL, SOURCE, self.data)

    def client(self, user_id):
        client = Client(self.central.address, user_id)
        self.addCleanup(client.close)
        return client

    def watch(self, client, journal_id="", after_revision=0):
        watch = client.watch(journal_id, after_revision)
        self.addCleanup(watch.end)
        return watch

    def done(self, response):
        self.assertFalse(response.HasField("refusal"), response)
        return response

    def assessed(self):
        """A contact with an intake, a note and an assessment: (contact_id, the note's revision)."""
        made = self.done(self.kari.execute(a_call("Innringer Innringersen")))
        self.done(self.kari.execute(cmd.Command(record_intake=cmd.RecordIntake(
            contact_id=made.contact_id,
            intake=rec.Intake(municipality="5037", sex=common.SEX_MALE, age_months=12 * 61,
                              airway_threat=common.TRI_NO, breathing_trouble=common.TRI_NO,
                              reduced_consciousness=common.TRI_NO),
            personal=common.Personal(name="Pasient Pasientsen")))))
        note = self.done(self.kari.execute(cmd.Command(add_note=cmd.AddNote(contact_id=made.contact_id,
                                                                            text="naboen ringer også"))))
        self.done(self.kari.execute(cmd.Command(assess_contact=cmd.AssessContact(
            contact_id=made.contact_id, complaint_id="chest_pain",
            answers=[common.Answer(question_id="chest_pressure_now", tri=common.TRI_YES)]))))
        return made.contact_id, note.revision

    def news(self, contact_id, note):
        """This version's client does what this one does not know; the last revision."""
        done = subprocess.run([sys.executable, HERE / "news.py", self.central.address, SOURCE, str(contact_id), str(note)],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return int(done.stdout)

    def test_a_call_becomes_an_assessed_contact(self):
        watch = self.watch(self.client("ola"))
        watch.read_bookmark()
        contact_id, _ = self.assessed()
        watch.read_until(self.kari.status().revision)
        what = [event.WhichOneof("what") for event in watch.events]
        for expected in ("call_answered", "contact_opened", "intake_recorded", "contact_assessed"):
            self.assertEqual(what.count(expected), 1, what)
        newcomer = self.watch(self.client("liv"))
        newcomer.read_bookmark()
        contact = {one.contact_id: one for one in newcomer.snapshot.contacts}[contact_id]
        self.assertEqual(contact.personal.name, "Pasient Pasientsen")
        self.assertEqual((contact.level_id, contact.hastegrad), ("akutt", common.HASTEGRAD_AKUTT))
        refused = self.kari.execute(cmd.Command(add_note=cmd.AddNote(contact_id=9_999_999, text="til ingen")))
        self.assertEqual(refused.refusal.reason, common.REASON_UNKNOWN_CONTACT)

    def test_events_that_it_does_not_know_break_nothing(self):
        contact_id, note = self.assessed()
        watch = self.watch(self.client("liv"))
        watch.read_bookmark()
        last = self.news(contact_id, note)
        watch.read_until(last)
        unknown = [event for event in watch.events if event.WhichOneof("what") is None]
        self.assertGreaterEqual(len(unknown), 3, watch.events)
        for event in unknown:
            self.assertIn(event.actor.user_id, ("kari", "ola"))
            self.assertEqual(ev.Event.FromString(event.SerializeToString()), event)
        # It goes on: what it knows comes after them, in its place.
        known = self.done(self.client("ola").execute(a_call("Etter det nye")))
        watch.read_until(known.revision)
        self.assertIn("call_answered", [event.WhichOneof("what") for event in watch.events])
        self.assertEqual(watch.read_bookmark().revision, watch.applied)

        # Resumed from before them, it is told the same; and a snapshot with what came of them can be read.
        watch.end()
        again = self.watch(self.client("ola"), watch.journal_id, watch.events[0].revision - 1)
        again.read_until(watch.applied)
        self.assertEqual(again.events[:len(watch.events)], watch.events)
        newcomer = self.watch(self.client("kari"))
        newcomer.read_bookmark()
        self.assertGreaterEqual(len({one.contact_id for one in newcomer.snapshot.contacts}), 3)

    def test_a_watch_and_a_retry_go_on_over_a_restart(self):
        request = request_of(a_call("Før omstarten"))
        first = self.done(self.kari.send(request))
        watch = self.watch(self.kari)
        watch.read_bookmark()
        self.assertEqual(self.kari.send(request), first)
        self.assertEqual(self.central.end(signal.SIGKILL), -signal.SIGKILL)
        self.start()
        kari = self.client("kari")
        self.assertEqual(kari.journal_id, watch.journal_id)
        before = kari.status().open_contacts
        self.assertEqual(kari.send(request), first)
        self.assertEqual(kari.status().open_contacts, before)
        with self.assertRaises(grpc.RpcError) as caught:
            kari.send(request_of(a_call("Noe annet"), request.request_id))
        self.assertEqual(reason_of(caught.exception), "REASON_REQUEST_ID_REUSED")
        last = self.done(kari.execute(a_call("Etter omstarten"))).revision
        resumed = self.watch(kari, watch.journal_id, watch.applied).read_until(last)
        self.assertIsNone(resumed.snapshot)
        self.assertIn("call_answered", [event.WhichOneof("what") for event in resumed.events])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
