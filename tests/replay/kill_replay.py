#!/usr/bin/env python3
"""Kills central again and again in the middle of a replay, and counts what is in its record afterwards.

Starts central on a free port with a fresh directory, sends a CSV through it with many operators at once, kills it with
SIGKILL at several points while commands are in flight, and starts it again on the same port. At the end the record
itself is asked, not the simulator: `verify` must say yes, and `export` must have each accepted row of the CSV as one
contact, closed exactly once. The rows are read here by a reader of our own.

usage: kill_replay.py --bin DIR --source DIR --map FILE (--cases FILE | --data NAME) [--kills N]
With --data the file is looked for in $LEGEVAKT_DATA, then in ../shared/data; where it is not, the test is skipped (77)."""

import argparse
import csv
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

SKIPPED = 77
START_S = 60
END_S = 200
# A kill counts when at least so many commands had been sent and not been answered.
IN_FLIGHT_MIN = 5


class Failed(Exception):
    pass


def check(condition, sentence):
    if not condition:
        raise Failed(sentence)


class Central:
    """A central on one directory that can be killed and started again on the same port."""

    def __init__(self, args, data):
        self.args, self.data = args, data
        self.listen = "127.0.0.1:0"
        self.process = None

    def start(self):
        source = self.args.source
        self.process = subprocess.Popen(
            [self.args.bin / "legevakt-central", "serve", "--region", source / "central/demo/region.yaml", "--tools",
             source / "triage/tools", "--data", self.data, "--listen", self.listen, "--web", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = []
        reader = threading.Thread(target=lambda: ready.append(self.process.stdout.readline()), daemon=True)
        reader.start()
        reader.join(START_S)
        check(ready and ready[0].startswith("ready "), f"central did not get ready: {ready or 'no line'}")
        self.listen = next(word for word in ready[0].split() if word.startswith("grpc=")).removeprefix("grpc=")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(30)


class Replay:
    """The simulator, with its last progress line at hand."""

    def __init__(self, args, cases, central):
        self.process = subprocess.Popen(
            [args.bin / "legevakt-sim", "replay", "--cases", cases, "--map", args.map, "--central", central, "--operators",
             "24", "--doctors", "6", "--progress-ms", "20", "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.progress, self.lines, self.errors, self.out = None, 0, [], []
        self.threads = [threading.Thread(target=self._read_progress), threading.Thread(target=self._read_report)]
        for thread in self.threads:
            thread.start()

    def _read_progress(self):
        for line in self.process.stderr:
            if line.startswith("{"):
                self.progress = json.loads(line)
                self.lines += 1
            else:
                self.errors.append(line)

    def _read_report(self):
        self.out.append(self.process.stdout.read())

    def next_progress(self):
        """A progress line that was written after this call."""
        # The first to come may have been on its way already.
        seen, until = self.lines + 1, time.monotonic() + 10
        while self.lines <= seen and self.process.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        return self.progress

    def end(self):
        try:
            code = self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failed(f"the replay did not end; the last it said: {self.progress}") from None
        finally:
            for thread in self.threads:
                thread.join(10)
        check(code == 0, f"the replay ended with {code}: {''.join(self.errors)}{''.join(self.out)[:2000]}")
        return json.loads(self.out[0])


def accepted_refs(path, prefix):
    """External references of the rows with a readable expert level, by a reader of our own."""
    text = path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if any(cell for cell in row)]
    column = rows[0].index("KTAS_expert")
    return {f"{prefix}:{number}" for number, row in enumerate(rows[1:], 1)
            if len(row) > column and row[column].strip() in {"1", "2", "3", "4", "5"}}


def read_export(folder, name):
    text = (folder / name).read_text(encoding="utf-8-sig")
    header = text.split("\n", 1)[0]
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in header else ","))


def kill_in_the_middle(replay, central, rows, kills):
    """Kills central `kills` times, each further on, and returns how many commands were in flight each time."""
    in_flight = []
    for number in range(1, kills + 1):
        goal = rows * number // (kills + 1)
        until = time.monotonic() + END_S
        while True:
            check(replay.process.poll() is None, f"the replay ended before kill {number}: {''.join(replay.errors)}")
            check(time.monotonic() < until, f"the replay stands still before kill {number}: {replay.progress}")
            now = replay.progress
            if now and now["closed"] >= goal and now["unacknowledged"] >= IN_FLIGHT_MIN:
                break
            time.sleep(0.001)
        central.kill()
        # Nothing can be acknowledged any more: what is open now was in flight, or was sent into the dark.
        after = replay.next_progress()
        in_flight.append(after["unacknowledged"])
        print(f"kill {number}: {after['closed']} of {rows} rows closed, {after['unacknowledged']} commands in flight",
              flush=True)
        central.start()
    return in_flight


def count(args, data, expected, work):
    """What the record says, by its own tools."""
    tool = args.bin / "legevakt-central"
    verify = subprocess.run([tool, "verify", data], capture_output=True, text=True)
    check(verify.returncode == 0, f"verify says no: {verify.stdout}{verify.stderr}")
    out = work / "export"
    export = subprocess.run([tool, "export", data, "--format", "csv", out], capture_output=True, text=True)
    check(export.returncode == 0, f"export failed: {export.stdout}{export.stderr}")
    contacts, calls = read_export(out, "contacts.csv"), read_export(out, "calls.csv")
    problems = []
    by_ref = {}
    for contact in contacts:
        by_ref.setdefault(contact["external_ref"], []).append(contact)
    for ref in sorted(expected):
        found = by_ref.pop(ref, [])
        states = [(c["state"], c["times_closed"]) for c in found]
        if states != [("closed", "1")]:
            problems.append(f"{ref}: {states or 'no contact'}")
    problems += [f"{ref}: nobody sent it" for ref in by_ref]
    rung = [call["external_ref"] for call in calls]
    problems += [f"{ref}: rang {rung.count(ref)} times" for ref in sorted(expected) if rung.count(ref) != 1]
    check(not problems, f"{len(problems)} rows are not closed exactly once: " + "; ".join(problems[:10]))
    print(f"export: {len(contacts)} contacts, {len(calls)} calls; each of {len(expected)} rows closed exactly once")


def run(args, cases, work):
    expected = accepted_refs(cases, "ktas-a")
    data = work / "data"
    central = Central(args, data)
    central.start()
    replay = Replay(args, cases, central.listen)
    try:
        in_flight = kill_in_the_middle(replay, central, len(expected), args.kills)
        report = replay.end()
    finally:
        if replay.process.poll() is None:
            replay.process.kill()
        if central.process.poll() is None:
            code = central.stop()
    check(code == 0, f"central ended with {code}")
    check(min(in_flight) > 0, f"a kill hit nothing in flight: {in_flight}")
    schema = json.loads((args.source / "sim/cli/schemas/replay.schema.json").read_text(encoding="utf-8"))
    check(sorted(report) == sorted(schema["required"]), "the report has not the keys of its schema")
    check(report["accepted"] == len(expected), f"the simulator took {report['accepted']} rows, not {len(expected)}")
    check(report["watchers_agree"], "the two watchers have different states")
    check(report["disconnects"] >= args.kills, f"only {report['disconnects']} broken watches for {args.kills} kills")
    count(args, data, expected, work)
    print(f"commands {report['commands']}, sent again {report['retries']}, refusals {report['refusals']}, "
          f"acknowledged p50 {report['acknowledged']['p50_us']} us p99 {report['acknowledged']['p99_us']} us")


def find_cases(args):
    if args.cases:
        return args.cases
    folders = [pathlib.Path(os.environ["LEGEVAKT_DATA"])] if os.environ.get("LEGEVAKT_DATA") else []
    for folder in folders + [args.source.parent / "shared" / "data"]:
        if (folder / args.data).is_file():
            return folder / args.data
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--map", type=pathlib.Path, required=True)
    parser.add_argument("--cases", type=pathlib.Path)
    parser.add_argument("--data")
    parser.add_argument("--kills", type=int, default=4)
    args = parser.parse_args()
    args.source = args.source.resolve()
    cases = find_cases(args)
    if cases is None:
        print(f"skipped: {args.data} is neither in $LEGEVAKT_DATA nor in ../shared/data")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="legevakt-kill-") as work:
        try:
            run(args, cases, pathlib.Path(work))
        except Failed as failure:
            print(f"failed: {failure}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
