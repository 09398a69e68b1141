"""The README's pictures: the pages of the example class, as Chromium shows them.

.venv/bin/python examples/pictures.py
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HAND_IN = ROOT / "examples" / "linear_regression"


def main():
    with tempfile.TemporaryDirectory() as out, sync_playwright() as driver:
        command = [sys.executable, "-m", "autograder", "grade", HAND_IN, "--assignment", "linear_regression"]
        subprocess.run([*command, "--out", out, "--seed", "3", "-q"], check=True, cwd=ROOT)  # noqa: S603
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for page, picture, width, height in (
            ("index.html", "class.png", 1100, 1020),
            ("well_known_mistakes.html", "student.png", 620, 1020),
        ):
            tab = browser.new_page(viewport={"width": width, "height": height})
            tab.goto(f"file://{out}/linear_regression/{page}")
            if page != "index.html":
                tab.locator("#linreg").scroll_into_view_if_needed()
                tab.evaluate("scrollTo(0, document.querySelector('#linreg').offsetTop - 12)")
            tab.screenshot(path=ROOT / "docs" / picture)
        browser.close()


if __name__ == "__main__":
    main()
