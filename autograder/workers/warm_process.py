"""The warm process as the coordinator has it: started with a clean environment, asked for workers, and ended."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import platformdirs

from autograder.own_environment import own_environment
from autograder.workers import devices
from autograder.workers.orders import NEW_WORKER, PoolFault, Terms


def warm_environment(device: str = devices.CPU, share: float = 1.0) -> dict[str, str]:
    """All that the warm process, and so a student's code, knows of this machine's environment."""
    user_cache = Path(platformdirs.user_cache_dir("autograder", appauthor=False))
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/nonexistent",
        "USER": "student",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(user_cache / "matplotlib"),  # its list of fonts takes seconds to make
        "PYTHONHASHSEED": "0",  # the same seed gives the same report, also where a student loops over a set
        "OMP_NUM_THREADS": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        **own_environment(),
        **devices.environment(device, share),
    }


class WarmProcess:
    """Starts the process at once; it has imported torch some seconds later, and answers then."""

    def __init__(self, terms: Terms, *, namespaces: bool) -> None:
        our_end, warm_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = self._started(terms, warm_end, namespaces=namespaces)
        warm_end.close()  # else nobody would be told when the process ends
        self.control = our_end

    def _started(self, terms: Terms, warm_end: socket.socket, *, namespaces: bool) -> subprocess.Popen[bytes]:
        # workers/warm.py, as a program of its own: this process never imports torch
        command = [sys.executable, "-P", "-m", "autograder.workers.warm", str(warm_end.fileno())]
        if not namespaces:
            command.append("--no-namespaces")
        return subprocess.Popen(  # noqa: S603  the program is this one's own
            command,
            pass_fds=[warm_end.fileno()],
            env=warm_environment(terms.device, terms.share or 1.0),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in a terminal is for the coordinator alone
        )

    @property
    def pid(self) -> int:
        """Of the process, and of the session that all of its children are in."""
        return self.process.pid

    def fork_worker(self) -> Connection:
        """The coordinator's end of a new worker's connection. Raises PoolFault where the process has ended."""
        our_end, worker_end = socket.socketpair()
        try:
            socket.send_fds(self.control, [NEW_WORKER], [worker_end.fileno()])
        except OSError as fault:
            our_end.close()
            raise PoolFault("the warm process has ended: what it printed above says why") from fault
        finally:
            worker_end.close()
        return Connection(our_end.detach())

    def stop(self, patience: float) -> None:
        """End it, by force after so many seconds; workers end with it, and sandboxes with their parent."""
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.process.kill()
        self.process.wait()
