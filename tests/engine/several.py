"""As a program: several commands of `autograder`, one after another, all from one warm process (see `forked_starts`).

`several.py [[FOLDER, [WORD, …]], …]` prints a line of JSON for each: its status, what it printed, its errors, and which
processes it has left running.
"""

from __future__ import annotations

import json
import sys

from forked_starts import SERVERS, call, forked_starts
from left_running import adopt_orphans, described, left_running


def main() -> None:
    adopt_orphans()
    with forked_starts():  # which ends the processes that are forked
        for folder, words in json.loads(sys.argv[1]):
            done = call(*words, cwd=folder)
            left = left_running(besides=SERVERS.numbers())
            print(json.dumps([done.returncode, done.stdout, done.stderr, described(left)]), flush=True)


if __name__ == "__main__":
    main()
