#!/usr/bin/env python3
"""Makes the journal that is kept of a version, with that version's own programs and sources:

  make.py LEGEVAKT_CENTRAL LEGEVAKT_SIM SOURCE_DIR OUT

SOURCE_DIR is the version's tree, as `git worktree add` gives it. OUT gets journal.db, a backup of an evening with
everything that one meets in it; about.json, what that version said of it; and proto/, which its clients are made from.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

CENTRAL, SIM, SOURCE, OUT = sys.argv[1:5]
PLAY_S = 40
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests/python"))

import stubs  # noqa: E402

stubs.make(SOURCE)

from central_process import CentralProcess, verify  # noqa: E402
from client import Client  # noqa: E402
from legevakt.v1 import event_pb2  # noqa: E402


def run(*command):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True).stdout


def main():
    out = pathlib.Path(OUT)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        run(SIM, "generate", "--seed", "116117", "--start", "2026-11-21T18:00", "--hours", "3", "--inhabitants", "184200",
            "--out", scratch / "evening.csv")
        with CentralProcess(CENTRAL, SOURCE, scratch / "data") as central:
            player = subprocess.Popen([SIM, "replay", "--cases", scratch / "evening.csv", "--map",
                                       f"{SOURCE}/sim/maps/evening.yaml", "--central", central.address, "--speed", "240",
                                       "--name", "kept"], stdout=subprocess.DEVNULL, cwd=SOURCE)
            # Broken off in the middle, so that much is open.
            try:
                player.wait(PLAY_S)
            except subprocess.TimeoutExpired:
                player.terminate()
                player.wait()
            with Client(central.address) as client:
                status = client.status()
            run(CENTRAL, "backup", scratch / "data", out / "journal.db")
            about = {
                "version": status.server_version,
                "commit": run("git", "-C", SOURCE, "rev-parse", "HEAD").strip(),
                "open_contacts": status.open_contacts,
                # What that version knows; it does not start on a journal with another.
                "event_kinds": sorted(f.number for f in event_pb2.Event.DESCRIPTOR.oneofs_by_name["what"].fields),
            }
            central.end()
        (scratch / "copy").mkdir()
        (scratch / "copy/journal.db").write_bytes((out / "journal.db").read_bytes())
        found = verify(CENTRAL, scratch / "copy")
        about |= {"events": found["events"], "state_hash": found["state_hash"]}
    (out / "about.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    shutil.copytree(pathlib.Path(SOURCE) / "proto/legevakt/v1", out / "proto/legevakt/v1")
    print(json.dumps(about))


main()
