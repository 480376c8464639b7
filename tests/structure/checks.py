"""The rules of the house that can be read off the files. Each check takes the root of a tree and returns a list of
sentences, one for each breach; none means that the rule is kept."""

import json
import pathlib
import re
import subprocess

CODE = {".cc", ".h"}
LINES_MAX = 700

# The rooms of triage/, from the evaluator out, each with those it may include; `triage` is what lies in no room of
# its own. Tests, benchmarks and fuzzers see all of them.
TRIAGE = {
    "triage/evaluator": set(),
    "triage/reader": {"triage/evaluator"},
    "triage/lint": {"triage/evaluator", "triage/reader"},
    "triage/diff": {"triage/evaluator", "triage/reader"},
    "triage/cases": {"triage/evaluator", "triage/reader", "triage/lint", "triage/diff"},
    "triage/sheet": {"triage/evaluator", "triage/reader", "triage/lint", "triage/cases"},
    "triage/stats": set(),
    "triage/past": {"triage/evaluator", "triage/stats"},
    "triage/report": {"triage/evaluator", "triage/reader", "triage/past", "triage/stats"},
}
IN_TRIAGE = set(TRIAGE) | {"triage"}

# The rooms, each with those it may include. A longer path wins over a shorter one.
ROOMS = {
    "base": {"base"},
    "proto": {"proto"},
    # How a client talks to central: for the console and the simulator.
    "proto/client": {"base", "proto", "proto/client"},
    **{room: {"base", room} | inner for room, inner in TRIAGE.items()},
    "triage": {"base"} | IN_TRIAGE,
    "central/domain": {"base", "proto", "central/domain"} | IN_TRIAGE,
    "central/engine": {"base", "proto", "central/domain", "central/engine"} | IN_TRIAGE,
    "central/store": {"base", "proto", "central/domain", "central/engine", "central/store"} | IN_TRIAGE,
    "central/rpc": {"base", "proto", "central/domain", "central/engine", "central/rpc"} | IN_TRIAGE,
    "central/web": {"base", "proto", "central/domain", "central/engine", "central/web", "doctor"} | IN_TRIAGE,
    # The hosts: what makes one program of the rooms.
    "central/config": {"base", "proto", "central/domain", "central/config"} | IN_TRIAGE,
    "central": None,
    "console": {"base", "proto", "proto/client", "central/domain", "console"} | IN_TRIAGE,
    "doctor": {"doctor"},
    "sim": {"base", "proto", "proto/client", "central/domain", "central/engine", "sim"} | IN_TRIAGE,
    "tests": None,
}

# Headers that would make the pure core know a clock, disk, network, thread or chance.
IMPURE = re.compile(
    r"boost/asio|boost/beast|grpc|sqlite3|yaml-cpp|spdlog|prometheus|^(chrono|thread|mutex|shared_mutex|"
    r"condition_variable|future|random|filesystem|fstream|iostream|ctime|time\.h|sys/.*|unistd\.h|base/ids\.h)$")
# Where purity begins: everything that these folders and files reach through our own headers.
PURE = ["central/domain", "triage/evaluator"]

TESTLIKE = re.compile(r"(_test|_bench|_fuzz|_probe)\.(cc|py|js|mjs)$|/test(s|ing|data)?/|/bench/|^tests/|/fake_|/testing\.(cc|h)$")


def files(root, suffixes):
    """Tracked and new files of ours with one of these endings, as paths under the root."""
    if (root / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=root,
                                capture_output=True, text=True, check=True).stdout.splitlines()
    else:
        listed = [str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()]
    return sorted({f for f in listed if pathlib.Path(f).suffix in suffixes and (root / f).is_file()})


def read(root, file):
    return (root / file).read_text(encoding="utf-8")


def room_of(path):
    parts = path.split("/")
    if path.startswith("legevakt/v1/"):
        return "proto"
    for depth in (2, 1):
        name = "/".join(parts[:depth])
        if name in ROOMS and len(parts) > depth:
            return name
    return None


def includes(text):
    return re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', text, re.M)


def check_directions(root):
    """base <- triage <- central/domain <- engine <- {store, rpc, web}; the console and sim see what is named."""
    found = []
    for file in files(root, CODE):
        room = room_of(file)
        if room is None:
            found.append(f"{file}: lies in no room that ARCHITECTURE.md knows")
            continue
        allowed = ROOMS[room]
        if allowed is None:
            continue
        if room in TRIAGE and TESTLIKE.search(file):
            allowed = allowed | IN_TRIAGE
        for name in includes(read(root, file)):
            other = room_of(name)
            if other is not None and other not in allowed:
                found.append(f"{file}: {room} may not include {name}")
    return found


def check_purity(root):
    """The domain and the evaluator reach no clock, disk, network, thread or chance, through any header of ours."""
    everything = files(root, CODE)
    begin = [f for f in everything if not TESTLIKE.search(f)
             and any(f == p or f.startswith(p + "/") for p in PURE)]
    found, seen, todo = [], set(), [(f, f) for f in begin]
    while todo:
        file, by = todo.pop()
        if file in seen:
            continue
        seen.add(file)
        text = read(root, file)
        for name in includes(text):
            if IMPURE.search(name):
                found.append(f"{by}: reaches <{name}> (in {file})")
            elif (root / name).is_file():
                todo.append((name, by))
    for file in begin:
        code = without_comments(read(root, file))
        for word in re.findall(r"\b(WallNowUs|BootNowUs|system_clock|steady_clock|float|double|rand|getenv)\b", code):
            found.append(f"{file}: the pure core uses {word}")
    return found


def check_proto(root):
    """No floats and no maps in what is stored or hashed."""
    found = []
    for file in files(root, {".proto"}):
        for word in re.findall(r"^\s*(?:repeated |optional )?(float|double|map<)", read(root, file), re.M):
            found.append(f"{file}: {word} in a message that is stored")
    return found


def check_length(root):
    endings = CODE | {".py", ".js", ".mjs", ".css", ".sh", ".cmake", ".proto"}
    return [f"{f}: {n} lines, more than {LINES_MAX}" for f in files(root, endings)
            if (n := read(root, f).count("\n")) > LINES_MAX]


def check_headers(root):
    """A header begins with its contract in words, and guards itself."""
    found = []
    for file in files(root, {".h"}):
        text = read(root, file)
        if not text.startswith("//"):
            found.append(f"{file}: begins without a comment on what it is for")
        if "#pragma once" not in text:
            found.append(f"{file}: has no #pragma once")
    return found


# --- words -------------------------------------------------------------------------------------------------

def without_comments(code):
    """The code without its comments; string literals stay."""
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, lambda m: "" if m.group(0)[0] == "/" else m.group(0), code, flags=re.S)


def literals(code):
    return [m for m in re.findall(r'"((?:\\.|[^"\\\n])*)"', without_comments(code))]


def catalogue(root):
    """{"nb": {key: text}, "en": {...}} and what is wrong with the files themselves."""
    texts, found = {"nb": {}, "en": {}}, []
    for path in sorted((root / "base" / "text").glob("*.json")):
        area, language = path.name.split(".")[:2]
        for key, text in json.loads(path.read_text(encoding="utf-8")).items():
            if not key.startswith(area + "."):
                found.append(f"base/text/{path.name}: {key} does not belong to the area {area}")
            if not isinstance(text, str) or not text.strip():
                found.append(f"base/text/{path.name}: {key} says nothing")
            texts.setdefault(language, {})[key] = str(text)
    return texts, found


def check_catalogue(root):
    """Both languages have the same keys with the same places."""
    texts, found = catalogue(root)
    for key in sorted(set(texts["nb"]) ^ set(texts["en"])):
        found.append(f"base/text: {key} is missing in {'en' if key in texts['nb'] else 'nb'}")
    for key in sorted(set(texts["nb"]) & set(texts["en"])):
        places = [sorted(set(re.findall(r"\{(\w+)\}", texts[lang][key]))) for lang in ("nb", "en")]
        if places[0] != places[1]:
            found.append(f"base/text: {key} has the places {places[0]} in nb and {places[1]} in en")
    return found


# Literals of the form area.name that are no keys: file names and the like.
NO_KEY = re.compile(r"\.(json|yaml|csv|proto|h|cc|js|html|css|png|db|sqlite|log|txt|md|svg|pem|ttf)$|^(legevakt|grpc)\.")


# Names of the console's commands that look like keys of an area.
COMMAND_NAMES = {"triage.search"}


def check_text_keys(root):
    """Every key in code exists, in both languages."""
    texts, found = catalogue(root)
    areas = {key.split(".")[0] for key in texts["nb"]}
    for file in files(root, CODE | {".js", ".mjs"}):
        if TESTLIKE.search(file):
            continue
        for text in literals(read(root, file)):
            if re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", text) and text.split(".")[0] in areas and not (
                    NO_KEY.search(text) or text in COMMAND_NAMES):
                for language in ("nb", "en"):
                    if text not in texts[language]:
                        found.append(f"{file}: no text {text} in {language}")
    return found


def check_reasons_have_words(root):
    """Every reason of a refusal is worded."""
    texts, _ = catalogue(root)
    common = read(root, "proto/legevakt/v1/common.proto")
    names = re.findall(r"^\s*REASON_(\w+) = [1-9]", common, re.M)
    return [f"base/text: refusal.{name.lower()} is missing" for name in names
            if f"refusal.{name.lower()}" not in texts["nb"]]


# What is read from people, not shown to them.
WORDS_READ = {" år"}


def check_no_user_text(root):
    """What a user reads is in the catalogue: no Norwegian letters in the strings of code."""
    found = []
    for file in files(root, CODE | {".js", ".mjs"}):
        if TESTLIKE.search(file):
            continue
        for text in literals(read(root, file)):
            # A letter alone is a letter: for sorting and searching.
            if re.search(r"[æøåÆØÅ]", text) and len(text) > 1 and text not in WORDS_READ:
                found.append(f'{file}: "{text}" belongs in base/text')
    return found


# --- people ------------------------------------------------------------------------------------------------

def is_national_id(digits):
    """Eleven digits with both control digits right."""
    number = [int(d) for d in digits]
    for weights in ([3, 7, 6, 1, 8, 9, 4, 5, 2, 1], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]):
        if sum(w * n for w, n in zip(weights, number)) % 11:
            return False
    return 1 <= int(digits[2:4]) % 40 <= 12


def check_only_synthetic_people(root):
    """An identity number in the repository has its month plus 80."""
    found = []
    endings = CODE | {".py", ".js", ".mjs", ".json", ".yaml", ".yml", ".csv", ".md", ".html", ".txt"}
    for file in files(root, endings):
        for digits in re.findall(r"(?<!\d)\d{11}(?!\d)", read(root, file)):
            if is_national_id(digits) and not 81 <= int(digits[2:4]) <= 92:
                found.append(f"{file}: {digits} could be a living person's; use month + 80")
    return found


# --- tables in documents -----------------------------------------------------------------------------------

def table_rows(text, heading):
    """The rows of the first table under a heading, as lists of cells, without the table's own head."""
    part = re.split(rf"^#+ {re.escape(heading)}.*$", text, maxsplit=1, flags=re.M)
    if len(part) < 2:
        return []
    rows = []
    for line in part[1].splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split(" | ")])
        elif rows:
            break
    return rows[2:]


def problems_of_test(root, cell):
    """A cell names tests as `file` `Name`, `Name`; every file must exist and hold every name that follows it."""
    found, file, names = [], None, 0
    for word in re.findall(r"`([^`]+)`", cell):
        if "/" in word:
            file = word
            if not (root / file).is_file():
                found.append(f"{file} does not exist")
                file = None
        elif file is not None:
            names += 1
            if not holds_test(read(root, file), word):
                found.append(f"{file} has no test {word}")
    if not found and names == 0:
        found.append(f"names no test: {cell}")
    return found


def holds_test(text, name):
    if "." in name:
        suite, case = name.split(".", 1)
        if re.search(rf"TEST(_F|_P)?\(\s*{re.escape(suite)},\s*{re.escape(case)}\s*\)", text):
            return True
        return bool(re.search(rf"^class {re.escape(suite)}\b", text, re.M)
                    and re.search(rf"def {re.escape(case)}\(", text))
    return bool(re.search(rf"def {re.escape(name)}\(|test\(\s*['\"]{re.escape(name)}['\"]", text))


RULES = 14


def check_rules_table(root):
    """ARCHITECTURE.md names file and test for each rule of the design, and they exist."""
    rows = table_rows(read(root, "ARCHITECTURE.md"), "The rules, where each lies, and its test")
    found = []
    numbers = [row[0] for row in rows]
    if numbers != [str(n) for n in range(1, RULES + 1)]:
        found.append(f"ARCHITECTURE.md: the table of rules has the numbers {numbers}, not 1 to {RULES}")
    for row in rows:
        if len(row) != 4:
            found.append(f"ARCHITECTURE.md: rule {row[0]} has {len(row)} columns, not 4")
            continue
        named = [w for w in re.findall(r"`([^`]+)`", row[2]) if "/" in w]
        if not named:
            found.append(f"ARCHITECTURE.md: rule {row[0]} names no file")
        found += [f"ARCHITECTURE.md: rule {row[0]}: {f} does not exist" for f in named if not (root / f).is_file()]
        found += [f"ARCHITECTURE.md: rule {row[0]}: {p}" for p in problems_of_test(root, row[3])]
    return found


ERRORS_MIN = 12


def check_errors_table(root):
    """docs/errors.md: input, code, sentence, test; every test exists, and every text key that it names."""
    texts, _ = catalogue(root)
    rows = table_rows(read(root, "docs/errors.md"), "The table")
    found = [] if len(rows) >= ERRORS_MIN else [f"docs/errors.md: {len(rows)} rows, expected {ERRORS_MIN}"]
    for row in rows:
        if len(row) != 4:
            found.append(f"docs/errors.md: {row[0]} has {len(row)} columns, not 4")
            continue
        found += [f"docs/errors.md: {row[0]}: {p}" for p in problems_of_test(root, row[3])]
        for key in re.findall(r"`([a-z_]+\.[a-z0-9_.]+)`", row[2]):
            if key not in texts["nb"]:
                found.append(f"docs/errors.md: {row[0]}: no text {key}")
    return found


CHECKS = [check_directions, check_purity, check_proto, check_length, check_headers, check_catalogue, check_text_keys,
          check_reasons_have_words, check_no_user_text, check_only_synthetic_people, check_rules_table,
          check_errors_table]
