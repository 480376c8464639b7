#!/usr/bin/env python3
"""Readers that leave without a word: a process that is stopped, and one whose network is gone, are cut within 25 s; what
the others see is not held up.

  silent_test.py LEGEVAKT_CENTRAL SOURCE_DIR

As `silent_test.py reader ADDRESS SOURCE_DIR` it is one such reader.
"""

import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

CUT_WITHIN_S = 25
WAIT_S = 60

READER = sys.argv[1] == "reader"
SOURCE = sys.argv[3] if READER else sys.argv[2]
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests/python"))

import stubs  # noqa: E402

stubs.make(SOURCE)

from central_process import CentralProcess  # noqa: E402
from client import Client  # noqa: E402
from legevakt.v1 import command_pb2 as cmd  # noqa: E402


def read(address):
    with Client(address, "ola") as client:
        watch = client.watch()
        watch.read_bookmark()
        print("reads", flush=True)
        while True:
            watch.read()


class Wire(threading.Thread):
    """A network of one connection, which can go away without either end being told."""

    def __init__(self, address):
        super().__init__(daemon=True)
        host, port = address.rsplit(":", 1)
        self._to = (host, int(port))
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._server.getsockname()[1]
        self._cut = threading.Event()
        self._ends = []

    def run(self):
        near, _ = self._server.accept()
        far = socket.create_connection(self._to)
        self._ends = [near, far]
        for a, b in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=(a, b), daemon=True).start()

    def _carry(self, a, b):
        while True:
            data = a.recv(65536)
            if self._cut.is_set():
                # It is taken from the sender and goes nowhere; nobody hears of it.
                time.sleep(WAIT_S)
            if not data:
                return
            b.sendall(data)

    def cut(self):
        self._cut.set()


class Silent(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.central = CentralProcess(CENTRAL, SOURCE, pathlib.Path(scratch.name) / "data")
        self.addCleanup(self.central.end, signal.SIGKILL)
        self.client = Client(self.central.address, "kari")
        self.addCleanup(self.client.close)

    def watchers(self):
        return self.client.status().watchers

    def seconds_until_alone(self):
        """How long until only our own watch is left; work goes on meanwhile, and is seen at once."""
        began = time.monotonic()
        watch = self.client.watch()
        watch.read_bookmark()
        while self.watchers() > 1 and time.monotonic() - began < WAIT_S:
            reply = self.client.execute(cmd.Command(open_contact=cmd.OpenContact(municipality="5037")))
            self.assertFalse(reply.HasField("refusal"), reply)
            watch.read_until(reply.revision)
            time.sleep(0.1)
        self.assertEqual(self.watchers(), 1)
        watch.end()
        return time.monotonic() - began

    def test_a_process_that_is_stopped(self):
        reader = subprocess.Popen([sys.executable, __file__, "reader", self.central.address, SOURCE],
                                  stdout=subprocess.PIPE, text=True)
        try:
            self.assertEqual(reader.stdout.readline(), "reads\n")
            self.assertEqual(self.watchers(), 1)
            reader.send_signal(signal.SIGSTOP)
            self.assertLess(self.seconds_until_alone(), CUT_WITHIN_S)
        finally:
            reader.kill()
            reader.wait()
            reader.stdout.close()

    def test_a_network_that_is_gone(self):
        wire = Wire(self.central.address)
        wire.start()
        reader = Client(wire.address, "ola")
        watch = reader.watch()
        watch.read_bookmark()
        self.assertEqual(self.watchers(), 1)
        wire.cut()
        self.assertLess(self.seconds_until_alone(), CUT_WITHIN_S)
        reader.close()


if __name__ == "__main__":
    if READER:
        read(sys.argv[2])
    else:
        CENTRAL = sys.argv[1]
        unittest.main(argv=[sys.argv[0]], verbosity=2)
