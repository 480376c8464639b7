"""A client of central, written from proto/ and docs/ alone: sessions, commands and the watch.

Import after stubs.make(). Synchronous gRPC; every call has a deadline, so that no test can hang."""

import hashlib
import queue
import threading
import uuid

import grpc
from legevakt.v1 import (admin_pb2, admin_pb2_grpc, command_pb2, command_pb2_grpc, common_pb2, event_pb2, record_pb2,
                         session_pb2, session_pb2_grpc, watch_pb2, watch_pb2_grpc)

CALL_S = 20
WATCH_S = 120
REASON_KEY = "legevakt-reason"


def new_request_id():
    return str(uuid.uuid4())


def request_of(command, request_id=None, expected_version=0):
    return command_pb2.ExecuteRequest(request_id=request_id or new_request_id(), expected_version=expected_version,
                                      command=command)


def payload_hash(request):
    """The hash that the journal keeps of a request: docs/durability.md, "reply"."""
    bare = command_pb2.ExecuteRequest()
    bare.CopyFrom(request)
    bare.ClearField("request_id")
    return hashlib.blake2b(bare.SerializeToString(deterministic=True), digest_size=32).hexdigest()


def reason_of(error):
    """The name of the Reason that comes with a status other than OK; "" for none."""
    return dict(error.trailing_metadata() or ()).get(REASON_KEY, "")


class Client:
    """One connection and one session."""

    def __init__(self, address, user_id="", role=common_pb2.ROLE_OPERATOR):
        self.channel = grpc.insecure_channel(address, options=[
            # Connections to one address are shared by a process otherwise, and a retry would be gRPC's, not ours.
            ("grpc.use_local_subchannel_pool", 1), ("grpc.enable_retries", 0)])
        self.sessions = session_pb2_grpc.SessionServiceStub(self.channel)
        self.commands = command_pb2_grpc.CommandServiceStub(self.channel)
        self.watches = watch_pb2_grpc.WatchServiceStub(self.channel)
        self.admin = admin_pb2_grpc.AdminServiceStub(self.channel)
        self.user_id, self.metadata, self.journal_id = user_id, (), ""
        if user_id:
            opened = self.sessions.Open(session_pb2.OpenRequest(user_id=user_id, role=role, device="python"),
                                        timeout=CALL_S)
            self.metadata = (("authorization", f"Bearer {opened.token}"),)
            self.journal_id, self.actor, self.token = opened.journal_id, opened.actor, opened.token

    def execute(self, command, request_id=None, expected_version=0):
        return self.send(request_of(command, request_id, expected_version))

    def send(self, request):
        return self.commands.Execute(request, metadata=self.metadata, timeout=CALL_S)

    def send_later(self, request):
        return self.commands.Execute.future(request, metadata=self.metadata, timeout=CALL_S)

    def status(self):
        return self.admin.GetStatus(admin_pb2.GetStatusRequest(), metadata=self.metadata, timeout=CALL_S)

    def watch(self, journal_id="", after_revision=0):
        return Watch(self, journal_id, after_revision)

    def close_session(self):
        self.sessions.Close(session_pb2.CloseRequest(), metadata=self.metadata, timeout=CALL_S)

    def close(self):
        self.channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Watch:
    """One watch stream. Checks the guarantees of watch.proto at each message, and acknowledges each batch.

    `snapshot` and `snapshot_bytes` where one came; `events` in order; `applied` is the last revision held;
    `resync` is set where the server asked for it, and the stream has ended then."""

    def __init__(self, client, journal_id, after_revision):
        self._out = queue.SimpleQueue()
        self._out.put(watch_pb2.WatchRequest(hello=watch_pb2.Hello(journal_id=journal_id,
                                                                   after_revision=after_revision)))
        self._call = client.watches.Watch(iter(self._out.get, None), metadata=client.metadata, timeout=WATCH_S)
        self.journal_id, self.applied = journal_id, after_revision
        self.snapshot, self.snapshot_bytes, self.events, self.resync = None, b"", [], None
        self.bookmarks, self._parts = [], b""
        self._awaits_snapshot = not journal_id and after_revision == 0

    def ack(self, revision):
        self._out.put(watch_pb2.WatchRequest(ack=watch_pb2.Ack(applied_revision=revision)))

    def read(self):
        """Takes one message. Raises grpc.RpcError where the stream broke, StopIteration where it ended well."""
        response = next(self._call)
        what = response.WhichOneof("what")
        assert self.resync is None, f"{what} after a resync"
        if what == "snapshot":
            self._take_snapshot(response.snapshot)
        elif what == "batch":
            self._take_batch(response.batch)
        elif what == "batch_part":
            self._take_part(response.batch_part)
        elif what == "bookmark":
            self._take_bookmark(response.bookmark)
        elif what == "resync":
            self.resync = response.resync
        else:
            raise AssertionError(f"a message that watch.proto does not know: {response}")
        return what

    def read_until(self, revision):
        while self.applied < revision:
            self.read()
        return self

    def read_bookmark(self):
        while self.read() != "bookmark":
            pass
        return self.bookmarks[-1]

    def read_to_the_end(self):
        try:
            while True:
                self.read()
        except StopIteration:
            return self

    def end(self):
        self._out.put(None)
        self._call.cancel()

    def _take_snapshot(self, chunk):
        assert self._awaits_snapshot, "a snapshot that nobody asked for"
        assert not self.bookmarks and not self.events, "a snapshot after something else"
        self._check_journal(chunk.journal_id)
        self.snapshot_bytes += chunk.data
        if not chunk.last:
            return
        self._awaits_snapshot = False
        self.snapshot = record_pb2.StateSnapshot.FromString(self.snapshot_bytes)
        assert self.snapshot.revision == chunk.revision, "the snapshot's revision is not its chunk's"
        self.applied = chunk.revision
        self.ack(self.applied)

    def _take_part(self, chunk):
        self._check_journal(chunk.journal_id)
        self._parts += chunk.data
        if chunk.last:
            batch, self._parts = watch_pb2.EventBatch.FromString(self._parts), b""
            assert batch.last_revision == chunk.revision, "the batch's revision is not its chunk's"
            self._take_batch(batch)

    def _take_batch(self, batch):
        assert not self._awaits_snapshot, "events before the snapshot"
        assert not self._parts, "a batch in the middle of another"
        revisions = [event.revision for event in batch.events]
        expected = list(range(self.applied + 1, self.applied + 1 + len(revisions)))
        assert revisions and revisions == expected, f"after {self.applied} came {revisions}"
        assert (batch.first_revision, batch.last_revision) == (revisions[0], revisions[-1]), "the batch's bounds lie"
        self.events.extend(batch.events)
        self.applied = batch.last_revision
        self.ack(self.applied)

    def _take_bookmark(self, bookmark):
        assert not self._awaits_snapshot and not self._parts, "a bookmark before what it vouches for"
        self._check_journal(bookmark.journal_id)
        assert bookmark.revision == self.applied, f"a bookmark of {bookmark.revision}, and {self.applied} was sent"
        if self.bookmarks:
            assert bookmark.at_us >= self.bookmarks[-1].at_us, "engine time went back"
        self.bookmarks.append(bookmark)

    def _check_journal(self, journal_id):
        self.journal_id = self.journal_id or journal_id
        assert journal_id == self.journal_id, "another journal in the middle of a stream"


class Follower(threading.Thread):
    """Holds every event from the first revision on, through any number of disconnects: reconnects to the address
    that `address()` gives and resumes after the last event it has. Also counts how often it resumed.

    It starts from revision 0 of a known journal, not from a snapshot, so that it has all events."""

    def __init__(self, address, user_id, journal_id):
        super().__init__(daemon=True)
        self._address, self._user_id, self._journal_id = address, user_id, journal_id
        self._ending = threading.Event()
        self._moved = threading.Condition()
        self._at = None
        self.events, self.resumed, self.problem = [], 0, None

    def run(self):
        try:
            while not self._ending.is_set():
                self._follow()
        except Exception as error:  # told by whoever joins
            self.problem = error
        with self._moved:
            self._moved.notify_all()

    def _follow(self):
        address = self._address()
        try:
            with Client(address, self._user_id) as client:
                self._watch = watch = client.watch(self._journal_id, len(self.events))
                with self._moved:
                    self._at, self.resumed = address, self.resumed + bool(self.events)
                    self._moved.notify_all()
                while not self._ending.is_set():
                    before = len(watch.events)
                    watch.read()
                    assert watch.resync is None, f"told to resync: {watch.resync}"
                    with self._moved:
                        self.events.extend(watch.events[before:])
                        self._moved.notify_all()
        except (grpc.RpcError, StopIteration):
            # Central is away. The next try comes when it may be back.
            self._ending.wait(0.05)

    def wait_for(self, revision, seconds):
        """True as soon as it holds this revision."""
        return self._wait(lambda: len(self.events) >= revision, seconds)

    def wait_until_at(self, address, seconds):
        """True as soon as it watches there."""
        return self._wait(lambda: self._at == address, seconds)

    def _wait(self, there, seconds):
        with self._moved:
            self._moved.wait_for(lambda: there() or self.problem, seconds)
        if self.problem:
            raise self.problem
        return there()

    def stop(self):
        self._ending.set()
        self._watch.end()
        self.join(CALL_S)
        if self.problem:
            raise self.problem


def stored(event):
    """An event as the journal stores it: (payload without personal data, personal or None)."""
    bare = event_pb2.Event()
    bare.CopyFrom(event)
    bare.ClearField("personal")
    personal = event.personal.SerializeToString(deterministic=True) if event.HasField("personal") else None
    return bare.SerializeToString(deterministic=True), personal
