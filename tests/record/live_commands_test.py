"""The commands on a running central, as it is reached in plaintext, with TLS and with certificates on both sides; and
what they say when something is wrong.

Usage: live_commands_test.py LEGEVAKT_CENTRAL SOURCE_DIR
"""

import os
import pathlib
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

CENTRAL, SOURCE = sys.argv[1:3]
sys.path.insert(0, os.path.join(SOURCE, "tests/python"))
import stubs  # noqa: E402

stubs.make(SOURCE)

import grpc  # noqa: E402
from central_process import CentralProcess, verify  # noqa: E402
from client import Client  # noqa: E402
from legevakt.v1 import admin_pb2, admin_pb2_grpc, command_pb2 as cmd, common_pb2 as common, record_pb2 as rec  # noqa: E402

YES, NO, WRONG_USE, CANNOT_START = 0, 1, 2, 3
DAY_S = 24 * 3600


def certificates(folder):
    """An authority and a central, made by openssl."""
    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=ca", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *key, "-subj", "/CN=central", "-keyout", "central.key", "-out", "central.csr")
    openssl("x509", "-req", "-in", "central.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-out", "central.pem")


class LiveCommands(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.mkdtemp(prefix="legevakt-live-")
        self.addCleanup(shutil.rmtree, self.scratch)
        self.data = self.path("data")

    def path(self, name):
        return os.path.join(self.scratch, name)

    def start(self, *more):
        central = CentralProcess(CENTRAL, SOURCE, self.data, *more)
        self.addCleanup(lambda: central.process.poll() is None and central.end(signal.SIGKILL))
        return central

    def run_it(self, *arguments, timeout=60):
        return subprocess.run([CENTRAL, *arguments], capture_output=True, text=True, timeout=timeout)

    def works(self, *arguments):
        done = self.run_it(*arguments)
        self.assertEqual(done.returncode, YES, f"{arguments}: {done.stderr}")
        return done.stdout

    def every_command_works(self):
        out = tempfile.mkdtemp(dir=self.scratch)
        before = verify(CENTRAL, self.data)
        self.assertEqual((before["code"], before["ok"]), (YES, True), before)
        self.works("backup", self.data, os.path.join(out, "copy.db"))
        self.assertTrue(verify(CENTRAL, os.path.join(out, "copy.db"))["ok"])
        self.works("export", self.data, "--format", "json", os.path.join(out, "tables.json"))
        self.works("tool", "list", self.data)
        self.works("restart", self.data, "--in", "5", "--by", "Drift")
        self.works("restart", self.data, "--cancel", "--by", "Drift")

    def test_every_way_of_serving(self):
        certificates(self.scratch)
        tls = ("--tls-cert", self.path("central.pem"), "--tls-key", self.path("central.key"))
        for options in ((), tls, (*tls, "--tls-ca", self.path("ca.pem"))):
            with self.subTest(options=options):
                central = self.start(*options)
                self.every_command_works()
                self.assertEqual(central.end(), YES)
                self.assertFalse(os.path.exists(os.path.join(self.data, "control.sock")))

    def test_a_directory_that_lies_deep(self):
        self.data = os.path.join(self.scratch, *["d" * 60] * 4, "data")
        os.makedirs(os.path.dirname(self.data))
        central = self.start()
        self.every_command_works()
        self.assertEqual(central.end(), YES)

    def test_a_socket_that_a_killed_central_left(self):
        central = self.start()
        socket = os.path.join(self.data, "control.sock")
        self.assertEqual(stat.S_IMODE(os.stat(socket).st_mode), 0o600, "nobody but the owner")
        central.end(signal.SIGKILL)
        self.assertTrue(os.path.exists(socket), "it is left, with the address")
        self.assertTrue(verify(CENTRAL, self.data)["ok"], "nobody has the directory")
        central = self.start()
        self.every_command_works()
        self.assertEqual(central.end(), YES)

    def test_a_central_of_an_earlier_version(self):
        central = self.start()
        address = pathlib.Path(self.data, "address")
        address.write_text("".join(line for line in address.read_text(encoding="utf-8").splitlines(True)
                                   if not line.startswith("local=")), encoding="utf-8")
        self.every_command_works()
        self.assertEqual(central.end(), YES)

    def test_a_central_that_hangs_is_not_to_be_stopped(self):
        central = self.start()
        os.kill(central.process.pid, signal.SIGSTOP)
        try:
            done = self.run_it("verify", self.data)
        finally:
            os.kill(central.process.pid, signal.SIGCONT)
        self.assertEqual(done.returncode, CANNOT_START)
        self.assertIn("control.sock", done.stderr)
        self.assertNotIn("stopp sentralen", done.stderr)
        self.assertEqual(central.end(), YES)

    def test_a_reader_who_does_not_read_holds_up_no_check(self):
        central = self.start()
        with Client(central.address, "kari") as client:
            contact = client.execute(cmd.Command(record_call=cmd.RecordCall(
                kind=rec.CALL_KIND_PHONE, lane=rec.CALL_LANE_NORMAL, municipality="5037"))).contact_id
            self.assertTrue(contact)
            for _ in range(1500):
                client.execute(cmd.Command(open_contact=cmd.OpenContact()))
        # It takes nothing: a small window, and no read.
        with grpc.insecure_channel(central.address, options=[
                ("grpc.use_local_subchannel_pool", 1), ("grpc.http2.lookahead_bytes", 1024),
                ("grpc.http2.bdp_probe", 0)]) as channel:
            stalled = admin_pb2_grpc.AdminServiceStub(channel).Export(
                admin_pb2.ExportRequest(format=admin_pb2.EXPORT_FORMAT_CSV))
            time.sleep(1)
            began = time.monotonic()
            self.assertEqual(verify(CENTRAL, self.data)["code"], YES)
            self.works("backup", self.data, self.path("copy.db"))
            self.assertLess(time.monotonic() - began, 20)
            stalled.cancel()
        self.assertEqual(central.end(), YES)

    def test_a_time_of_a_restart_that_cannot_be(self):
        central = self.start()
        late = time.strftime("%Y-%m-%d %H:%M", time.localtime(time.time() + 2 * DAY_S))
        for at in ("2020-01-01 07:00", late):
            done = self.run_it("restart", self.data, "--by", "Drift", "--at", at)
            self.assertEqual(done.returncode, NO)
            self.assertIn("høyst 24 timer", done.stderr)
            self.assertNotIn("at_us", done.stderr)
        self.assertEqual(central.end(), YES)

    def test_what_is_wrong_with_a_command_line_is_said_in_our_words(self):
        for arguments, words in (
                (("verify", "--wat", "x"), "Ukjent på kommandolinjen: --wat"),
                (("verify",), "DIR mangler"),
                (("restart", "x", "--in", "5"), "--by mangler"),
                (("restart", "x", "--by"), "--by mangler en verdi"),
                (("restart", "x", "--by", "a", "--in", "0"), "--in kan ikke være 0: velg et tall fra 1 til 1440"),
                (("restart", "x", "--by", "a", "--in", "b"), "--in kan ikke være b: velg et tall fra 1 til 1440"),
                (("export", "x", "--format", "xml", "y"), "--format kan ikke være xml: velg blant csv,json,html"),
                (("export", "x", "--format", "csv", "--contact", "0", "y"), "--contact kan ikke være 0: det må være et tall"),
                (("export", "x", "--format", "csv", "--contact", "1", "--set", "tables", "y"), "kan ikke brukes sammen"),
                (("serve", "--region", "x", "--data", "y", "--backups-kept", "3"), "kan bare brukes sammen med --backup-dir"),
                ((), "En kommando mangler")):
            done = self.run_it(*arguments)
            self.assertEqual(done.returncode, WRONG_USE, arguments)
            self.assertIn(words, done.stderr)
            self.assertIn("Se legevakt-central --help", done.stderr)
        self.assertIn("Bruk: legevakt-central verify [VALG] DIR", self.run_it("verify", "--help").stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
