"""As a program: several commands of `autograder`, one after another, all from one warm process (see `forked_starts`).

`several.py [[FOLDER, [WORD, …]], …]` prints a line of JSON for each: its status, what it printed, and its errors.
"""

from __future__ import annotations

import json
import sys

from forked_starts import call, forked_starts


def main() -> None:
    with forked_starts():
        for folder, words in json.loads(sys.argv[1]):
            done = call(*words, cwd=folder)
            print(json.dumps([done.returncode, done.stdout, done.stderr]), flush=True)


if __name__ == "__main__":
    main()
