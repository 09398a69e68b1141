"""The warm process: it imports torch once, and from it come both sides, the parent of all sandboxes and the workers.

Executed with a clean environment, so that /proc/self/environ tells nothing. First the sandboxes' parent is forked,
while nothing secret is in memory; only then workers, each of which loads graders and reference for itself.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import warnings

from autograder import linux
from autograder.workers.orders import NEW_WORKER


def import_everything() -> None:
    """Import what notebooks and graders use, and run what torch loads lazily at first use, with one thread.

    After a multi-threaded operation here, a child that computes would hang for ever. So no gradient is computed where a
    GPU is in sight (see `can_fork`).
    """
    # all imports of this process stand in functions: it can be told to end before it spends seconds on torch
    import torch  # noqa: PLC0415  see above

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    import IPython.core.interactiveshell  # noqa: PLC0415, F401  for those who come from here
    import numpy.random  # noqa: PLC0415, F401  numpy itself puts it off: 10 ms in each sandbox
    import pytest  # noqa: PLC0415, F401  for workers
    import torch.utils.data  # noqa: PLC0415  for notebooks

    from autograder.workers.lazy_dynamo import keep_dynamo_out  # noqa: PLC0415  it imports torch

    keep_dynamo_out()
    with contextlib.suppress(ImportError), warnings.catch_warnings(action="ignore"):
        import matplotlib as mpl  # noqa: PLC0415  an extra

        mpl.use("agg")
        import matplotlib.pyplot  # noqa: PLC0415, F401, ICN001  once the backend is chosen
    from autograder.sandbox.device import card_in_sight  # noqa: PLC0415  it imports torch

    _compute_once(gradients=not card_in_sight())


def _compute_once(*, gradients: bool) -> None:
    """One training step of a small net: torch loads what layers, losses and optimizers need at their first use."""
    import torch  # noqa: PLC0415  as above
    from torch import nn  # noqa: PLC0415  as above

    net = nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(32, 1))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loss = nn.functional.mse_loss(net(torch.randn(2, 1, 4, 4)), torch.zeros(2, 1))
    if gradients:
        loss.backward()
    optimizer.step()


def main() -> None:
    """Fork the sandboxes' parent, then a worker for each descriptor that arrives; end with the coordinator."""
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)  # also while torch is being imported
    coordinator = socket.socket(fileno=int(sys.argv[1]))
    if _hung_up(coordinator):  # before it could be told
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    serve(coordinator, enclose="--no-namespaces" not in sys.argv)


def prepare() -> None:
    """All that takes seconds: the imports, and what makes forks of this process cheap."""
    gc.disable()  # collections would take a sixth of the time and find next to nothing: what is imported stays
    import_everything()
    # the driver of a card keeps a thread of its own, which computes nothing and holds nothing that a child needs
    warnings.filterwarnings("ignore", message=".*multi-threaded, use of fork", category=DeprecationWarning)
    from autograder.sandbox import parent  # noqa: F401, PLC0415  it imports torch
    from autograder.sandbox.device import card_in_sight  # noqa: PLC0415  likewise
    from autograder.workers import devices  # noqa: PLC0415  likewise

    if not card_in_sight():
        devices.leave_to_sandboxes()
    _prepare_to_fork()
    gc.enable()


def serve(coordinator: socket.socket, *, enclose: bool) -> None:
    """Fork the sandboxes' parent, and then the workers that the coordinator asks for."""
    from autograder.sandbox import parent  # noqa: PLC0415  it imports torch

    _, sandboxes = parent.start(enclose=enclose)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for workers: their connections tell when they end
    _fork_workers(coordinator, sandboxes)


def _prepare_to_fork() -> None:
    """Make this process's memory cheap to copy and its code quick, for all that come from it."""
    from autograder.workers import huge_pages  # noqa: PLC0415  only in this process
    from autograder.workers.rehearsal import rehearse  # noqa: PLC0415  it imports torch

    gc.freeze()  # so that only what the rehearsal leaves behind is looked through
    rehearse()
    gc.collect()  # the rehearsal's classes would be there for every student to see
    huge_pages.collapse()
    gc.freeze()  # a collection in a child would touch, and so copy, every page of this
    gc.set_threshold(20_000, 20, 50)  # short-lived processes, whose tensors are not kept by cycles: 5 % of all time


def _fork_workers(coordinator: socket.socket, sandboxes: socket.socket) -> None:
    """Serve the coordinator until it hangs up, or until the sandboxes' parent ends: without it nothing is of use."""
    while True:
        ready, _, _ = select.select([coordinator, sandboxes], [], [])
        if sandboxes in ready:
            return
        message, descriptors, _, _ = socket.recv_fds(coordinator, 16, 1)
        if not message:
            return
        worker_end, parent_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        socket.send_fds(sandboxes, [NEW_WORKER], [parent_end.fileno()])
        parent_end.close()
        if os.fork() == 0:
            coordinator.close()
            sandboxes.close()
            _become_worker(descriptors[0], worker_end)
        os.close(descriptors[0])
        worker_end.close()


def _hung_up(other: socket.socket) -> bool:
    events = select.poll()
    events.register(other, select.POLLHUP)
    return bool(events.poll(0))


def _become_worker(jobs: int, sandboxes: socket.socket) -> None:
    try:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)  # in the middle of a submission, too
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        from autograder.workers.worker import work  # noqa: PLC0415  only now: graders and reference are secrets

        work(jobs, sandboxes)
    except BaseException:  # noqa: BLE001  to be seen; the coordinator hears only that the connection ends
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
    os._exit(0)  # nothing here needs torch's own clean-up, and workers end with this process
