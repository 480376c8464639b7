#!/usr/bin/env python3
"""That a version is put back on data that this one has written to: see script/putback.

  put_back.py LEGEVAKT_CENTRAL SOURCE_DIR OLD_DIR VERSION
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

CENTRAL, SOURCE, OLD, VERSION = sys.argv[1:5]
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


def serve(program, source, data, known, *more):
    with CentralProcess(program, source, data, *more) as central, Client(central.address, "kari") as client:
        missing = known - held(client)
        assert not missing, f"{program} lacks {missing}"
        made = {contact(client) for _ in range(5)}
        assert made <= held(client)
        assert central.end() == 0
    print(f"{program} {' '.join(more)}: {len(known)} contacts there, 5 new ones", flush=True)
    return known | made


def main():
    with tempfile.TemporaryDirectory() as scratch:
        data = pathlib.Path(scratch) / "data"
        data.mkdir()
        shutil.copy(f"{SOURCE}/tests/journals/{VERSION}/journal.db", data / "journal.db")
        known = serve(f"{OLD_BIN}/legevakt-central", OLD, data, set())
        known = serve(CENTRAL, SOURCE, data, known, "--readable-by", VERSION)
        known = serve(f"{OLD_BIN}/legevakt-central", OLD, data, known)
        assert verify(f"{OLD_BIN}/legevakt-central", data).get("ok")
        known = serve(CENTRAL, SOURCE, data, known)
        assert verify(CENTRAL, data).get("ok")
        # The clients of that version, at this central.
        subprocess.run([f"{OLD_BIN}/legevakt-sim", "generate", "--seed", "7", "--start", "2026-11-21T18:00", "--hours", "1",
                        "--inhabitants", "60000", "--out", f"{scratch}/evening.csv"], check=True)
        with CentralProcess(CENTRAL, SOURCE, data) as central:
            subprocess.run([f"{OLD_BIN}/legevakt-sim", "replay", "--cases", f"{scratch}/evening.csv", "--map",
                            f"{OLD}/sim/maps/evening.yaml", "--central", central.address, "--speed", "120", "--name", "old"],
                           check=True, cwd=OLD, stdout=subprocess.DEVNULL)
            assert central.end() == 0
        print(f"{VERSION}'s simulator played an hour at this central")
        assert verify(CENTRAL, data).get("ok")


main()
