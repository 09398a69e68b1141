"""Grading as a person asks for it: one notebook or a class, with progress, reports on disk, and an exit status."""

from __future__ import annotations

import contextlib
import gc
import secrets
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console

from autograder import files, packing
from autograder.batch import class_summary, not_graded
from autograder.batch.changes import Change, parts_of
from autograder.batch.class_summary import ToldChanges
from autograder.batch.corrections import check_exclusions, corrected
from autograder.batch.decisions import decisions_in
from autograder.batch.group_order import GroupOrder, Rules, brought_up_to_date, in_language, to_hand_out
from autograder.batch.known_students import known, matches_anybody
from autograder.batch.late_work import LateRules, of_its_file
from autograder.batch.out_folder import DryResults, Results
from autograder.batch.progress import progress
from autograder.course import Assignment, Course, UsageError
from autograder.feedback import insights, table
from autograder.grading import fingerprint
from autograder.languages import speaking
from autograder.lms import class_list as class_lists
from autograder.lms.class_list import ClassList
from autograder.lms.hand_in import HandIn, find
from autograder.report import Report, our_fault, ungraded
from autograder.secret import course_secret
from autograder.submission.folder import Submission, refuse_in_sight, single
from autograder.submission.notebook import Rejected
from autograder.workers import devices
from autograder.workers.orders import Interrupted, Order, Shipment, Terms
from autograder.workers.pool import Pool, cores

if TYPE_CHECKING:
    from autograder.workers.cluster import Cluster

OK = 0
OUR_FAULT = 1
NOBODY_MATCHED = 1
_GO_ON = "the same command goes on where this one stopped"


@dataclass
class ClassRun:
    """One command's settings. `required` names layers of isolation without which nothing is graded.

    Without a `seed`, that of the reports which are in OUT already, or else a new one. Of `share` (i, n), only each
    nth submission from the ith on is graded here. `ray` is a cluster's address, or "local"; `gpus`, what each
    submission takes of one there. `layout` names the platform where the names leave that open, `students` is the class
    list, and `language` that of the students' pages, if it is not each notebook's own. After `many`, `submissions` are
    those that it dealt with.
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
    layout: str = ""
    students: Path | None = None
    dry_run: bool = False
    exercises: bool = False
    language: str = ""
    submissions: list[Submission] = field(default_factory=list)
    changes: ToldChanges = field(default_factory=ToldChanges)
    doubts: list[str] = field(default_factory=list)

    def one(self, notebook: Path, target: Path | None) -> int:
        """Grade one notebook; its report goes to `target` and, in words, to the terminal."""
        if not self.allow_unsafe:
            refuse_in_sight(notebook.parent, *([] if target is None else [target.parent]))
        seed = new_seed() if self.seed is None else self.seed
        order = Order(self.assignment, str(notebook.absolute()), None, seed)
        if self.assignment not in self.course.assignments:
            return self._unknown(order, target)
        assignment = self.course.assignment(self.assignment)
        check_exclusions(self.course, assignment)
        self.course.check_requires(self.assignment)
        if target is not None:
            files.check_target(target)
        (graded,) = self._grade([order], {})
        report = in_language(corrected(graded, assignment, []), self.language)
        if target is not None:
            files.write(target, report.to_json())
        if not self.quiet:
            with speaking(report.language, self.course.phrases_for_pages(assignment.name, report.language)):
                table.print_one(Console(), report)
        return OUR_FAULT if report.status == "error" else OK

    def _unknown(self, order: Order, target: Path | None) -> int:
        """Wrong usage; but whoever waits for the report finds one that says so."""
        reason = self.course.lacks(self.assignment)
        if target is not None:
            files.write(target, ungraded(order, "rejected", reason).to_json())
        raise UsageError(reason)

    def many(self, source: Path, out: Path) -> int:
        """Grade a folder or an archive (or one notebook, as a folder of one), each report written as it is ready.

        What has been graded before, and is unchanged, is left as it is. Raises Stopped where it can't go on.
        """
        assignment = self.course.assignment(self.assignment)
        check_exclusions(self.course, assignment)
        self.course.check_requires(self.assignment)
        if not self.allow_unsafe:
            refuse_in_sight(source if source.is_dir() else source.parent, out)
        class_list = None
        if self.students is not None:
            class_list = class_lists.read(self.students)
        gc.freeze()  # what was imported stays: no collection need look at it again, while thousands of reports come
        with tempfile.TemporaryDirectory(prefix="autograder-") as work:
            hand_in = self._hand_in(source, assignment, Path(work))
            if class_list is not None and not matches_anybody(hand_in.submissions, class_list):
                return NOBODY_MATCHED
            hand_in.submissions = _told_of(hand_in.submissions, class_list, assignment, Path(work))
            hand_in.not_graded = not_graded.with_owners(hand_in, class_list)
            self.submissions = hand_in.submissions
            with self._results(out) as results:
                return self._grade_class(hand_in, class_list, results)

    def _hand_in(self, source: Path, assignment: Assignment, work: Path) -> HandIn:
        if source.is_dir() or is_archive(source):
            return find(source, assignment, work, self.layout)
        return HandIn("plain", [single(source)])

    def _results(self, out: Path) -> Results:
        kind = DryResults if self.dry_run else Results
        return kind(
            out,
            self.assignment,
            shared=self.share[1] > 1,
            exercises=self.exercises,
            course=self.course,
            say=self._say,
        )

    def _say(self, changes: list[Change]) -> None:
        self.changes.add(changes, quiet=self.quiet)

    def _grade_class(self, hand_in: HandIn, class_list: ClassList | None, results: Results) -> int:
        """Grade what has to be graded, bring the other reports up to date, and tell of all."""
        rules = self._rules(hand_in, class_list, results)
        orders = self._orders(hand_in.submissions, rules, results)
        waiting = self._waiting(orders, results)
        start = time.monotonic()
        self._grade_waiting(results, waiting, orders)
        _bring_up_to_date(results, hand_in.submissions, rules)
        seconds = time.monotonic() - start
        account = not_graded.account_of(hand_in, class_list, results, asks_for_times=rules.assignment.late is not None)
        account.doubts += self.doubts
        if isinstance(results, DryResults):
            if not self.quiet:
                class_summary.tell_dry_run(results, account, self.changes, seconds)
            return OK
        not_graded.write(results.folder, account)
        results.finish()
        students = [member.student for order in orders for member in order.members]
        class_insights = insights.of(self.assignment, results.of(students))
        if not self.quiet:
            class_summary.tell(results, class_insights, account, seconds, verbose=self.verbose)
            self.changes.tell_end(results.folder)
        if "error" in {row.status for row in class_insights.rows}:
            return OUR_FAULT
        return OK

    def _waiting(self, orders: Sequence[GroupOrder], results: Results) -> list[GroupOrder]:
        """What has to be graded: what is new or has changed, or with `force` all of it."""
        if self.force:
            return list(orders)
        waiting = []
        for order in orders:
            if not order.is_done(results):
                waiting.append(order)
        return waiting

    def _grade_waiting(
        self, results: Results, waiting: Sequence[GroupOrder], orders: Sequence[GroupOrder]
    ) -> None:
        """Grade what is waiting. Raises Interrupted, which says how many of all orders are done by then."""
        results.expect(len(waiting))
        try:
            self._grade_into(results, waiting)
        except KeyboardInterrupt:
            results.finish()
            done_count = [order.is_done(results) for order in orders].count(True)
            kept = f"{done_count} of {len(orders)} are graded and kept in {results.out}"
            raise Interrupted(f"stopped: {kept}; {_GO_ON}") from None

    def _rules(self, hand_in: HandIn, class_list: ClassList | None, results: Results) -> Rules:
        """What a report is made by: the course, and a person's decisions, of which each is about somebody's report."""
        assignment = self.course.assignment(self.assignment)
        decisions = decisions_in(results.out, self.course, assignment)
        if decisions.students:
            students = {submission.student for submission in hand_in.submissions}
            students.update(report.student for report in results.all() if report.student)
            self.doubts += decisions.of_nobody(students)
        deadline = self.course.deadline(self.assignment)
        if assignment.late is not None and hand_in.platform == "moodle" and class_list is None:
            raise UsageError("lateness costs points, and Moodle tells times in its worksheet only: add --students LIST")
        if class_list is not None and deadline is not None:
            decisions.add_from_list(hand_in.submissions, class_list)
        parts = parts_of(self.course, self.assignment, self._of_course().hex())
        late_rules = LateRules(deadline, decisions.extensions)
        return Rules(assignment, parts, decisions.overrides, late_rules, self.language)

    def _of_course(self) -> bytes:
        """The course's fingerprint; tests that are left out change no grading, only what is made of it."""
        secret = course_secret(self.course.title)
        return fingerprint.of_course(self.course.without_decisions(), self.assignment, secret, self.device)

    def _orders(self, submissions: Sequence[Submission], rules: Rules, results: Results) -> list[GroupOrder]:
        """The orders of this run's share, one for each submission that somebody has handed in."""
        if self.seed is None:
            if not self.force:
                self.seed = results.seed()
            if self.seed is None:
                self.seed = new_seed()
        groups: dict[str, list[Submission]] = {}
        for submission in submissions:
            if not submission.leader:
                groups[submission.student] = [submission]
        for submission in submissions:
            if submission.leader:
                groups[submission.leader].append(submission)
        number, share_count = self.share
        of_course = self._of_course()
        orders = []
        for members in list(groups.values())[number - 1 :: share_count]:
            first = members[0]
            print_ = fingerprint.of_submission(of_course, self.seed, first.student, first.notebook, first.fault)
            order = Order(self.assignment, str(first.notebook.absolute()), first.student, self.seed, print_)
            orders.append(GroupOrder(order, members, rules))
        return orders

    def _grade_into(self, results: Results, group_orders: Sequence[GroupOrder]) -> None:
        by_student = {}
        faults = {}
        for group_order in group_orders:
            by_student[group_order.order.student] = group_order
            faults[group_order.order.student or ""] = group_order.fault
        grading = self._grade([group_order.order for group_order in group_orders], faults)
        with progress(len(group_orders), quiet=self.quiet) as done, contextlib.closing(grading) as reports:
            for report in reports:
                for own_report in by_student[report.student].reports(report):
                    results.add(own_report)
                done(report)

    def _grade(self, orders: Sequence[Order], faults: Mapping[str, str]) -> Generator[Report, None, None]:
        """The reports as they become ready; at once those of students whose submission has a fault."""
        with contextlib.ExitStack() as copies:
            readable: list[Order] = []
            for order in orders:
                handed_out = self._to_hand_out(order, faults.get(order.student or "", ""), copies)
                if isinstance(handed_out, Order):
                    readable.append(handed_out)
                else:
                    yield handed_out
            if not readable:
                return
            with self._pool(min(self.jobs or cores(), len(readable))) as pool:
                for _, report in pool.grade(readable):
                    yield report

    def _to_hand_out(self, order: Order, fault: str, copies: contextlib.ExitStack) -> Order | Report:
        """The order as a worker takes it, or at once the report of one that nobody could grade."""
        if fault:
            return self._ungraded(order, "rejected", fault)
        try:
            return to_hand_out(order, copies)
        except Rejected as why:
            return self._ungraded(order, "rejected", why.why)
        except OSError as why:
            return self._ungraded(order, "error", our_fault(why.strerror))

    def _ungraded(self, order: Order, status: str, reason: str) -> Report:
        return ungraded(order, status, reason, self.course.assignments[order.assignment].max_score)

    def _pool(self, size: int) -> Pool | Cluster:
        terms = Terms(
            course=str(self.course.root),
            secret=course_secret(self.course.title),
            device=self.device,
            required=tuple(self.required),
            allow_unsafe=self.allow_unsafe,
            strict=True,
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


def is_archive(path: Path) -> bool:
    """Whether a path names what a platform packs a class's work in."""
    return path.suffix.lower() == ".zip" and path.is_file()



def _told_of(
    submissions: list[Submission], class_list: ClassList | None, assignment: Assignment, work: Path
) -> list[Submission]:
    """The submissions with what the class list says of them, and their files' times where the course asks for these."""
    if class_list is not None:
        submissions = [known(submission, class_list) for submission in submissions]
    if assignment.late is not None and assignment.late.file_times:
        # last of all, since a platform's own time says more
        submissions = [of_its_file(submission, work) for submission in submissions]
    return submissions

def _bring_up_to_date(results: Results, submissions: Sequence[Submission], rules: Rules) -> None:
    """Write again the reports that say something else now, though nothing has to be graded for it."""
    by_student = {submission.student: submission for submission in submissions}
    for report in results.all():
        current = brought_up_to_date(report, by_student.get(report.student or ""), rules)
        if current != report:
            results.put(current)


def new_seed() -> int:
    """A seed that nobody foresees."""
    return secrets.randbelow(1 << 48)
