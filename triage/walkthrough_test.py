#!/usr/bin/env python3
"""docs/triage-format.md shows what the screen shows.

Follows the document from top to bottom in an empty folder: makes the edits of its ```diff blocks in the file that the
comment before them names, runs each `$ legevakt-triage ...` and finds the quoted output in the real one. Other
programs' commands are not run. A line of three dots stands for output that is not quoted; where a line is broken, and
how large a number is, does not matter.

Usage: walkthrough_test.py LEGEVAKT_TRIAGE [--show]     (--show prints the real output and compares nothing)
"""

import difflib
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "triage-format.md"
# What the reader has beside the document, by the names that it uses.
FILES = {
    "legevakt-3.yaml": "triage/tools/legevakt-3.yaml",
    "legevakt-3.cases.yaml": "triage/tools/legevakt-3.cases.yaml",
    "news2.yaml": "triage/tools/news2.yaml",
    "news2.cases.yaml": "triage/tools/news2.cases.yaml",
    "kontakter.csv": "tests/replay/synthetic.csv",
    "kart.yaml": "triage/maps/ktas.yaml",
}


def plain(text):
    """Without line breaks, and with numbers alike: counts and line numbers change with every case that is added."""
    return re.sub(r"[0-9]+([.,][0-9]+)*", "#", " ".join(text.split()))


def fences(lines):
    """(line number, language, the comment before it, its lines) of each fenced block."""
    comment = ""
    at = 0
    while at < len(lines):
        named = re.match(r"\s*<!-- fil: (\S+) -->", lines[at])
        if named:
            comment = named[1]
        opened = re.match(r"(\s*)```(\w*)\s*$", lines[at])
        if not opened:
            at += 1
            continue
        end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == "```")
        yield at + 1, opened[2], comment, [line[len(opened[1]):] for line in lines[at + 1:end]]
        comment = ""
        at = end + 1


def edit(path, changes):
    """Each stretch of lines (between three dots) replaces what it has with - and blank by what it has with + and blank,
    wherever that stands first in the file; indentation is kept."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for hunk in "\n".join(changes).split("\n...\n"):
        marked = [(line[0], line[1:].strip()) for line in hunk.splitlines()]
        old = [text for mark, text in marked if mark != "+"]
        starts = [n for n in range(len(lines)) if [line.strip() for line in lines[n:n + len(old)]] == old]
        assert starts, f"{path.name} has no {old}"
        at = starts[0]
        indent = ""
        for mark, text in marked:
            if mark != "+":
                indent = lines[at][:len(lines[at]) - len(lines[at].lstrip())]
            if mark == "-":
                del lines[at]
            elif mark == "+":
                lines.insert(at, indent + text)
                at += 1
            else:
                at += 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def check_output(command, quoted, real):
    position = 0
    for part in re.split(r"^\.\.\.$", "\n".join(quoted), flags=re.M):
        wanted = plain(part)
        found = plain(real).find(wanted, position)
        assert found >= 0, f"$ {command}\nquoted:\n{part}\nreal:\n{real}"
        position = found + len(wanted)


def run(program, folder, command):
    words = shlex.split(command)
    target = None
    if ">" in words:
        target = words[words.index(">") + 1]
        words = words[:words.index(">")]
    if words[0] == "cp":
        shutil.copy(folder / words[1], folder / words[2])
        return ""
    done = subprocess.run([program, *words[1:]], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    if target:
        (folder / target).write_text(done.stdout, encoding="utf-8")
        assert done.returncode == 0 and len(done.stdout) > 1000, done.stderr
        return done.stderr
    return done.stdout + done.stderr


def session(program, folder, lines, show):
    """One block of commands and their quoted output."""
    commands = 0
    at = 0
    while at < len(lines):
        command = lines[at].removeprefix("$ ") if lines[at].startswith("$ ") else ""
        end = next((i for i in range(at + 1, len(lines)) if lines[i].startswith("$ ")), len(lines))
        if command.split(" ")[0] in ("legevakt-triage", "cp"):
            real = run(program, folder, command)
            if show:
                print(f"$ {command}\n{real}")
            else:
                check_output(command, lines[at + 1:end], real)
            commands += 1
        at = end
    return commands


def clinical_lines_changed(folder):
    """How many lines the document's change takes, those that tell who signed it not counted."""
    old, new = ((folder / name).read_text(encoding="utf-8").split("\nscale:\n")[1].splitlines()
                for name in ("legevakt-3.yaml", "ny.yaml"))
    return sum(line[:2] in ("- ", "+ ") for line in difflib.ndiff(old, new)) / 2


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    show = "--show" in sys.argv
    commands = 0
    edits = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, source in FILES.items():
            shutil.copy(ROOT / source, folder / file)
        for line, language, file, lines in fences(DOCUMENT.read_text(encoding="utf-8").splitlines()):
            try:
                if language == "diff":
                    edit(folder / file, lines)
                    edits += 1
                elif language == "":
                    commands += session(program, folder, lines, show)
            except AssertionError as problem:
                sys.exit(f"docs/triage-format.md:{line}: {problem}")
        changed = clinical_lines_changed(folder)
    print(f"{commands} commands, {edits} edits, {changed:g} clinical line(s) changed")
    # A document without them would pass too.
    sys.exit(0 if commands >= 8 and edits >= 3 and changed == 1 else 1)


if __name__ == "__main__":
    main()
