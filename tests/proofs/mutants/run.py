"""Mutates every solution, one small change at a time, and grades the mutants: each should lose points.

    .venv/bin/python tests/proofs/mutants/run.py [ASSIGNMENT ...]

The mutants come from cosmic-ray's operators and from mutators.py. Those that live are listed in equivalent.toml with the
reason why they are as right as the solution; the command ends with 1 when there is one that is not.
"""

import ast
import difflib
import sys
import tempfile
import tomllib
from pathlib import Path

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from mutators import mutate

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "engine"))
from parts import copy_of

from autograder.author import solution, verify
from autograder.course import ORDER, Course

SEEDS = (1, 2)  # a mutant has to lose points with each of them
NEEDLESS = (
    "Bit",
    "Shift",
    "Variable",
    "NoOp",
    "_Is",
    "FloorDiv_",
    "_FloorDiv",
)  # they break everything at once, or need settings


def cell_without_docstring(source: str) -> str:
    """The solution as ast writes it, so that mutants can be compared line by line."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) and len(node.body) > 1:
            del node.body[0]
    return ast.unparse(tree)


def mutants(source: str) -> list[str]:
    """All different mutants of a solution that are Python."""
    original = ast.dump(ast.parse(source))
    found: dict[str, str] = {}
    for code in (*from_cosmic_ray(source), *mutate(source)):
        try:
            found.setdefault(ast.dump(ast.parse(code)), ast.unparse(ast.parse(code)))
        except SyntaxError:
            continue
    found.pop(original, None)
    return list(found.values())


def from_cosmic_ray(source: str):
    for name in operator_names():
        if any(word in name for word in NEEDLESS):
            continue
        occurrence = 0
        while (code := mutate_code(source, get_operator(name)(), occurrence)) is not None:
            yield code
            occurrence += 1


def change(source: str, mutant: str) -> str:
    """The lines that differ, with their numbers, on one line."""
    old, new = source.splitlines(), mutant.splitlines()
    said = []
    for what, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what != "equal":
            said += [f"-{i + 1} {old[i].strip()}" for i in range(a, b)] + [
                f"+{i + 1} {new[i].strip()}" for i in range(c, d)
            ]
    return "  ".join(said)


def impatient(folder: Path) -> Course:
    """The course, with two seconds for a call in place of ten: a mutant in ten loops for ever."""
    copy_of(ROOT, folder)
    order = folder / ORDER
    order.write_text(order.read_text().replace("call_seconds = 10", "call_seconds = 2"), encoding="utf-8")
    return Course.load(folder)


def main(names: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        return survey(impatient(Path(folder)), names)


def survey(course: Course, names: list[str]) -> int:
    known = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8"))
    total, alive, used = 0, [], set()
    for name in names or course.assignments:
        assignment = course.assignments[name]
        cells = solution.read(course.solution(name))
        rows = []
        for cell in cells:
            if cell.exercise:
                source = cell_without_docstring(cell.source)
                exercise = next(e for e in assignment.exercises if e.name == cell.exercise)
                rows += [(exercise, change(source, code), code) for code in mutants(source)]
        proofs = [verify.Proof(what, assignment, verify.solved(cells, {e.name: code}), e) for e, what, code in rows]
        lives = [False] * len(rows)
        for seed in SEEDS:
            for i, report in enumerate(verify.grade(course, proofs, 0, seed)):
                whole = report.status == "graded"  # a fault of ours is no kill
                lives[i] |= not whole or any(
                    r.name == rows[i][0].name and r.score == r.max_score for r in report.exercises
                )
        total += len(rows)
        living = [f"{e.name}: {what}" for (e, what, _), lives_on in zip(rows, lives, strict=True) if lives_on]
        equivalent = [what for what in living if what in known]
        used |= set(equivalent)
        left_over = [what for what in living if what not in known]
        alive += left_over
        total -= len(equivalent)
        killed = len(rows) - len(living)
        print(f"{name}: {len(rows)} mutants, {killed} killed, {len(equivalent)} equivalent", flush=True)
        for what in left_over:
            print(f"ALIVE {what}", flush=True)
    if not names:
        print(*(f"NOT NEEDED in equivalent.toml: {what}" for what in known if what not in used), sep="\n")
    print(
        f"{total - len(alive)} of {total} mutants killed ({(total - len(alive)) / total:.1%}); {len(used)} more are equivalent"
    )
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
