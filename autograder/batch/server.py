"""`autograder serve`: the class's pages on loopback, with live progress, and a form that grades one notebook."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import tempfile
from collections import OrderedDict
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from autograder import files, names
from autograder.batch.corrections import corrected
from autograder.batch.out_folder import PROGRESS, files_not_graded, progress_of, read_report, reports_in
from autograder.batch.outlines import notes_changed_at, outlines_of, titles_of
from autograder.course import Assignment, Course, UsageError
from autograder.feedback import pages
from autograder.feedback.next_steps import Outline
from autograder.feedback.rendering import render
from autograder.report import Report, ungraded
from autograder.secret import course_secret
from autograder.submission import chooser, unpacking
from autograder.submission.entries import Piece
from autograder.submission.notebook import Rejected
from autograder.workers.orders import Order, PoolFault, Terms, Unsafe
from autograder.workers.pool import Pool

LOOPBACK = "127.0.0.1"
MAX_UPLOAD = 32 << 20  # bytes
_LAST_UPLOADS = 50  # uploads whose pages can still be looked at
_INTERVAL = 0.5  # seconds between two looks at the folder
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


class State(msgspec.Struct):
    """What a page is told while it is open: the reports that there are, and how far a run has come."""

    reports: str
    running: bool
    done: int
    total: int


class Wrong(Exception):
    """A request that can't be answered; the text says what to do."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Server:
    """Serves what lies in `out`, and nothing else. With a `course`, notebooks can be graded."""

    def __init__(self, out: Path, course: Course | None, *, allow_unsafe: bool = False) -> None:
        self.out = out
        self.course = course
        self.allow_unsafe = allow_unsafe
        self.outlines: dict[str, Outline] = {}
        self.titles: dict[str, str] = {}
        self.notes_time = 0
        if course is not None:
            self.notes_time = notes_changed_at(course)
            self.outlines = outlines_of(course)
            self.titles = titles_of(course)
        # kept in memory alone: a notebook that somebody tries is not handed in
        self.uploads: OrderedDict[str, Report] = OrderedDict()
        self.turn = asyncio.Lock()  # one notebook at a time: the pool has one worker
        self.pool: Pool | None = None
        # its warm process ends with the thread that started it, so that thread lives as long as the server
        self.grading = ThreadPoolExecutor(1)

    def app(self) -> Starlette:
        """The web application."""
        routes = [
            Route("/", self.home),
            Route("/course.html", self.course_page),
            Route("/{assignment}/index.html", self.class_page),
            Route("/{assignment}/events", self.events),
            Route("/{assignment}/upload", self.upload, methods=["POST"]),
            Route("/{assignment}/uploads/{number}.html", self.uploaded),
            Route("/{assignment}/{student}.html", self.student_page),
        ]
        return Starlette(
            routes=routes,
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])],
            exception_handlers={Wrong: _refused, HTTPException: _not_served},
            lifespan=self._life,
        )

    @contextlib.asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        yield
        # in the thread that has started it, as the warm process dies with that thread
        self.grading.submit(self._close).result()
        self.grading.shutdown()

    def _close(self) -> None:
        if self.pool is not None:
            self.pool.__exit__(None, None, None)
            self.pool = None

    # --- pages ---------------------------------------------------------------------------------------------------

    async def home(self, _request: Request) -> Response:
        """The class, or the course where there are several."""
        assignments = self._assignments()
        if len(assignments) == 1:
            return RedirectResponse(f"/{assignments[0]}/index.html")
        return RedirectResponse("/course.html")

    async def course_page(self, _request: Request) -> Response:
        """All assignments."""
        grades = await run_in_threadpool(files.grades, self.out)
        return _page(await run_in_threadpool(pages.course_page, grades, self.titles))

    async def class_page(self, request: Request) -> Response:
        """The class as its reports are now."""
        assignment = self._assignment(request)
        live_features = pages.Live(grades=self.course is not None and assignment in self.course.assignments)
        # a generator: the reports are read in the other thread, one in memory at a time
        reports = (report for _, report in reports_in(self.out / assignment))
        assignment_title = self.titles.get(assignment, "")
        listed = await run_in_threadpool(files_not_graded, self.out / assignment)
        outline = await run_in_threadpool(self._outline, assignment)
        arguments = (assignment, reports, live_features, assignment_title, listed, outline)
        return _page(await run_in_threadpool(pages.class_page, *arguments))

    async def student_page(self, request: Request) -> Response:
        """A student's page, made from the report."""
        assignment = self._assignment(request)
        student = str(request.path_params["student"])
        report = self._report(assignment, f"{student}.html")
        if report is None:
            raise Wrong(404, f"there is no report for {student} in {assignment}")
        return await self._page_of(report, files.CLASS_PAGE)

    async def _page_of(self, report: Report, back: str) -> Response:
        """The page of a report, as an instructor sees it: with the way back to the class."""
        outline = await run_in_threadpool(self._outline, report.assignment)
        return _page(await run_in_threadpool(pages.student_page, report, back, outline))

    def _outline(self, assignment: str) -> Outline | None:
        """What the course says of an assignment, with the notes as of now. Raises Wrong where one can't be read."""
        if self.course is not None:
            notes_time = notes_changed_at(self.course)
            if notes_time != self.notes_time:
                try:
                    self.outlines = outlines_of(self.course)
                except UsageError as fault:
                    raise Wrong(500, str(fault)) from None
                self.notes_time = notes_time
        return self.outlines.get(assignment)

    def _report(self, assignment: str, page: str) -> Report | None:
        """The report that a page belongs to, looked for among those there: no path is made of what was asked for."""
        for report_path in (self.out / assignment).glob("*.json"):
            if files.page_beside(report_path) == page:
                return read_report(report_path)
        return None

    def _assignments(self) -> list[str]:
        """The assignments that have reports, or of which a run is going to write some."""
        report_paths = [*self.out.glob("*/*.json"), *self.out.glob(f"*/{PROGRESS}")]
        return sorted({report_path.parent.name for report_path in report_paths})

    def _assignment(self, request: Request) -> str:
        """The assignment in the address. Raises Wrong where there are no reports for it."""
        assignment = str(request.path_params["assignment"])
        if assignment not in self._assignments():
            raise Wrong(404, f"there are no reports for {assignment}")
        return assignment

    # --- live ----------------------------------------------------------------------------------------------------

    async def events(self, request: Request) -> Response:
        """Server-sent events: the state of the class, whenever it changes."""
        folder = self.out / self._assignment(request)

        async def stream() -> AsyncIterator[bytes]:
            last_state = None
            while not await request.is_disconnected():
                state = msgspec.json.encode(_state(folder))
                if state != last_state:
                    yield b"data: " + state + b"\n\n"
                last_state = state
                await asyncio.sleep(_INTERVAL)

        return StreamingResponse(stream(), media_type="text/event-stream", headers=_HEADERS)

    # --- one notebook --------------------------------------------------------------------------------------------

    async def upload(self, request: Request) -> Response:
        """Grade the notebook in the form, and lead to its page."""
        assignment = self._assignment(request)
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers["host"]:
            # the browser of an instructor who looks at another page would send that page's notebooks
            raise Wrong(403, "the form of another site can't be used here")
        file_name, file_content = await _upload(request)
        upload_number = secrets.token_urlsafe(8)
        event_loop = asyncio.get_running_loop()
        async with self.turn:
            report = await event_loop.run_in_executor(self.grading, self._grade, assignment, file_name, file_content)
            self.uploads[upload_number] = report
        while len(self.uploads) > _LAST_UPLOADS:
            self.uploads.popitem(last=False)
        return RedirectResponse(f"uploads/{upload_number}.html", status_code=303)

    async def uploaded(self, request: Request) -> Response:
        """The page of a notebook from the form."""
        report = self.uploads.get(str(request.path_params["number"]))
        if report is None:
            raise Wrong(404, "this page is no longer kept: grade the notebook again")
        return await self._page_of(report, f"../{files.CLASS_PAGE}")

    def _grade(self, assignment: str, file_name: str, content: bytes) -> Report:
        student = Path(file_name).stem
        if self.course is None or assignment not in self.course.assignments:
            raise Wrong(404, f"there is no course with {assignment} here: start `autograder serve` with --course")
        order = Order(assignment, f"{student}.ipynb", student, secrets.randbelow(1 << 48))
        try:
            name, notebook = _chosen(file_name, content, self.course.assignment(assignment))
        except Rejected as reason:
            return ungraded(order, "rejected", reason.why, self.course.assignment(assignment).max_score)
        order = msgspec.structs.replace(order, notebook=name, content=notebook)
        try:
            if self.pool is None:
                secret = course_secret(self.course.title)
                terms = Terms(course=str(self.course.root), secret=secret, allow_unsafe=self.allow_unsafe)
                self.pool = Pool(terms, 1)
            return corrected(self.pool.grade_one(order), self.course.assignment(assignment), [])
        except (PoolFault, Unsafe) as fault:
            self._close()
            raise Wrong(503, str(fault)) from fault


def _page(text: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(text, status, headers=_HEADERS)


async def _refused(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Wrong)
    back_address = "/"
    if request.method == "POST":  # the form stands on the class's page
        back_address = "index.html"
    return _page(render("message.html", title="That did not work", text=str(fault), back=back_address), fault.status)


async def _not_served(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return _page(render("message.html", title=fault.detail, text="", back="/"), fault.status_code)


def _chosen(file_name: str, content: bytes, assignment: Assignment) -> tuple[str, bytes]:
    """The notebook that counts in an uploaded file, which may be an archive or a script. Raises Rejected."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        path = Path(folder, unpacking.file_name(file_name))
        path.write_bytes(content)
        return chooser.chosen_of([Piece(names.key(file_name), path)], assignment)


async def _upload(request: Request) -> tuple[str, bytes]:
    """The name and the content of the uploaded file."""
    if int(request.headers.get("content-length", MAX_UPLOAD)) >= MAX_UPLOAD:
        raise Wrong(413, f"it is larger than {MAX_UPLOAD >> 20} MB: clear all outputs in Jupyter, and save it again")
    form_fields = await request.form(max_files=1, max_fields=1)
    upload = form_fields.get("notebook")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise Wrong(400, "no notebook was chosen")
    upload_path = Path(upload.filename)
    if not chooser.kind_of(upload_path.name):
        raise Wrong(400, f"{upload_path.name} is no notebook: choose a file that ends in .ipynb, .py or .zip")
    return upload_path.name, await upload.read()


def _state(folder: Path) -> State:
    progress = progress_of(folder)
    # a count and a time tell a new report, a changed one and one that has gone
    report_times = [report_path.stat().st_mtime_ns for report_path in folder.glob("*.json")]
    reports_version = f"{len(report_times)} {max(report_times, default=0)}"
    if progress is None:
        return State(reports_version, running=False, done=0, total=0)
    return State(reports_version, running=True, done=progress.done, total=progress.total)


def serve(out: Path, course: Course | None, port: int, *, allow_unsafe: bool = False) -> None:
    """Serve until Ctrl-C."""
    import uvicorn  # noqa: PLC0415  only where pages are served

    application = Server(out, course, allow_unsafe=allow_unsafe).app()
    config = uvicorn.Config(
        application, LOOPBACK, port, log_level="warning", timeout_graceful_shutdown=1, lifespan="on"
    )
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    # from here on, whoever comes before the server is up waits
    socket.listen()
    print(f"{out} at http://{LOOPBACK}:{socket.getsockname()[1]}/ (Ctrl-C ends it)", flush=True)
    with contextlib.suppress(KeyboardInterrupt):  # how it is meant to end
        server.run(sockets=[socket])
