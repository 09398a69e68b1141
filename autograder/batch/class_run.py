"""Grading as a person asks for it: one notebook or a class, with progress, reports on disk, and an exit status."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.text import Text

from autograder import files, names, packing
from autograder.batch.out_folder import Results
from autograder.batch.progress import progress
from autograder.course import Course, UsageError
from autograder.feedback import insights, summary, table
from autograder.feedback.insights import Insights
from autograder.grading import fingerprint
from autograder.report import Report, ungraded
from autograder.secret import course_secret
from autograder.submission.folder import Submission, find, refuse_in_sight, single
from autograder.submission.notebook import Rejected, opened
from autograder.workers import devices
from autograder.workers.orders import Interrupted, Order, Shipment, Terms
from autograder.workers.pool import Pool, cores

if TYPE_CHECKING:
    from autograder.workers.cluster import Cluster

OK, OUR_FAULT = 0, 1
_GO_ON = "the same command goes on where this one stopped"
_MOST_ROWS = 50  # of a table in a terminal; a larger class gets its sums


@dataclass
class ClassRun:
    """One command's settings. `required` names layers of isolation without which nothing is graded.

    Without a `seed`, that of the reports which are in OUT already, or else a new one. Of `share` (i, n), only each
    nth submission from the ith on is graded here. `ray` is a cluster's address, or "local"; `gpus`, what each
    submission takes of one there.
    """

    course: Course
    assignment: str
    seed: int | None
    jobs: int
    required: Sequence[str] = ()
    allow_unsafe: bool = False
    quiet: bool = False
    verbose: bool = False
    force: bool = False
    share: tuple[int, int] = (1, 1)
    ray: str = ""
    gpus: float = 0.0
    device: str = devices.CPU

    def one(self, notebook: Path, target: Path | None) -> int:
        """Grade one notebook; its report goes to `target` and, in words, to the terminal."""
        if not self.allow_unsafe:
            refuse_in_sight(notebook.parent, *([] if target is None else [target.parent]))
        seed = new_seed() if self.seed is None else self.seed
        order = Order(self.assignment, str(notebook.absolute()), None, seed)
        if self.assignment not in self.course.assignments:
            return self._unknown(order, target)
        (report,) = self._grade([order], {})
        if target is not None:
            files.write(target, report.to_json())
        if not self.quiet:
            table.print_one(Console(), report)
        return OUR_FAULT if report.status == "error" else OK

    def _unknown(self, order: Order, target: Path | None) -> int:
        """Wrong usage; but whoever waits for the report finds one that says so."""
        reason = f"no assignment {self.assignment!r}; this course has: {', '.join(self.course.assignments)}"
        if target is not None:
            files.write(target, ungraded(order, "rejected", reason).to_json())
        raise UsageError(reason)

    def many(self, folder: Path, out: Path) -> int:
        """Grade a folder (or one notebook, as if it were a folder of one), each report written as it is ready.

        What has been graded before, and is unchanged, is left as it is. Raises Stopped where it can't go on.
        """
        name = self.course.assignment(self.assignment).name
        if not self.allow_unsafe:
            refuse_in_sight(folder if folder.is_dir() else folder.parent, out)
        found = find(folder, name) if folder.is_dir() else [single(folder)]
        i, n = self.share
        share = found[i - 1 :: n]
        faults = {submission.student: submission.fault for submission in share if submission.fault}
        with Results(out, name, shared=n > 1) as results:
            orders = self._orders(share, results)
            waiting = [o for o in orders if self.force or not results.holds(o.student, o.fingerprint)]
            start = time.monotonic()
            results.expect(len(waiting))
            try:
                self._grade_into(results, waiting, faults)
            except KeyboardInterrupt:
                results.finish()
                done = sum(results.holds(o.student, o.fingerprint) for o in orders)
                raise Interrupted(f"stopped: {done} of {len(orders)} are graded and kept in {out}; {_GO_ON}") from None
            results.finish()
            seconds = time.monotonic() - start
            known = insights.of(name, results.of(o.student for o in orders))
            if not self.quiet:
                self._tell(known, results, len(waiting), seconds)
            return OUR_FAULT if any(row.status == "error" for row in known.rows) else OK

    def _orders(self, found: Sequence[Submission], results: Results) -> list[Order]:
        if self.seed is None:
            self.seed = new_seed() if self.force else results.seed() or new_seed()
        secret = course_secret(self.course.title)
        course = fingerprint.of_course(self.course, self.assignment, secret, self.device)
        return [
            Order(
                self.assignment, str(s.notebook.absolute()), s.student, self.seed,
                fingerprint.of_submission(course, self.seed, s.student, s.notebook, s.fault),
            )
            for s in found
        ]  # fmt: skip

    def _grade_into(self, results: Results, orders: Sequence[Order], faults: Mapping[str, str]) -> None:
        grading = self._grade(orders, faults)
        with progress(len(orders), quiet=self.quiet) as done, contextlib.closing(grading) as reports:
            for report in reports:
                results.add(report)
                done(report)

    def _grade(self, orders: Sequence[Order], faults: Mapping[str, str]) -> Generator[Report, None, None]:
        """The reports as they become ready; at once those of students whose submission has a fault."""
        with contextlib.ExitStack() as copies:
            readable: list[Order] = []
            for order in orders:
                made = self._to_hand_out(order, faults.get(order.student or ""), copies)
                if isinstance(made, Order):
                    readable.append(made)
                else:
                    yield made
            if not readable:
                return
            with self._pool(min(self.jobs or cores(), len(readable))) as pool:
                for order, report in pool.grade(readable):
                    yield msgspec.structs.replace(report, fingerprint=order.fingerprint)

    def _to_hand_out(self, order: Order, fault: str | None, copies: contextlib.ExitStack) -> Order | Report:
        """The order as a worker takes it, or at once the report of one that nobody could grade."""
        if fault:
            return self._ungraded(order, "rejected", fault)
        try:
            return _plainly_named(order, copies)
        except Rejected as why:
            return self._ungraded(order, "rejected", str(why))
        except OSError as why:
            return self._ungraded(order, "error", f"our fault: {why.strerror}")

    def _ungraded(self, order: Order, status: str, reason: str) -> Report:
        most = self.course.assignments[order.assignment].max_score
        return msgspec.structs.replace(ungraded(order, status, reason, most), fingerprint=order.fingerprint)

    def _pool(self, size: int) -> Pool | Cluster:
        terms = Terms(
            course=str(self.course.root),
            secret=course_secret(self.course.title),
            device=self.device,
            required=tuple(self.required),
            allow_unsafe=self.allow_unsafe,
        )
        if not self.ray:
            return Pool(terms, size)
        from autograder.workers.cluster import Cluster  # noqa: PLC0415  only where it is asked for

        shipment = Shipment(
            course=packing.course_tar(self.course, self.assignment),
            assignment=self.assignment,
            fingerprint=fingerprint.of_course(self.course, self.assignment, terms.secret, self.device).hex(),
            max_score=self.course.assignment(self.assignment).max_score,
            terms=msgspec.structs.replace(terms, share=min(self.gpus or 1.0, 1.0)),
        )
        return Cluster(shipment, self.ray, gpus=self.gpus, processors=self.jobs or cores())

    def _tell(self, known: Insights, results: Results, graded: int, seconds: float) -> None:
        """The class in the terminal, and where the rest is."""
        console = Console()
        reports = results.of(sorted(row.student for row in known.rows))
        if self.verbose:
            for report in reports:
                console.print(Text(f"\n{names.in_a_line(report.student or '-')}", style="bold underline"))
                table.print_one(console, report)
        elif len(known.rows) <= _MOST_ROWS:
            table.print_class(console, list(reports))
        else:
            console.print(summary.exercises(known))
        console.print()
        summary.print_insights(console, known)
        print("\n".join(summary.lines(known, graded, seconds)))
        print(f"\n{len(known.rows)} reports in {results.folder}, grades in {results.out / files.GRADES}")
        print(f"the class in a browser: {results.folder / files.CLASS_PAGE}")


def _plainly_named(order: Order, copies: contextlib.ExitStack) -> Order:
    """The order; for a copy, which `copies` removes, where the notebook's name is one that not everything can write.

    Names may be bytes that are no text, or command a terminal. Raises Rejected, or OSError where there is no room.
    """
    if names.key(order.notebook) == order.notebook:
        return order
    with opened(Path(order.notebook)) as notebook:
        copy = Path(copies.enter_context(tempfile.TemporaryDirectory(prefix="autograder-")), "notebook.ipynb")
        with copy.open("wb") as target:
            shutil.copyfileobj(notebook, target)
    return msgspec.structs.replace(order, notebook=str(copy))


def new_seed() -> int:
    """A seed that nobody foresees."""
    return secrets.randbelow(1 << 48)
