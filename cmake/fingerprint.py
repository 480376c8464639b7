#!/usr/bin/env python3
"""Writes a C++ source whose one function gives a hash over the named files: fingerprint.py OUT FUNCTION FILE..."""

import hashlib
import pathlib
import sys

out, function, *files = sys.argv[1:]
*scope, name = function.split("::")
digest = hashlib.blake2b(digest_size=32)
for file in sorted(files):
    digest.update(pathlib.Path(file).name.encode() + b"\0" + pathlib.Path(file).read_bytes() + b"\0")
pathlib.Path(out).write_text(f"""// Made by cmake/fingerprint.py.
#include <string_view>

namespace {"::".join(scope)} {{
std::string_view {name}();
std::string_view {name}() {{
  return "{digest.hexdigest()}";
}}
}}  // namespace {"::".join(scope)}
""")
