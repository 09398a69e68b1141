"""The README's pictures: the pages of the example class, as Chromium shows them by day and by night.

make pictures
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HAND_IN = ROOT / "examples" / "linear_regression"
PICTURES = ROOT / "docs"


def main():
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium takes the pictures: apt-get install chromium")
    with tempfile.TemporaryDirectory() as out, sync_playwright() as driver:
        command = [sys.executable, "-m", "autograder", "grade", HAND_IN, "--assignment", "linear_regression"]
        # with a secret and a seed that are known, two people's pictures show the same numbers
        environment = os.environ | {"AUTOGRADER_SECRET": "pictures"}
        subprocess.run([*command, "--out", out, "--seed", "3", "-q"], check=True, cwd=ROOT, env=environment)  # noqa: S603
        pages = Path(out, "linear_regression")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme, ending in (("light", ".png"), ("dark", "-dark.png")):
            take(browser, scheme, pages / "index.html", PICTURES / f"class{ending}", 1100)
            take(browser, scheme, pages / "well_known_mistakes.html", PICTURES / f"student{ending}", 620, "linreg")
        browser.close()


def take(browser: Browser, scheme: str, page: Path, picture: Path, width: int, exercise: str = ""):
    """A picture of the first screen of a page, or of the screen that begins with an exercise."""
    tab = browser.new_page(viewport={"width": width, "height": 1020}, color_scheme=scheme)
    tab.goto(page.as_uri())
    if exercise:
        tab.evaluate(f"scrollTo(0, document.getElementById('{exercise}').offsetTop - 12)")
    tab.screenshot(path=picture)
    tab.close()
    print(picture)


if __name__ == "__main__":
    main()
