#!/usr/bin/env python3
"""Central is killed with SIGKILL again and again while commands are on their way, and a client of another language says
afterwards whether anything was lost, or done twice.

Each round: four operators, each on a connection of its own, keep commands on their way; central is killed; then
 - what was acknowledged lies in the dead journal, byte for byte, and nothing the watchers saw is missing there;
 - after a new start the state is the dead journal's, as `verify` replays it from its first event, and a watcher that
   joins gets that state, also where the start begins with a snapshot of an end in good order;
 - every request goes out again with its request_id: what was acknowledged gives the same reply, what
   was not is done now, and all of it lies in the journal exactly once;
 - the watchers resume where they were, and hold exactly the journal's events.
The journal is judged by journal_reader.py and by `legevakt-central verify`. Every ten kills it begins with a new one. One
start in five is killed as well, before central is ready. With --seconds no new journal is begun after so long. The figures
say how many of the kills that were asked for it came to: fewer is a failure.

With --spoil something is taken from the dead journal after each kill, and this test must say so (exit code 1): `replies`
takes the replies that nobody had received yet, `log` takes the last tenth of the write-ahead log.

usage: kill_test.py LEGEVAKT_CENTRAL SOURCE_DIR [--kills N] [--seed N] [--seconds N] [--spoil replies|log]"""

import argparse
import collections
import contextlib
import hashlib
import pathlib
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import threading
import time

ARGUMENTS = argparse.ArgumentParser(description=__doc__.splitlines()[0])
ARGUMENTS.add_argument("central")
ARGUMENTS.add_argument("source")
ARGUMENTS.add_argument("--kills", type=int, default=10)
ARGUMENTS.add_argument("--seed", type=int, default=20260117)
ARGUMENTS.add_argument("--seconds", type=float, default=float("inf"))
ARGUMENTS.add_argument("--spoil", choices=("replies", "log"))
ARGS = ARGUMENTS.parse_args()

import stubs  # noqa: E402

stubs.make(ARGS.source)

import grpc  # noqa: E402
import journal_reader  # noqa: E402
from central_process import CentralProcess, verify  # noqa: E402
from client import Client, Follower, payload_hash, request_of, stored  # noqa: E402
from legevakt.v1 import command_pb2 as cmd, common_pb2 as common, record_pb2 as rec  # noqa: E402

OPERATORS = ("kari", "ola", "liv", "ingrid")
ROLES = {"ingrid": common.ROLE_SHIFT_LEADER}
# How many commands each operator has on their way; a connection takes 64.
WINDOW = 24
# A kill counts where at least so many commands had been sent and not answered; so many of the kills must count.
UNANSWERED_MIN, COUNTED_SHARE = 20, 0.9
WAIT_S = 60
# Kills of one journal: each is read as a whole after each kill.
KILLS_OF_ONE = 10
# Central is killed after so many answers of a round.
ANSWERED_MIN, ANSWERED_MAX = 10, 120
# One start in so many is killed before it is ready, so many seconds after it began at most.
START_KILLED_IN, START_KILLED_WITHIN_S = 5, 0.3


class Failed(Exception):
    pass


def check(condition, sentence):
    if not condition:
        raise Failed(sentence)


class Sent:
    """One request: its marker lies in the personal data of exactly one event, unless it is refused."""

    def __init__(self, user_id, marker, command):
        self.user_id, self.marker = user_id, marker
        self.request = request_of(command)
        self.reply, self._told = None, None

    def told(self):
        """The line for the second reader; a reply never changes, so that it is made once."""
        if self._told is None:
            self._told = {"request_id": self.request.request_id, "user_id": self.user_id,
                          "payload_hash": payload_hash(self.request),
                          "response": self.reply.SerializeToString(deterministic=True).hex()}
        return self._told


def commands(user_id, round_):
    """Without end: calls, which open a contact each, notes on them, and what is refused."""
    number = 0
    while True:
        number += 1
        marker = f"<{user_id}-{round_}-{number}>"
        if number % 10 == 0:
            yield Sent(user_id, None, cmd.Command(add_note=cmd.AddNote(contact_id=999_999_999, text=marker)))
        elif number % 3 == 0:
            # To one contact, so that the notes of all four meet.
            yield Sent(user_id, marker, cmd.Command(add_note=cmd.AddNote(contact_id=commands.contact_id, text=marker)))
        else:
            yield Sent(user_id, marker, cmd.Command(record_call=cmd.RecordCall(
                kind=rec.CALL_KIND_PHONE, lane=rec.CALL_LANE_NORMAL, municipality="5037",
                personal=common.Personal(caller_name=marker))))


class Operator(threading.Thread):
    """Keeps commands on their way over one connection until central is gone."""

    def __init__(self, address, user_id, round_):
        super().__init__(daemon=True)
        self._client = Client(address, user_id, ROLES.get(user_id, common.ROLE_OPERATOR))
        self._commands = commands(user_id, round_)
        self._room = threading.Semaphore(WINDOW)
        self._gone = threading.Event()
        self.sent, self.answered, self.problem = [], 0, None

    def run(self):
        futures = []
        while not self._gone.is_set():
            self._room.acquire()
            one = next(self._commands)
            self.sent.append(one)
            futures.append(self._client.send_later(one.request))
            futures[-1].add_done_callback(lambda future, one=one: self._take(future, one))
        for future in futures:
            try:
                future.result(WAIT_S)
            except grpc.RpcError:
                pass

    def _take(self, future, one):
        error = future.exception()
        if error is None:
            one.reply = future.result()
            self.answered += 1
        else:
            if error.code() != grpc.StatusCode.UNAVAILABLE:
                self.problem = f"{error.code()}: {error.details()}"
            self._gone.set()
        self._room.release()

    def end(self):
        self.join(WAIT_S)
        check(not self.is_alive(), "a client did not notice that central is gone")
        self._client.close()
        check(self.problem is None, f"a command ended with {self.problem}")
        return self.sent


class Record:
    """The journal of a dead central, by the second reader."""

    def __init__(self, data, told):
        self.rows = []
        try:
            self.found = journal_reader.check(data, told, see=self.rows.append)
        except journal_reader.Fault as fault:
            raise Failed(f"the second reader says: {fault}") from None
        answer = verify(ARGS.central, data)
        check(answer["code"] == 0, f"verify says: {answer['problem']}")
        check(answer["events"] == self.found.events, "verify counts other events than the second reader")
        self.state_hash = answer["state_hash"]

    def times(self):
        """Marker -> in how many events it lies."""
        count = collections.Counter()
        for row in self.rows:
            text = (row.personal or b"").decode("utf-8")
            if "<" in text:
                count["<" + text.split("<", 1)[1].split(">", 1)[0] + ">"] += 1
        return count


class Kills:
    """Some kills of one journal."""

    def __init__(self, data, kills, chance):
        self.data, self.kills, self.chance = data, kills, chance
        self.all, self.in_flight, self.unanswered, self.durable_unanswered = [], [], 0, 0
        self.starts_killed, self.states_compared, self.found, self.followers = 0, 0, None, []
        # What each follower holds, as the journal stores it.
        self.held = {}
        self.central = CentralProcess(ARGS.central, ARGS.source, self.data)

    def begin(self):
        with Client(self.central.address, "kari") as client:
            commands.contact_id = client.execute(cmd.Command(open_contact=cmd.OpenContact())).contact_id
            check(commands.contact_id > 0, "no contact was opened")
            self.journal_id = client.journal_id
        self.followers = [Follower(lambda: self.central.address, user, self.journal_id) for user in OPERATORS[:2]]
        for follower in self.followers:
            follower.start()
            check(follower.wait_for(1, WAIT_S), "a watcher got nothing")

    def round(self, number):
        # On a busy machine a round can be over before a watcher is back; then it would not be there to be cut off.
        for follower in self.followers:
            check(follower.wait_until_at(self.central.address, WAIT_S), "a watcher did not come back")
        operators = [Operator(self.central.address, user, number) for user in OPERATORS]
        for operator in operators:
            operator.start()
        goal, until = self.chance.randrange(ANSWERED_MIN, ANSWERED_MAX), time.monotonic() + WAIT_S
        while (answered := sum(operator.answered for operator in operators)) < goal or (
                sum(len(operator.sent) for operator in operators) - answered < UNANSWERED_MIN):
            check(time.monotonic() < until, f"only {answered} answers in {WAIT_S} s")
            check(self.central.process.poll() is None, "central ended by itself")
            time.sleep(0.0002)
        # Before the kill: what is sent after it, into the dark, does not count.
        in_flight = sum(len(operator.sent) - operator.answered for operator in operators)
        self.central.kill()
        self.in_flight.append(in_flight)
        self.central.end(signal.SIGKILL)
        sent = [one for operator in operators for one in operator.end()]
        self.all += sent
        unanswered = [one for one in sent if one.reply is None]
        self.unanswered += len(unanswered)

        if ARGS.spoil == "log":
            log = self.data / "journal.db-wal"
            with log.open("r+b") as file:
                file.truncate(log.stat().st_size * 9 // 10)
        record = Record(self.data, [one.told() for one in self.all if one.reply is not None])
        done = self.judge_dead(record, unanswered)
        if ARGS.spoil == "replies":
            self.take_replies(unanswered)
        self.start()
        self.compare_states(record)
        self.send_again(sent)
        print(f"kill {number}: {self.in_flight[-1]} commands on their way; {len(sent)} sent, {len(unanswered)} not "
              f"answered, {done} of those done all the same", flush=True)

    def end_in_good_order(self):
        """A start after it may begin with a snapshot that this end has left."""
        check(self.central.end() == 0, "central did not end in good order")
        self.central = CentralProcess(ARGS.central, ARGS.source, self.data)

    def start(self):
        if self.chance.randrange(START_KILLED_IN) == 0:
            CentralProcess.kill_while_starting(ARGS.central, ARGS.source, self.data,
                                               self.chance.random() * START_KILLED_WITHIN_S)
            self.starts_killed += 1
        self.central = CentralProcess(ARGS.central, ARGS.source, self.data)

    def take_replies(self, unanswered):
        with contextlib.closing(sqlite3.connect(self.data / "journal.db", isolation_level=None)) as db:
            for one in unanswered:
                db.execute("DELETE FROM reply WHERE request_id = ?", (one.request.request_id,))

    def compare_states(self, record):
        """The state after the start, and what a new watcher gets, are what the dead journal says."""
        with Client(self.central.address, "kari") as client:
            status, watch = client.status(), client.watch()
            while watch.snapshot is None:
                watch.read()
            watch.end()
        # Time itself may have brought an event since, and a start that was killed one more.
        if status.revision != record.found.events or watch.snapshot.revision != status.revision:
            check(status.revision >= record.found.events, "the state is older than the journal")
            return
        self.states_compared += 1
        check(status.state_hash == record.state_hash, "the state after the start is not what the journal says")
        check(hashlib.blake2b(watch.snapshot_bytes, digest_size=32).hexdigest() == record.state_hash,
              "a watcher that joins gets another state than the journal says")

    def judge_dead(self, record, unanswered):
        times = record.times()
        for one in self.all:
            if one.reply is not None:
                self.check_once(one, times)
        for one in unanswered:
            check(times[one.marker] <= 1, f"{one.marker} was done {times[one.marker]} times")
        # Durable, then visible: no screen has seen what the disk has not.
        for follower in self.followers:
            self.compare(follower, record.rows)
        done = sum(times[one.marker] for one in unanswered if one.marker)
        self.durable_unanswered += done
        return done

    @staticmethod
    def check_once(one, times):
        refused = one.reply.HasField("refusal")
        check(refused == (one.marker is None), f"{one.marker or 'a note to nobody'}: {one.reply}")
        if one.marker:
            check(times[one.marker] == 1, f"{one.marker} was acknowledged, and lies {times[one.marker]} times in the journal")

    def compare(self, follower, rows):
        held, events = self.held.setdefault(follower, []), list(follower.events)
        held += [(event.revision, *stored(event)) for event in events[len(held):]]
        check(len(held) <= len(rows), f"a watcher saw {len(held)} events, and the journal has {len(rows)}")
        for event, row in zip(held, rows):
            check(event == (row.rev, row.payload, row.personal),
                  f"revision {row.rev} is another in the journal than a watcher saw")

    def send_again(self, sent):
        """Everything of this round, answered or not, and some of the rounds before."""
        again = sent + self.chance.sample(self.all, min(50, len(self.all)))
        clients = {user: Client(self.central.address, user, ROLES.get(user, common.ROLE_OPERATOR)) for user in OPERATORS}
        try:
            check(all(client.journal_id == self.journal_id for client in clients.values()), "the journal is another")
            futures = []
            for one in again:
                futures.append((one, clients[one.user_id].send_later(one.request)))
                if len(futures) >= 64:
                    self.take(futures.pop(0))
            for pair in futures:
                self.take(pair)
        finally:
            for client in clients.values():
                client.close()

    @staticmethod
    def take(pair):
        one, future = pair
        reply = future.result(WAIT_S)
        check(one.reply is None or one.reply == reply, f"{one.marker}: {one.reply} at first, and now {reply}")
        one.reply = reply

    def finish(self):
        """All of it once more, after an end in good order."""
        with Client(self.central.address, "kari") as client:
            revision = client.status().revision
        for follower in self.followers:
            check(follower.wait_for(revision, WAIT_S), "a watcher did not catch up")
            follower.stop()
            check(follower.resumed >= self.kills, f"a watcher resumed only {follower.resumed} times")
        check(self.central.end() == 0, "central did not end in good order")
        record = Record(self.data, [one.told() for one in self.all])
        times = record.times()
        for one in self.all:
            self.check_once(one, times)
        wanted = {one.marker for one in self.all if one.marker}
        check(set(times) == wanted, f"in the journal and not sent: {sorted(set(times) - wanted)[:5]}")
        for follower in self.followers:
            self.compare(follower, record.rows)
            check(len(follower.events) == len(record.rows), "a watcher does not hold the whole journal")
        self.found = record.found

    def run(self):
        try:
            self.begin()
            for number in range(1, self.kills + 1):
                self.round(number)
                if number == self.kills // 2:
                    self.end_in_good_order()
            self.finish()
        finally:
            self.central.end(signal.SIGKILL)


def judge(runs, time_ran_out):
    in_flight = [count for run in runs for count in run.in_flight]
    counted = sum(count >= UNANSWERED_MIN for count in in_flight)
    durable_unanswered = sum(run.durable_unanswered for run in runs)
    print(f"{len(in_flight)} of {ARGS.kills} kills under load (seed {ARGS.seed}), {counted} with {UNANSWERED_MIN} or more commands on their "
          f"way, and {sum(run.starts_killed for run in runs)} while starting; {sum(run.states_compared for run in runs)} "
          f"states compared; {sum(len(run.all) for run in runs)} requests, "
          f"{sum(run.unanswered for run in runs)} not answered, {durable_unanswered} of those durable at the kill; "
          f"{sum(run.found.events for run in runs)} events, {sum(run.found.replies for run in runs)} replies; "
          "0 lost, 0 twice")
    check(len(in_flight) >= ARGS.kills,
          f"only {len(in_flight)} of {ARGS.kills} kills" + (" before the time ran out" if time_ran_out else ""))
    check(counted >= COUNTED_SHARE * len(in_flight), f"only {counted} of the kills hit enough: {in_flight}")
    check(2 * sum(run.states_compared for run in runs) > len(in_flight), "few states after a start could be compared")
    # Done, durable, and nobody told: only a kept reply keeps it from being done again.
    check(durable_unanswered > 0, "no kill came between the commit and the reply: this run says little")


def main():
    chance, runs, until = random.Random(ARGS.seed), [], time.monotonic() + ARGS.seconds
    time_ran_out = False
    with tempfile.TemporaryDirectory(prefix="legevakt-kill-") as work:
        try:
            for first in range(0, ARGS.kills, KILLS_OF_ONE):
                if time_ran_out := time.monotonic() > until:
                    break
                data = pathlib.Path(work) / f"data-{first}"
                runs.append(Kills(data, min(KILLS_OF_ONE, ARGS.kills - first), chance))
                runs[-1].run()
                shutil.rmtree(data)
            judge(runs, time_ran_out)
        except Failed as failure:
            print(f"failed (seed {ARGS.seed}): {failure}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
