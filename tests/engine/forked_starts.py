"""Starts that take a hundredth of a second: forked from a process that has imported everything already.

`autograder grade` imports torch in a warm process of its own, three seconds of a processor for each of some hundred
runs in these tests. Here one process goes through the same imports once (`warm.prepare`), and each run's warm process
is a fork of it, which serves as any other (`warm.serve`). So are the command line's own processes, by `call`.

`kernels` does the same for notebooks: each kernel is a fork of a process that has imported torch.

Tests of the start itself, of what is killed, and of what an environment changes take the real way: `subprocess.run` of
`python -m autograder`. So do the README's commands, the large class in each place of attack, and all tests below
`tests/package`.

As a program, `forked_starts.py KIND SOCKET [SOCKET]` is a process that is forked.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.workers import pool
from autograder.workers.orders import Terms
from autograder.workers.warm_process import WarmProcess, warm_environment

_LONGEST_REQUEST = 1 << 17  # bytes: a command's words and its environment
_SECONDS = 300.0  # for one command
# MPLBACKEND is what Jupyter sets; torch has one thread, since two tests run at a time
KERNEL_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}


@dataclass
class Forked:
    """A process that is no child of this one's, asked as a `Popen` is."""

    pid: int
    stdin = stdout = stderr = None  # it prints where the process that it comes from prints

    def __post_init__(self) -> None:
        self.handle = os.pidfd_open(self.pid)

    def poll(self) -> int | None:
        ready, _, _ = select.select([self.handle], [], [], 0)
        return 0 if ready else None

    def wait(self, timeout: float | None = None) -> int:
        ready, _, _ = select.select([self.handle], [], [], timeout)
        if not ready:
            raise subprocess.TimeoutExpired("a forked process", timeout or 0)
        return 0  # for any end: its status is told to its parent alone

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __del__(self) -> None:
        os.close(self.handle)


def _ask(server: socket.socket, request: dict[str, object], descriptors: Sequence[int]) -> socket.socket:
    """Have a server fork for us; returns where it answers."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(_SECONDS)
    with theirs:
        message = json.dumps({"folder": os.getcwd()} | request)
        socket.send_fds(server, [message.encode()], [theirs.fileno(), *descriptors])
    return ours


def _fork(server: socket.socket, request: dict[str, object], descriptors: Sequence[int]) -> Forked:
    """The process that a server forks for us; there it says so by `_tell_number`."""
    with _ask(server, request, descriptors) as answers:
        forked = Forked(json.loads(answers.recv(_LONGEST_REQUEST)))
        answers.send(b"go on")  # not before we hold on to it: another process could have its number
    return forked


class ForkedWarmProcess(WarmProcess):
    """The warm process of a run, forked from one that is warm; started as ever where another environment is due."""

    def _started(self, terms: Terms, warm_end: socket.socket, *, namespaces: bool) -> subprocess.Popen[bytes]:
        if warm_environment(terms.device, terms.share or 1.0) != warm_environment():
            return super()._started(terms, warm_end, namespaces=namespaces)
        sys.stdout.flush()
        sys.stderr.flush()
        forked = _fork(SERVERS.warm(), {"enclose": namespaces}, [1, 2, warm_end.fileno()])
        return forked  # type: ignore[return-value]  all that is asked of it is there


class _Servers:
    """The processes that are forked, each started when it is first needed."""

    def __init__(self) -> None:
        self.sockets: dict[str, socket.socket] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def warm(self) -> socket.socket:
        if "warm" not in self.sockets:
            self._start("warm", warm_environment())
        return self.sockets["warm"]

    def commands(self) -> socket.socket:
        if "commands" not in self.sockets:
            self._start("commands", dict(os.environ), self.warm())
        return self.sockets["commands"]

    def kernels(self) -> socket.socket:
        if "kernels" not in self.sockets:
            self._start("kernels", os.environ | KERNEL_ENVIRONMENT)
        return self.sockets["kernels"]

    def _start(self, kind: str, environment: dict[str, str], *others: socket.socket) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            descriptors = [theirs.fileno(), *(other.fileno() for other in others)]
            command = [sys.executable, "-P", __file__, kind, *map(str, descriptors)]
            process = subprocess.Popen(command, pass_fds=descriptors, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        self.processes[kind] = process
        self.sockets[kind] = ours

    def end(self, *kinds: str) -> None:
        """End those of these kinds that were started, or all of them."""
        ending = [kind for kind in self.processes if not kinds or kind in kinds]
        for kind in ending:
            self.sockets.pop(kind).close()
        for kind in ending:
            self.processes.pop(kind).wait(10)

    def numbers(self) -> set[int]:
        """The numbers of their processes."""
        return {process.pid for process in self.processes.values()}


SERVERS = _Servers()


@contextlib.contextmanager
def forked_starts() -> Iterator[None]:
    """While this lasts, pools of this process take a fork for their warm process."""
    real = pool.WarmProcess
    pool.WarmProcess = ForkedWarmProcess  # type: ignore[misc]
    try:
        yield
    finally:
        pool.WarmProcess = real  # type: ignore[misc]
        SERVERS.end()


def call(*words: object, cwd: str | Path | None = None, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`autograder WORDS …`, as `subprocess.run` gives it. Variables that Python reads as it starts have no effect."""
    with tempfile.TemporaryFile() as input_file, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        request: dict[str, object] = {"words": [str(word) for word in words], "folder": str(cwd or os.getcwd())}
        request["environment"] = dict(os.environ if env is None else env)
        with _ask(SERVERS.commands(), request, [f.fileno() for f in (input_file, output, errors)]) as answers:
            status = json.loads(answers.recv(_LONGEST_REQUEST))
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(words, status, output.read().decode(), errors.read().decode())


@contextlib.contextmanager
def kernels() -> Iterator[None]:
    """While this lasts, the kernels that Jupyter starts in this process are forks that have imported torch."""
    from jupyter_client.provisioning import local_provisioner

    real = local_provisioner.launch_kernel
    local_provisioner.launch_kernel = _forked_kernel  # type: ignore[assignment]
    try:
        yield
    finally:
        local_provisioner.launch_kernel = real
        SERVERS.end("kernels")


def _forked_kernel(command: Sequence[str], *, cwd: str, env: dict[str, str], **_streams: object) -> Forked:
    words = command[command.index("ipykernel_launcher") + 1 :]
    request: dict[str, object] = {"folder": str(cwd), "environment": env, "words": words}
    return _fork(SERVERS.kernels(), request, [])


# --- the servers ---------------------------------------------------------------------------------------------------


def _serve(server: socket.socket) -> tuple[dict[str, object], list[int]]:
    """Fork for each request; returns in the forks, with what was asked for. Ends this process when nobody can ask."""
    while True:
        data, descriptors, _, _ = socket.recv_fds(server, _LONGEST_REQUEST, 8)
        if not data:
            os._exit(0)
        if os.fork() == 0:
            server.close()
            request = json.loads(data)
            os.chdir(str(request["folder"]))
            return request, descriptors
        for descriptor in descriptors:
            os.close(descriptor)


def _tell_number(answer: int) -> None:
    """Tell whoever has asked for this process its number, and go on when it is held on to."""
    os.setsid()  # whoever ends it ends its group, and not the server
    with socket.socket(fileno=answer) as asker:
        asker.send(json.dumps(os.getpid()).encode())
        asker.recv(100)


def _warm_server(server: socket.socket) -> None:
    from autograder.workers import warm

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm.prepare()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them here
    request, (answer, output, errors, control) = _serve(server)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    _tell_number(answer)
    os.close(output)
    os.close(errors)
    warm.serve(socket.socket(fileno=control), enclose=bool(request["enclose"]))
    os._exit(0)


def _command_server(server: socket.socket, warm: socket.socket) -> None:
    import autograder.batch.class_run
    import autograder.cli

    SERVERS.sockets["warm"] = warm
    pool.WarmProcess = ForkedWarmProcess  # type: ignore[misc]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    request, (answer, *streams) = _serve(server)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    asker = socket.socket(fileno=answer)
    process = os.fork()
    if process:
        _, status = os.waitpid(process, 0)
        asker.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    asker.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[call-overload]
    sys.argv = ["autograder", *request["words"]]  # type: ignore[misc]
    _end(_status_of(autograder.cli.main))


def _kernel_server(server: socket.socket) -> None:
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends with this process, as Jupyter's with its parent
    import matplotlib.pyplot as plt  # noqa: F401  for those who come from here
    import torch
    from ipykernel.kernelapp import IPKernelApp

    torch.set_num_threads(1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them here
    request, (answer,) = _serve(server)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _tell_number(answer)
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[call-overload]
    IPKernelApp.launch_instance(request["words"])
    os._exit(0)


def _status_of(main: object) -> int:
    try:
        main()  # type: ignore[operator]
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            return 1
        return end.code or 0
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _end(status: int) -> None:
    """As Python ends: what was registered for it is called, and nothing that was printed is lost."""
    atexit._run_exitfuncs()
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    sockets = [socket.socket(fileno=int(number)) for number in sys.argv[2:]]
    servers = {"warm": _warm_server, "commands": _command_server, "kernels": _kernel_server}
    serve = servers[sys.argv[1]]
    serve(*sockets)
