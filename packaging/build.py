"""Makes the bundle for this system in `dist/`: the program's folder, its licences, an archive of both. Signs nothing.

Called by `start.py package`. Needs about a minute; tries the result before it says so.
"""

import importlib.metadata
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"


def shipped(name: str, found: dict[str, importlib.metadata.Distribution]) -> None:
    """Collect into `found` the distribution and those it needs on this system, by name."""
    distribution = importlib.metadata.distribution(name)
    if distribution.name in found:
        return
    found[distribution.name] = distribution
    for text in distribution.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            shipped(requirement.name, found)


def licences(target: Path) -> None:
    """The licence texts of everything inside; Qt's wheels carry none, so its texts lie beside this file."""
    shutil.copytree(ROOT / "packaging" / "licences", target)
    found: dict[str, importlib.metadata.Distribution] = {}
    shipped("qbodesk", found)
    for name, distribution in found.items():
        for file in distribution.files or ():
            stem = file.name.lower()
            if ".dist-info" in file.parts[0] and stem.startswith(("licen", "copying", "notice", "authors")):
                place = target / name / file.name
                place.parent.mkdir(exist_ok=True)
                shutil.copyfile(str(file.locate()), place)


def main() -> int:
    """0 when the bundle is made and starts."""
    recipe = ROOT / "packaging" / "qbodesk.spec"
    options = [
        "--noconfirm",
        "--log-level",
        "ERROR",
        "--distpath",
        str(DIST),
        "--workpath",
        str(ROOT / "build"),
    ]
    made = subprocess.run([sys.executable, "-m", "PyInstaller", *options, str(recipe)], check=False)
    if made.returncode:
        return made.returncode
    folder = DIST / ("qbodesk.app" if sys.platform == "darwin" else "qbodesk")
    inside = folder / "Contents" / "Resources" if sys.platform == "darwin" else folder
    licences(inside / "licences")
    program = folder / ("Contents/MacOS/qbodesk" if sys.platform == "darwin" else "qbodesk")
    # the story in pictures needs all of it: the simulator, migrations, both clients, the window, the PDF
    with tempfile.TemporaryDirectory() as pictures:
        tour = [str(program), "demo", "--tour", pictures]
        tried = subprocess.run(tour, capture_output=True, text=True, check=False)
    if tried.returncode:
        print(f"The bundle does not work:\n{tried.stderr[-3000:]}", file=sys.stderr)
        return 1
    kind = "zip" if sys.platform in {"win32", "darwin"} else "gztar"
    archive = shutil.make_archive(str(DIST / f"qbodesk-{sys.platform}"), kind, DIST, folder.name)
    print(f"{folder} and {archive}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
