"""Writes files as a C++ library: embed.py OUT TARGET NAMESPACE ROOT FILE..."""
import os
import sys

out, target, namespace, root, *files = sys.argv[1:]
os.makedirs(out, exist_ok=True)
header = f"""// Made by cmake/embed.py.
#pragma once
#include <span>
#include <string_view>
namespace {namespace} {{
struct File {{
  std::string_view path;
  std::string_view data;
}};
std::span<const File> Files();
}}  // namespace {namespace}
"""
parts = [f'// Made by cmake/embed.py.\n#include "{target}.h"\nnamespace {namespace} {{\nnamespace {{\n']
for number, name in enumerate(files):
    with open(os.path.join(root, name), "rb") as source:
        data = source.read()
    values = ",".join(map(str, data)) or "0"
    parts.append(f"constexpr unsigned char kData{number}[] = {{{values}}};\n")
    parts.append(f"constexpr std::size_t kSize{number} = {len(data)};\n")
parts.append("}  // namespace\nstd::span<const File> Files() {\n  static const File files[] = {\n")
for number, name in enumerate(files):
    parts.append(
        f'      {{"{name}", {{reinterpret_cast<const char*>(kData{number}), kSize{number}}}}},\n')
parts.append(f"  }};\n  return files;\n}}\n}}  // namespace {namespace}\n")
for path, text in ((f"{target}.h", header), (f"{target}.cc", "".join(parts))):
    path = os.path.join(out, path)
    with open(path, "w", encoding="utf-8") as result:
        result.write(text)
