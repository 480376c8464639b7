#!/usr/bin/env python3
"""An evening at a visible pace: calls ring by their time, some are left for a person, and a signal ends it cleanly.

Starts central with a fresh directory, generates an evening, plays it far faster than life but with pauses, and sends
SIGTERM in the middle. The simulator must end within two seconds, with exit code 0, and the record must say that the
telephony link is down. The same seed must give the same evening.

usage: pace_test.py --bin DIR --source DIR"""

import argparse
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

from kill_replay import Central, Failed, check, read_export

END_S = 2


def generate(args, work):
    files = []
    for name in ("one.csv", "two.csv"):
        path = work / name
        done = subprocess.run([args.bin / "legevakt-sim", "generate", "--start", "2026-11-21T16:00", "--hours", "4", "--seed",
                               "11", "--inhabitants", "200000", "--out", path], capture_output=True, text=True)
        check(done.returncode == 0, f"generate ended with {done.returncode}: {done.stderr}")
        files.append(path)
    check(files[0].read_bytes() == files[1].read_bytes(), "the same seed gave two evenings")
    return files[0]


def run(args, work):
    cases = generate(args, work)
    central = Central(args, work / "data")
    central.start()
    sim = subprocess.Popen(
        [args.bin / "legevakt-sim", "replay", "--cases", cases, "--map", args.source / "sim/maps/evening.yaml", "--central",
         central.listen, "--speed", "600", "--operators", "3", "--operator-users", "ola,liv", "--leave-open", "5",
         "--leave-open-s", "600", "--progress-ms", "50", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        lines = []
        for line in sim.stderr:
            lines.append(json.loads(line))
            if lines[-1]["closed"] >= 5:
                break
        check(lines and lines[-1]["closed"] >= 5, f"no evening went on: {lines[-1:]}")
        check(lines[-1]["not_rung"] > 0, "all calls rang at once: there is no pace")
        begun = time.monotonic()
        sim.terminate()
        out, _ = sim.communicate(timeout=30)
        took = time.monotonic() - begun
    finally:
        if sim.poll() is None:
            sim.kill()
        code = central.stop()
    check(sim.returncode == 0, f"the simulator ended with {sim.returncode}")
    check(took < END_S, f"it took {took:.1f} s to end")
    check(json.loads(out)["stopped"], "the report does not say that it was stopped")
    check(code == 0, f"central ended with {code}")
    look_at_record(args, work)


def fields(message):
    """The top level of a serialised message: (field number, value), values as integers or bytes."""
    at = 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        else:
            check(key & 7 == 2, f"wire type {key & 7}")
            length = varint()
            yield key >> 3, message[at:at + length]
            at += length


# Event.telephony_changed and TelephonyChanged.connected in event.proto.
TELEPHONY_CHANGED, CONNECTED = 12, 1


def telephony_story(data):
    """Up and down, as the journal has it."""
    with sqlite3.connect(f"file:{data / 'journal.db'}?mode=ro", uri=True) as journal:
        payloads = [row[0] for row in journal.execute("SELECT payload FROM event ORDER BY rev")]
    changes = [value for payload in payloads for number, value in fields(payload) if number == TELEPHONY_CHANGED]
    return ["up" if dict(fields(change)).get(CONNECTED) else "down" for change in changes]


def look_at_record(args, work):
    story = telephony_story(work / "data")
    check(story == ["up", "down"], f"the telephony link was {story}")
    out = work / "export"
    done = subprocess.run([args.bin / "legevakt-central", "export", work / "data", "--format", "csv", out],
                          capture_output=True, text=True)
    check(done.returncode == 0, f"export failed: {done.stderr}")
    calls = read_export(out, "calls.csv")
    # Every fifth row was left for a person who never came.
    left = [c for c in calls if int(c["external_ref"].split(":")[1]) % 5 == 0 and c["kind"] == "phone"]
    check(left, "no call was there for a person")
    check(all(c["answered_by"] == "" or c["state"] != "ringing" for c in left), "a ringing call has been answered")
    check(any(c["state"] in ("ringing", "call_back_due") for c in left), "no call was left for a person")
    check(all(c["answered_by"] in ("", "ola", "liv") for c in calls), "somebody else than ola and liv answered")
    print(f"{len(calls)} calls, {sum(c['state'] == 'ringing' for c in calls)} left ringing")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="legevakt-pace-") as work:
        try:
            run(args, pathlib.Path(work))
        except Failed as failure:
            print(f"failed: {failure}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
