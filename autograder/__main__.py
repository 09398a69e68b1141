"""`python -m autograder`, the same as `autograder`."""

import os
import sys

if __name__ == "__main__":
    # started among the submissions, Python would import a student's numpy.py in place of numpy
    sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]  # noqa: PTH109
    from autograder.cli import main

    main()
