"""A real central on a data directory, on ports of its own, ended by its own process id."""

import json
import os
import pathlib
import signal
import subprocess
import threading

READY_S = 60
END_S = 30


def begin(program, source_dir, data, log, *more):
    source = pathlib.Path(source_dir)
    listen = () if "--listen" in more else ("--listen", "127.0.0.1:0")
    return subprocess.Popen(
        [program, "serve", "--region", source / "central/demo/region.yaml", "--tools", source / "triage/tools",
         "--data", data, *listen, "--web", "127.0.0.1:0", *more],
        stdout=subprocess.PIPE, stderr=log, text=True)


class CentralProcess:
    def __init__(self, program, source_dir, data, *more):
        """`more`: further options of `serve`."""
        # No pipe that nobody reads: the log goes to a file beside the data.
        self._log = open(f"{data}.log", "ab")
        self.process = begin(program, source_dir, data, self._log, *more)
        ready = []
        reader = threading.Thread(target=lambda: ready.append(self.process.stdout.readline()), daemon=True)
        reader.start()
        reader.join(READY_S)
        words = dict(word.split("=", 1) for word in (ready[0].split() if ready else []) if "=" in word)
        if "grpc" not in words:
            self.end(signal.SIGKILL)
            raise AssertionError(f"central did not get ready: {ready}; its log: "
                                 + pathlib.Path(f"{data}.log").read_text(encoding="utf-8", errors="replace")[-2000:])
        self.address = words["grpc"]

    @staticmethod
    def kill_while_starting(program, source_dir, data, after_s):
        with open(f"{data}.log", "ab") as log, begin(program, source_dir, data, log) as process:
            try:
                process.wait(after_s)
            except subprocess.TimeoutExpired:
                process.kill()

    def kill(self):
        """SIGKILL now; does not wait."""
        os.kill(self.process.pid, signal.SIGKILL)

    def end(self, how=signal.SIGTERM):
        """Ends the process and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(END_S)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._log.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end(signal.SIGKILL)


def verify(program, path):
    """The answer of `legevakt-central verify --json`, with its exit code under "code"."""
    done = subprocess.run([program, "verify", path, "--json"], capture_output=True, text=True, timeout=120)
    answer = json.loads(done.stdout) if done.stdout.strip() else {"problem": done.stderr}
    return {**answer, "code": done.returncode}
