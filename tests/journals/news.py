#!/usr/bin/env python3
"""Does with this version's client what the version before knows nothing of: asks for help, gives the answer, and takes a
note out of a contact into one of its own. Prints the last revision.

  news.py ADDRESS SOURCE_DIR CONTACT_ID NOTE_REVISION
"""

import pathlib
import sys

ADDRESS, SOURCE, CONTACT, NOTE = sys.argv[1:5]
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests/python"))

import stubs  # noqa: E402

stubs.make(SOURCE)

from client import Client  # noqa: E402
from legevakt.v1 import command_pb2 as cmd  # noqa: E402


def done(response):
    assert not response.HasField("refusal"), response
    return response


with Client(ADDRESS, "kari") as kari, Client(ADDRESS, "ola") as ola:
    contact_id = int(CONTACT)
    asked = done(kari.execute(cmd.Command(request_help=cmd.RequestHelp(contact_id=contact_id))))
    done(ola.execute(cmd.Command(answer_help=cmd.AnswerHelp(help_id=asked.revision))))
    split = cmd.SplitContact(contact_id=contact_id, entries=[int(NOTE)])
    print(done(kari.execute(cmd.Command(split_contact=split))).revision)
