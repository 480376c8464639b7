"""Where bytes of a journal's write-ahead log have changed that were synced before. Shares no code with central.

Written from https://www.sqlite.org/fileformat2.html#walformat and from docs/durability.md: SQLite takes the first frame
with a wrong checksum for the log's end. But a transaction is synced before the next one begins, so where more than the
rest of one transaction follows, what was acknowledged is missing. Of the last transaction alone it cannot be told.
"""

import struct

HEADER, FRAME_HEADER, PAGE = 32, 24, 4096
MAGIC = 0x377F0682


def checksum(start, data, order):
    """SQLite's, going on from `start`."""
    first, second = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        first = (first + words[at] + second) & 0xFFFFFFFF
        second = (second + words[at + 1] + first) & 0xFFFFFFFF
    return first, second


def is_not_needed(log, newest, main):
    """A header that was being written anew: SQLite does that when all of the log lies in the file."""
    return all(log[at + FRAME_HEADER:at + FRAME_HEADER + PAGE] == main[(page - 1) * PAGE:page * PAGE]
               for page, at in newest.items())


def damaged_at(log, main):
    """The byte where the damage begins, or None. `main` is the bytes of journal.db."""
    if len(log) < HEADER:
        return None
    magic, _, page_size = struct.unpack(">3I", log[:12])
    order = ">" if magic & 1 else "<"
    last = checksum((0, 0), log[:24], order)
    has_header = magic & ~1 == MAGIC and last == struct.unpack(">2I", log[24:32])
    last, salts = struct.unpack(">2I", log[24:32]), log[16:24]
    step = FRAME_HEADER + (page_size if has_header else PAGE)
    if not has_header and len(log) >= HEADER + step:
        salts = log[HEADER + 8:HEADER + 16]
    good, bad_at, changed_at, committed_after_bad = has_header, None, None, False
    pages, unfinished, newest, any_intact = set(), {}, {}, False
    for at in range(HEADER, len(log) - step + 1, step):
        frame = log[at:at + step]
        sums = checksum(checksum(last, frame[:8], order), frame[FRAME_HEADER:], order)
        # By the checksum in the frame before, and so also behind a bad one.
        last = struct.unpack(">2I", frame[16:24])
        intact = sums == last and frame[8:16] == salts
        good = good and intact
        if not good and bad_at is None:
            bad_at = at
        if not intact:
            continue
        any_intact = True
        page, commits = struct.unpack(">2I", frame[:8])
        if not has_header:
            unfinished[page] = at
            if commits:
                newest.update(unfinished)
                unfinished = {}
        # One transaction writes a page once, and nothing after its last frame.
        is_another = page in pages or committed_after_bad
        pages.add(page)
        if not good:
            changed_at = bad_at if is_another and changed_at is None else changed_at
            committed_after_bad = committed_after_bad or bool(commits)
        elif commits:
            pages = set()
    # One bit of the header says in which order of bytes all checksums are: of a log with frames, some are whole.
    if not has_header and bad_at is not None and not any_intact:
        return 0
    if changed_at is None or (not has_header and is_not_needed(log, newest, main)):
        return None
    return changed_at


def check(journal):
    """As damaged_at, of a file that a central may be writing to: damage stays where it is."""
    path = journal.with_name(journal.name + "-wal")
    seen = []
    for _ in range(32):
        if not path.is_file():
            return None
        found = damaged_at(path.read_bytes(), journal.read_bytes())
        if found is None:
            return None
        seen = seen + [found] if seen[-1:] == [found] else [found]
        if len(seen) == 4:
            break
    return found
