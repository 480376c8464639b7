"""The main screens in both themes and two sizes of type, under Xvfb, against pictures that were looked at and accepted.

  golden_test.py console-preview [--accept] [NAME...]

A small picture of each lies in goldens/: small, so that another processor's rasteriser, or a second more on the clock,
makes no difference, while a zone that is gone, a theme that is wrong or type that has no room does. --accept writes them
anew: look at them before you commit.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SMALL = "480x270!"
# How far a picture may be from its golden (root mean square, 0 to 1). The wallboard stands still; the screens with an
# open contact change a little whenever a field does.
SCENES = {"wallboard": 0.03, "queue": 0.06, "triage": 0.06, "red": 0.06, "stale": 0.06}
VARIANTS = [(theme, scale) for theme in ("natt", "dag") for scale in ("1", "1.5")]


def shoot(preview, scene, theme, scale, out):
    subprocess.run(["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", preview, scene, out, "nb", theme, scale, "1920", "1080"],
                   check=True, timeout=280)


def distance(a, b):
    done = subprocess.run(["compare", "-metric", "RMSE", a, b, "null:"], capture_output=True, text=True)
    found = re.search(r"\(([\d.e+-]+)\)", done.stderr)
    if not found:
        raise RuntimeError(f"compare said: {done.stderr.strip()}")
    return float(found.group(1))


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    accept = "--accept" in sys.argv
    preview, names = arguments[0], arguments[1:]
    bad = []
    with tempfile.TemporaryDirectory() as folder:
        for scene, allowed in SCENES.items():
            for theme, scale in VARIANTS:
                name = f"{scene}-{theme}-{scale}"
                if names and name not in names and scene not in names:
                    continue
                whole, small = f"{folder}/whole.png", f"{folder}/{name}.png"
                shoot(preview, scene, theme, scale, whole)
                subprocess.run(["convert", whole, "-filter", "Box", "-resize", SMALL, "-depth", "8", "-strip", small], check=True)
                golden = HERE / "goldens" / f"{name}.png"
                if accept:
                    golden.parent.mkdir(exist_ok=True)
                    golden.write_bytes(pathlib.Path(small).read_bytes())
                    continue
                far = distance(small, str(golden))
                print(f"{name}: {far:.4f} of {allowed}")
                if far > allowed:
                    bad.append(name)
        # A picture that is wrong must be seen to be: another theme is far away.
        if not accept and not names:
            far = distance(str(HERE / "goldens/wallboard-natt-1.png"), str(HERE / "goldens/wallboard-dag-1.png"))
            assert far > 0.2, f"natt and dag differ by {far} only: the measure sees nothing"
    if bad:
        print(f"not as accepted: {', '.join(bad)}. Look at them (console-preview SCENE OUT.png nb THEME SCALE 1920 1080); "
              "golden_test.py console-preview --accept takes them as they are", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
