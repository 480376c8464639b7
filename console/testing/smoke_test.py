"""A real window under Xvfb: the picture has the right size and is not blank. Usage: smoke_test.py console-preview"""
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib


def pixels(path):
    """Width, height and the raw rows of an 8-bit RGB PNG."""
    data = pathlib.Path(path).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "not a PNG file"
    at, body, width, height = 8, b"", 0, 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height = struct.unpack(">II", chunk[:8])
        if kind == b"IDAT":
            body += chunk
        at += 12 + size
    return width, height, zlib.decompress(body)


def main():
    preview = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        sizes = {}
        for scene, theme in (("queue", "natt"), ("triage", "dag")):
            out = f"{folder}/{scene}.png"
            subprocess.run(
                ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", preview, scene, out, "nb", theme, "1", "1366", "768"],
                check=True,
                timeout=120,
            )
            width, height, rows = pixels(out)
            assert (width, height) == (1366, 768), (width, height)
            # A blank or a one-colour window compresses to next to nothing and has few byte values.
            sizes[scene] = pathlib.Path(out).stat().st_size
            assert sizes[scene] > 30_000, f"{scene}: the picture is nearly blank ({sizes[scene]} bytes)"
            assert len(set(rows[:2_000_000])) > 100, f"{scene}: hardly any colours"
        print("smoke:", sizes)


main()
