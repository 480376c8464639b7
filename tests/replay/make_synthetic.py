#!/usr/bin/env python3
"""Makes synthetic.csv: invented visits in the form of the real file that triage/maps/ktas.yaml reads, with the same kinds
of faults: empty cells, `??`, `#BOÞ!`, decimal commas, stray spaces, values out of range, quoted semicolons, rows that
are too short or too long, and rows without a readable expert level. The same seed gives the same bytes.

usage: make_synthetic.py [--rows N] [--seed N] > synthetic.csv"""

import argparse
import random
import sys

HEADER = ("Group;Sex;Age;Patients number per hour;Arrival mode;Injury;Chief_complain;Mental;Pain;NRS_pain;SBP;DBP;HR;RR;BT;"
          "Saturation;KTAS_RN;Diagnosis in ED;Disposition;KTAS_expert;Error_group;Length of stay_min;KTAS duration_min;"
          "mistriage")
# A complaint, how urgent it usually is (1 to 5), and whether it is an injury.
COMPLAINTS = [
    ("chest pain", 2, 0), ("Pain, chest", 2, 0), ("crushing chest discomfort", 1, 0), ("dyspnea", 2, 0),
    ("short of breath", 2, 0), ("mental change", 1, 0), ("post-CPR state", 1, 0), ("seizure", 2, 0),
    ("left side weakness", 2, 0), ("slurred speech", 2, 0), ("abd pain", 3, 0), ("RLQ pain", 3, 0), ("fever", 3, 0),
    ("fever & chill", 3, 0), ("headache", 3, 0), ("dizziness", 4, 0), ("low back pain", 4, 0), ("ankle injury", 4, 1),
    ("open wound", 4, 1), ("finger laceration", 4, 1), ("fall from stairs", 3, 1), ("vomiting", 4, 0), ("diarrhea", 4, 0),
    ("palpitation", 3, 0), ("hematemesis", 2, 0), ("epistaxis", 4, 0), ("skin rash", 5, 0), ("itching", 5, 0),
    ("sore throat", 5, 0), ("eye pain", 4, 0), ("drug intoxication", 2, 0), ("suicidal attempt", 2, 0), ("anxiety", 4, 0),
    ("vaginal bleeding, pregnancy", 3, 0), ("voiding difficulty", 4, 0), ("leg pain", 4, 0), ("???", 3, 0),
    ("general weakness", 3, 0), ("abnormal lab.", 3, 0), ('pain; "all over"', 4, 0),
]


def number(rng, mean, spread, decimals=0):
    return f"{rng.gauss(mean, spread):.{decimals}f}"


def spoiled(rng, cell):
    """One cell in eleven as a person, a spreadsheet or an instrument leaves it."""
    draw = rng.random()
    if draw < 0.02:
        return ""
    if draw < 0.04:
        return "??"
    if draw < 0.05:
        return "#BOÞ!"
    if draw < 0.06:
        return cell.replace(".", ",") if "." in cell else cell + ",0"
    if draw < 0.08:
        return f"  {cell} "
    if draw < 0.09:
        return "-"
    return cell


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ';"\n') else cell


def visit(rng):
    complaint, level, injury = rng.choice(COMPLAINTS)
    level = min(5, max(1, level + rng.choice([-1, 0, 0, 0, 1])))
    worse = max(0, 3 - level) / 2
    mental = 1 if rng.random() > worse * 0.5 else rng.choice([2, 3, 4])
    pain = 0 if rng.random() < 0.4 else 1
    vitals = [
        number(rng, 130 - 20 * worse, 20), number(rng, 80, 12), number(rng, 85 + 20 * worse, 14),
        number(rng, 18 + 5 * worse, 2), number(rng, 36.8, 0.6, 1),
        "" if rng.random() < 0.5 else str(min(100, int(rng.gauss(97 - 5 * worse, 2)))),
    ]
    if rng.random() < 0.02:
        vitals[rng.randrange(6)] = rng.choice(["999", "-5", "3.68"])
    nrs = "#BOÞ!" if pain == 0 else str(min(10, max(1, int(rng.gauss(7 - level, 2)))))
    row = [
        str(rng.choice([1, 2])), str(rng.choice([1, 2])), str(rng.randint(16, 96)), str(rng.randint(2, 15)),
        str(rng.choice([1, 2, 3, 3, 3, 4, 6])), str(2 if injury else 1), complaint, str(mental), str(pain), nrs, *vitals,
        str(level), "invented", "1", str(level), "0 ", str(rng.randint(10, 900)), f"{rng.uniform(1, 9):.2f}".replace(".", ","),
        "0 ",
    ]
    return [cell if i in (6, 17, 19) else spoiled(rng, cell) for i, cell in enumerate(row)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=160)
    parser.add_argument("--seed", type=int, default=20261121)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    lines = [HEADER.encode()]
    for i in range(args.rows):
        row = visit(rng)
        if i % 20 == 7:
            row[19] = rng.choice(["", "??", "#BOÞ!", "9", "2,5"])
        line = ";".join(quoted(cell) for cell in row)
        if i % 50 == 11:
            line = line.rsplit(";", 3)[0]  # too short, after the level
        if i % 50 == 12:
            line += ";;more"
        ending = "\r" if i % 9 == 4 else ""
        lines.append((line + ending).encode())
    sys.stdout.buffer.write(b"\n".join(lines) + b"\n")


if __name__ == "__main__":
    main()
