"""Makes the Python messages and stubs of proto/ when a test begins; nothing generated is kept in the tree.

`make(source_dir)` before anything of legevakt.v1 is imported. Needs protoc, Debian's grpc_python_plugin, and
python3-grpcio and python3-protobuf (script/packages)."""

import atexit
import pathlib
import shutil
import subprocess
import sys
import tempfile


def make(source_dir):
    try:
        import grpc  # noqa: F401
        import google.protobuf  # noqa: F401
    except ImportError as error:
        sys.exit(f"{error}: run script/install check")
    plugin = shutil.which("grpc_python_plugin")
    if plugin is None or shutil.which("protoc") is None:
        sys.exit("protoc or grpc_python_plugin is missing: run script/install build")
    proto = pathlib.Path(source_dir) / "proto"
    files = sorted(str(file) for file in proto.glob("legevakt/v1/*.proto"))
    out = tempfile.mkdtemp(prefix="legevakt-stubs-")
    atexit.register(shutil.rmtree, out, ignore_errors=True)
    subprocess.run(["protoc", f"--proto_path={proto}", f"--python_out={out}", f"--grpc_out={out}",
                    f"--plugin=protoc-gen-grpc={plugin}", *files], check=True)
    sys.path.insert(0, out)
