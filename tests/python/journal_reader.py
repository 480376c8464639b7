#!/usr/bin/env python3
"""A second reader of the journal: says whether it is whole, and where it is not. Shares no code with central.

Written from docs/durability.md ("The file") and the comments in proto/, with Python's own library only. Reads a data
directory, dead or live, or a single file such as a backup, and never writes: a dead journal with a log is read in a
private copy.

usage: journal_reader.py [--acknowledged FILE] [--json] DIR|FILE
FILE has one JSON object a line: what a client was told. {"request_id", "user_id", "payload_hash", "response"}, the
response in hex. Each must have exactly one reply in the journal, byte for byte.
Exit codes as of legevakt-central: 0 whole, 1 not whole (position and reason on stdout), 2 wrong use.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import sys
import tempfile
from dataclasses import dataclass

import journal_log

APPLICATION_ID = 0x4C564B54
FORMAT_VERSION = 1
NO_HASH = bytes(32)

TABLES = ("meta", "event", "reply")
# As docs/durability.md has it.
SCHEMA = """
CREATE TABLE meta(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  format_version INTEGER NOT NULL,
  journal_id TEXT NOT NULL,
  restored_from TEXT NOT NULL,
  head_rev INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK(length(head_hash) = 32)
) STRICT;
CREATE TABLE event(
  rev INTEGER PRIMARY KEY,
  at_us INTEGER NOT NULL,
  payload BLOB NOT NULL,
  personal BLOB,
  prev_hash BLOB NOT NULL CHECK(length(prev_hash) = 32),
  hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT;
CREATE TABLE reply(
  id INTEGER PRIMARY KEY,
  request_id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  payload_hash TEXT NOT NULL,
  response BLOB NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;
CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_never_goes BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_has_no_gap BEFORE INSERT ON event
WHEN NEW.rev <> coalesce((SELECT max(rev) FROM event), 0) + 1
BEGIN SELECT RAISE(ABORT, 'the journal has no gap'); END;
CREATE TRIGGER reply_only_once BEFORE INSERT ON reply
WHEN EXISTS(SELECT 1 FROM reply WHERE request_id = NEW.request_id AND at_us > NEW.at_us - 86340000000)
BEGIN SELECT RAISE(ABORT, 'the request was answered before'); END;
"""
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Magic, maker, revision, the journal's hash, the state's hash; then the hash of these, and the state.
SNAPSHOT_MAGIC, SNAPSHOT_HEAD = b"LVKTSNP1", 8 + 64 + 8 + 32 + 32
HEX_HASH = re.compile(r"[0-9a-f]{64}")
# Fields of legevakt.v1.Event and ExecuteResponse, by number.
EVENT_REVISION, EVENT_AT_US, EVENT_PERSONAL, EVENT_WHAT_MIN = 1, 2, 4, 10
RESPONSE_REVISION, RESPONSE_IDS, RESPONSE_REFUSAL = 1, (2, 3, 4), 5


class Fault(Exception):
    """The first thing that is wrong. `revision` is None where it lies outside the events."""

    def __init__(self, position, reason, revision=None):
        super().__init__(f"{position}: {reason}")
        self.position, self.reason, self.revision = position, reason, revision


@dataclass
class Whole:
    journal_id: str
    events: int
    replies: int
    snapshots: int
    head_hash: str
    acknowledged: int


@dataclass
class Row:
    rev: int
    at_us: int
    payload: bytes
    personal: bytes | None


# --- protobuf's wire format, as far as it is needed ------------------------------------------------------------

def varint(data, at):
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & (1 << 64) - 1, at
    raise ValueError("a number that does not end")


def signed(value):
    return value - (1 << 64) if value >> 63 else value


def wire_fields(data):
    """The top-level fields of a message: [(number, value)], an int for a number and bytes for all else."""
    found, at = [], 0
    while at < len(data):
        key, at = varint(data, at)
        number, kind = key >> 3, key & 7
        if number == 0:
            raise ValueError("a field without a number")
        if kind == 0:
            value, at = varint(data, at)
        else:
            if kind == 2:
                size, at = varint(data, at)
            elif kind in (1, 5):
                size = 8 if kind == 1 else 4
            else:
                raise ValueError(f"a field of the unknown kind {kind}")
            if at + size > len(data):
                raise ValueError("a field that is cut off")
            value, at = data[at:at + size], at + size
        found.append((number, value))
    return found


def number_field(fields, number):
    """A number of an int64 field; absent means 0, and the last one counts."""
    values = [value for n, value in fields if n == number]
    if any(not isinstance(value, int) for value in values):
        raise ValueError(f"field {number} is no number")
    return signed(values[-1]) if values else 0


# --- the file ----------------------------------------------------------------------------------------------

def file_of(path):
    path = pathlib.Path(path)
    return path / "journal.db" if path.is_dir() else path


def log_of(file):
    return file.with_name(file.name + "-wal")


def lock_shared(path):
    """Holds it until it is closed, or says that a central has it."""
    held = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held


@contextlib.contextmanager
def uri_of(file):
    """What SQLite is to open so that nothing changes: it deletes the log beside an empty file, also where it only reads,
    and may write an index or a log beside one that nobody serves."""
    if not file.is_file() and not log_of(file).exists():
        raise FileNotFoundError(file)
    # One byte is none, for SQLite.
    if not file.is_file() or file.stat().st_size <= 1:
        left = f", and {log_of(file).name} is left of it" if log_of(file).exists() else ""
        raise Fault("file", f"{file.name} is empty or gone{left}")
    with contextlib.ExitStack() as held:
        try:
            for path in (file.parent, file.parent / "lock"):
                if path.exists():
                    held.callback(os.close, lock_shared(path))
        except BlockingIOError:
            # Beside a running central: with its locks and its index.
            yield file.resolve().as_uri() + "?mode=ro"
            return
        if log_of(file).exists() and log_of(file).stat().st_size > 0:
            copy = pathlib.Path(held.enter_context(tempfile.TemporaryDirectory(prefix="journal-reader-")))
            for one in (file, log_of(file)):
                shutil.copyfile(one, copy / one.name)
            yield (copy / file.name).as_uri() + "?mode=ro"
        else:
            yield file.resolve().as_uri() + "?immutable=1"


@contextlib.contextmanager
def open_read_only(path):
    with uri_of(file_of(path)) as uri, contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as db:
        db.execute("PRAGMA query_only = ON")
        yield db


def objects(db):
    """What lies on the three tables: name -> kind and SQL, spaces alike."""
    rows = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE tbl_name IN (?, ?, ?)", TABLES)
    return {name: (kind, " ".join((sql or "").split())) for kind, name, sql in rows}


def check_schema(db):
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise Fault("schema", "this is not a journal of legevakt: its application_id is another")
    with contextlib.closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(SCHEMA)
        wanted = objects(fresh)
    found = objects(db)
    for name, made in wanted.items():
        if name not in found:
            raise Fault("schema", f"the {made[0]} {name} is missing")
        if found[name] != made:
            raise Fault("schema", f"the {made[0]} {name} is another: {found[name][1]}")
    for name in found:
        if name not in wanted:
            raise Fault("schema", f"{name} does not belong there")


def read_meta(db):
    rows = db.execute("SELECT id, format_version, journal_id, restored_from, head_rev, head_hash FROM meta").fetchall()
    if len(rows) != 1 or rows[0][0] != 1:
        raise Fault("meta", f"has {len(rows)} rows, not the one with id 1")
    _, version, journal_id, restored_from, head_rev, head_hash = rows[0]
    if version != FORMAT_VERSION:
        raise Fault("meta", f"the format version is {version}, and this reader knows {FORMAT_VERSION}")
    if not UUID.fullmatch(str(journal_id)) or (restored_from and not UUID.fullmatch(str(restored_from))):
        raise Fault("meta", "the journal has no id")
    if not isinstance(head_rev, int) or head_rev < 0 or not isinstance(head_hash, bytes) or len(head_hash) != 32:
        raise Fault("meta", "the head is not readable")
    return journal_id, head_rev, head_hash


def number(value):
    return value.to_bytes(8, "little", signed=True)


def chain_hash(prev_hash, row):
    tail = number(-1) if row.personal is None else number(len(row.personal)) + row.personal
    stored = prev_hash + number(row.rev) + number(row.at_us) + number(len(row.payload)) + row.payload + tail
    return hashlib.blake2b(stored, digest_size=32).digest()


def check_event(row, last_at_us):
    """The payload is an Event of this revision and time without personal data; `personal` is a Personal."""
    try:
        fields = wire_fields(row.payload)
        revision, at_us = number_field(fields, EVENT_REVISION), number_field(fields, EVENT_AT_US)
        for _, value in wire_fields(row.personal or b""):
            if not isinstance(value, bytes):
                raise ValueError("the personal data hold something that is no text")
            value.decode("utf-8")
    except ValueError as error:
        raise Fault(f"revision {row.rev}", f"its bytes are no event: {error}", row.rev) from None
    if (revision, at_us) != (row.rev, row.at_us):
        raise Fault(f"revision {row.rev}", f"its payload is of revision {revision} at {at_us}", row.rev)
    if any(n == EVENT_PERSONAL for n, _ in fields):
        raise Fault(f"revision {row.rev}", "personal data lie in the payload", row.rev)
    if not any(n >= EVENT_WHAT_MIN for n, _ in fields):
        raise Fault(f"revision {row.rev}", "it does not say what happened", row.rev)
    if row.at_us < last_at_us:
        raise Fault(f"revision {row.rev}", "its time is before that of the revision before", row.rev)


def check_types(rev, values):
    kinds = [(int,), (int,), (bytes,), (bytes, type(None)), (bytes,), (bytes,)]
    if not all(isinstance(value, kind) for value, kind in zip(values, kinds)):
        raise Fault(f"revision {rev}", "a value is not of its column's type", rev)


def scan(db, head_rev, head_hash, see):
    """Every event in order, each linked to the one before, up to the head and no further."""
    last_hash, last_rev, last_at_us = NO_HASH, 0, 0
    rows = db.execute("SELECT rev, at_us, payload, personal, prev_hash, hash FROM event ORDER BY rev")
    while True:
        here = f"revision {last_rev + 1}"
        try:
            values = rows.fetchone()
        except sqlite3.Error as error:
            raise Fault(here, f"cannot be read: {error}", last_rev + 1) from None
        if values is None:
            break
        check_types(last_rev + 1, values)
        row, prev_hash, stored = Row(*values[:4]), values[4], values[5]
        if row.rev != last_rev + 1:
            raise Fault(here, f"is missing: revision {row.rev} comes next", last_rev + 1)
        if prev_hash != last_hash:
            raise Fault(here, "does not point at the revision before it", row.rev)
        last_hash = chain_hash(last_hash, row)
        if stored != last_hash:
            raise Fault(here, "is not what was written: its hash is another", row.rev)
        check_event(row, last_at_us)
        last_rev, last_at_us = row.rev, row.at_us
        if see is not None:
            see(row)
    if last_rev < head_rev:
        raise Fault(f"revision {last_rev + 1}", f"is missing: the journal ends before its head {head_rev}", last_rev + 1)
    if last_rev > head_rev:
        raise Fault(f"revision {head_rev + 1}", f"lies behind the journal's head {head_rev}", head_rev + 1)
    if last_hash != head_hash:
        raise Fault(f"revision {head_rev}", "the head's hash is another", head_rev)


# --- replies -----------------------------------------------------------------------------------------------

def check_reply(request_id, user_id, payload_hash, response, at_us, head_rev):
    where = f"reply {request_id}"
    if not isinstance(request_id, str) or not UUID.fullmatch(request_id):
        raise Fault(where, "its request_id is no UUID in lower case")
    if not isinstance(user_id, str) or not user_id or not isinstance(at_us, int) or at_us <= 0:
        raise Fault(where, "it does not say who asked, and when")
    if not isinstance(payload_hash, str) or not HEX_HASH.fullmatch(payload_hash):
        raise Fault(where, "the request's hash is no hash")
    try:
        fields = wire_fields(response)
        revision = number_field(fields, RESPONSE_REVISION)
        ids = [number_field(fields, field) for field in RESPONSE_IDS]
    except (ValueError, TypeError) as error:
        raise Fault(where, f"its bytes are no ExecuteResponse: {error}") from None
    if not 1 <= revision <= head_rev:
        raise Fault(where, f"it tells of revision {revision}, and the journal has {head_rev}")
    if any(not 0 <= id_ <= revision for id_ in ids):
        raise Fault(where, "it names something that was made after it")
    if any(n == RESPONSE_REFUSAL for n, _ in fields) and any(ids):
        raise Fault(where, "it is a refusal, and yet names something that it made")


def check_replies(db, head_rev, acknowledged):
    rows = db.execute("SELECT request_id, user_id, payload_hash, response, at_us FROM reply").fetchall()
    by_id = {}
    for row in rows:
        check_reply(*row, head_rev)
        by_id.setdefault(row[0], []).append(row)
    for request_id, found in by_id.items():
        if len(found) != 1:
            raise Fault(f"reply {request_id}", f"the request has {len(found)} replies")
    for told in acknowledged:
        where = f"reply {told['request_id']}"
        found = by_id.get(told["request_id"])
        if found is None:
            raise Fault(where, "was acknowledged, and the journal has no reply")
        if found[0][1:3] != (told["user_id"], told["payload_hash"]):
            raise Fault(where, "is the reply to another user or to another request")
        if found[0][3].hex() != told["response"]:
            raise Fault(where, "is not what the client was told")
    return len(rows)


# --- snapshots ---------------------------------------------------------------------------------------------

def check_snapshot(path, revision, head_rev, hash_at):
    """As a file, and against the journal's hash. Whether the state is right, only who applies the events can tell."""
    where, data = f"snapshot {path.name}", path.read_bytes()
    head, rest = data[:SNAPSHOT_HEAD], data[SNAPSHOT_HEAD + 32:]
    if len(data) < SNAPSHOT_HEAD + 32 or not head.startswith(SNAPSHOT_MAGIC):
        raise Fault(where, "is no snapshot")
    if hashlib.blake2b(head, digest_size=32).digest() != data[SNAPSHOT_HEAD:SNAPSHOT_HEAD + 32]:
        raise Fault(where, "its head is not what was written")
    own_revision = int.from_bytes(head[72:80], "little", signed=True)
    if own_revision != revision or hashlib.blake2b(rest, digest_size=32).digest() != head[112:144]:
        raise Fault(where, "is not what was written")
    if revision > head_rev:
        raise Fault(where, f"is of revision {revision}, and the journal ends at {head_rev}")
    if hash_at(revision) != head[80:112]:
        raise Fault(where, "is of another journal")


def snapshots_of(journal):
    """[(revision, path)]. A backup that stands alone has none."""
    if journal.name != "journal.db":
        return []
    found = (journal.parent / "snapshots").glob("*.snapshot")
    return sorted((int(path.stem), path) for path in found if path.stem.isdecimal())


def check_snapshots(db, found, head_rev):
    def hash_at(revision):
        row = db.execute("SELECT hash FROM event WHERE rev = ?", (revision,)).fetchone()
        return row[0] if row else None
    count = 0
    for revision, path in found:
        try:
            check_snapshot(path, revision, head_rev, hash_at)
            count += 1
        except FileNotFoundError:
            # A running central has made a newer one.
            continue
    return count


# --- all of it ---------------------------------------------------------------------------------------------

def check(path, acknowledged=(), see=None):
    """Raises Fault at the first thing that is wrong. `see` is called with each event's Row, in order."""
    # The snapshots first: a running central makes newer ones meanwhile.
    snapshots = snapshots_of(file_of(path))
    try:
        with open_read_only(path) as db:
            # As central reads: a page is looked over before it is used.
            db.execute("PRAGMA cell_size_check = ON")
            # One transaction: a live journal stands still while it is read.
            db.execute("BEGIN")
            check_schema(db)
            journal_id, head_rev, head_hash = read_meta(db)
            scan(db, head_rev, head_hash, see)
            replies = check_replies(db, head_rev, acknowledged)
            count = check_snapshots(db, snapshots, head_rev)
            at = journal_log.check(file_of(path))
            if at is not None:
                raise Fault(f"log byte {at}", "synced bytes have changed, and what was committed behind them is missing")
            # Last, because it knows no positions.
            answer = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if answer != "ok":
                raise Fault("file", answer)
    except sqlite3.Error as error:
        raise Fault("file", str(error)) from None
    return Whole(journal_id, head_rev, replies, count, head_hash.hex(), len(acknowledged))


def read_acknowledged(file):
    lines = [json.loads(line) for line in pathlib.Path(file).read_text(encoding="utf-8").splitlines()]
    for number_, line in enumerate(lines, 1):
        if set(line) != {"request_id", "user_id", "payload_hash", "response"}:
            raise ValueError(f"line {number_} has not the four fields")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("journal", help="a data directory or a journal's file")
    parser.add_argument("--acknowledged", help="what a client was told, one JSON object a line")
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    args = parser.parse_args()
    try:
        acknowledged = read_acknowledged(args.acknowledged) if args.acknowledged else []
        found, answer = check(args.journal, acknowledged), 0
    except Fault as fault:
        found, answer = fault, 1
    except (OSError, ValueError) as error:
        print(f"journal_reader: {error}", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps({"ok": not answer, **vars(found)}))
    elif answer:
        print(found)
    else:
        print(f"whole: {found.events} events, {found.replies} replies, {found.acknowledged} acknowledged, "
              f"head {found.head_hash}")
    return answer


if __name__ == "__main__":
    sys.exit(main())
