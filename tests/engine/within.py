"""Code of ours that reads what a student has made, run where memory and time are short."""

import resource
import subprocess
import sys

from parts import ROOT


def within(megabytes: int, seconds: int, code: str) -> str:
    """Run code in a process that may have so much memory and so many seconds of a processor; returns what it prints."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, preexec_fn=limit, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"ended with {done.returncode}: {done.stderr[-2000:]}"
    return done.stdout.strip()
