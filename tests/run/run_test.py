#!/usr/bin/env python3
"""script/run, as a person runs it on a machine without a display: what it says is there, Ctrl-C ends all of it within
five seconds with no process left, and the record is whole and kept.

  run_test.py BIN      (a folder with the programs; nothing is built)
"""

import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
import uuid
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else ROOT / "build" / "dev" / "bin"
ENDS_WITHIN_S = 5.0


def processes_with(mark):
    """Ids of the processes that inherited the mark, wherever they have gone."""
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if mark.encode() in (folder / "environ").read_bytes() and "Z" not in state_of(folder):
                found.append(int(folder.name))
        except OSError:
            pass
    return found


def state_of(folder):
    return re.search(r"^State:\s+(\S)", (folder / "status").read_text(), re.M).group(1)


def distinct_bytes_of_png(path):
    """How many different bytes the picture's lines hold: an empty window has a handful."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "not a PNG"
    width, height = struct.unpack(">II", data[16:24])
    pixels, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            pixels += data[at + 8:at + 8 + length]
        at += 12 + length
    return width, height, len(set(zlib.decompress(pixels)))


class Run:
    def __init__(self, home):
        self.mark = f"LEGEVAKT_MARK={uuid.uuid4()}"
        name, value = self.mark.split("=")
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        environment.update({name: value, "LEGEVAKT_BIN": str(BIN), "XDG_DATA_HOME": str(home), "LEGEVAKT_WEB_PORT": "0",
                            "LEGEVAKT_PICTURE_AFTER_S": "4"})
        self.output = tempfile.NamedTemporaryFile("r", suffix=".run")
        with open(self.output.name, "w") as out:
            self.process = subprocess.Popen([ROOT / "script" / "run", "--speed", "60"], cwd=home, env=environment,
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                            start_new_session=True)

    def said(self):
        return pathlib.Path(self.output.name).read_text()

    def wait_for(self, text, patience_s=180):
        until = time.monotonic() + patience_s
        while text not in self.said():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"script/run did not say '{text}':\n{self.said()}")
            time.sleep(0.1)

    def end(self, send):
        """Sends SIGINT; returns the seconds until nothing of it was left."""
        begun = time.monotonic()
        send(signal.SIGINT)
        while self.process.poll() is None or processes_with(self.mark):
            if time.monotonic() - begun > 30:
                break
            time.sleep(0.02)
        return time.monotonic() - begun

    def kill_all(self):
        for pid in processes_with(self.mark):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        self.process.wait()


class ScriptRun(unittest.TestCase):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="legevakt-run-"))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.data = self.home / "legevakt" / "demo"

    def start(self):
        run = Run(self.home)
        self.addCleanup(run.kill_all)
        run.wait_for("Ctrl-C ends everything")
        return run

    def verify(self):
        done = subprocess.run([BIN / "legevakt-central", "verify", "--json", self.data], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def test_what_it_says_is_there(self):
        run = self.start()
        said = run.said()
        self.assertIn(str(self.data), said)
        page = re.search(r"http://127\.0\.0\.1:\d+/", said).group(0)
        with urllib.request.urlopen(page, timeout=10) as answer:
            self.assertEqual(answer.status, 200)
            self.assertIn("<html", answer.read().decode().lower())
        picture = pathlib.Path(re.search(r"made now: (.*\.png)", said).group(1))
        width, height, distinct = distinct_bytes_of_png(picture)
        self.assertGreaterEqual((width, height), (1024, 640))
        self.assertGreater(distinct, 32, "the picture of the console is empty")
        run.end(lambda s: os.killpg(run.process.pid, s))

    def test_ctrl_c_ends_everything_and_the_record_is_whole_and_kept(self):
        run = self.start()
        self.assertGreaterEqual(len(processes_with(run.mark)), 3, "the mark does not reach the programs")
        seconds = run.end(lambda s: os.killpg(run.process.pid, s))
        self.assertLess(seconds, ENDS_WITHIN_S, run.said())
        self.assertEqual(processes_with(run.mark), [])
        self.assertEqual(run.process.returncode, 0, run.said())
        first = self.verify()

        # The second run goes on with the same record; this time only the script hears the signal.
        run = self.start()
        seconds = run.end(lambda s: os.kill(run.process.pid, s))
        self.assertLess(seconds, ENDS_WITHIN_S, run.said())
        self.assertEqual(processes_with(run.mark), [])
        second = self.verify()
        self.assertEqual(second["journal_id"], first["journal_id"])
        self.assertGreater(second["events"], first["events"])

    def test_a_killed_script_leaves_nothing_running(self):
        run = self.start()
        os.kill(run.process.pid, signal.SIGKILL)
        run.process.wait()
        until = time.monotonic() + 30
        while processes_with(run.mark) and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(processes_with(run.mark), [])
        self.verify()


if __name__ == "__main__":
    unittest.main()
