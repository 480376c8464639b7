#!/usr/bin/env python3
"""That a version is put back on data that this one has written to: see script/putback.

  put_back.py BIN_DIR SOURCE_DIR OLD_DIR VERSION
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

BIN, SOURCE, OLD, VERSION = sys.argv[1:5]
CENTRAL = f"{BIN}/legevakt-central"
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests/python"))

import stubs  # noqa: E402

stubs.make(SOURCE)

from central_process import CentralProcess, verify  # noqa: E402
from client import Client  # noqa: E402
from legevakt.v1 import command_pb2 as cmd  # noqa: E402

OLD_BIN = f"{OLD}/build/dev/bin"


def contact(client):
    reply = client.execute(cmd.Command(record_call=cmd.RecordCall(kind=1, lane=1, municipality="5037")))
    assert not reply.HasField("refusal"), reply
    return reply.contact_id


def held(client):
    """The contacts that are open."""
    watch = client.watch()
    watch.read_bookmark()
    watch.end()
    return {one.contact_id for one in watch.snapshot.contacts}


def play(bin_dir, source, central, scratch, name):
    """An hour of an evening, played by that version's simulator."""
    evening = f"{scratch}/{name}.csv"
    subprocess.run([f"{bin_dir}/legevakt-sim", "generate", "--seed", "7", "--start", "2026-11-21T18:00", "--hours", "1",
                    "--inhabitants", "60000", "--out", evening], check=True)
    subprocess.run([f"{bin_dir}/legevakt-sim", "replay", "--cases", evening, "--map", f"{source}/sim/maps/evening.yaml",
                    "--central", central.address, "--speed", "120", "--name", name],
                   check=True, cwd=source, stdout=subprocess.DEVNULL)


def serve(program, source, data, known, *more, playing=None):
    """Serves what is there and adds to it. All contacts of `known` are there; gives back those that are there now."""
    with CentralProcess(program, source, data, *more) as central, Client(central.address, "kari") as client:
        there = held(client)
        assert known <= there, f"{program} lacks {known - there}"
        if playing:
            playing(central)
        made = {contact(client) for _ in range(5)}
        now = held(client)
        assert made <= now
        assert central.end() == 0
    print(f"{program} {' '.join(more)}: {len(known)} contacts there, {len(now - there)} new ones", flush=True)
    return now


def main():
    with tempfile.TemporaryDirectory() as scratch:
        data = pathlib.Path(scratch) / "data"
        data.mkdir()
        shutil.copy(f"{SOURCE}/tests/journals/{VERSION}/journal.db", data / "journal.db")
        known = serve(f"{OLD_BIN}/legevakt-central", OLD, data, set())
        known = serve(CENTRAL, SOURCE, data, known, "--readable-by", VERSION,
                      playing=lambda central: play(BIN, SOURCE, central, scratch, "trial"))
        known = serve(f"{OLD_BIN}/legevakt-central", OLD, data, known)
        assert verify(f"{OLD_BIN}/legevakt-central", data).get("ok")
        # The clients of that version, at this central.
        serve(CENTRAL, SOURCE, data, known, playing=lambda central: play(OLD_BIN, OLD, central, scratch, "old"))
        assert verify(CENTRAL, data).get("ok")


main()
