"""Where the test of a module is: in the file of its name, in the same room; or in that of the module that uses it."""

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PACKAGE = TESTS.parents[1] / "autograder"
# a module without a file of its own, and the tests through which it is asked
THROUGH = {
    "author/answer_faults": "author/test_course_faults.py",
    "author/checks": "author/test_release.py",
    "author/editions": "author/test_release.py",
    "author/hollow_student": "author/test_hollow.py",
    "author/mutators": "author/test_mutants.py",
    "author/public_figures": "author/test_verify.py",
    "author/solution": "author/test_release.py",
    "batch/class_summary": "batch/test_class_run.py",
    "batch/decision_file": "batch/test_overrides.py",
    "batch/group_order": "batch/test_class_run.py",
    "batch/known_students": "batch/test_decisions.py",
    "batch/progress": "batch/test_class_run.py",
    "cli/authoring": "test_cli.py",
    "cli/describing": "test_schemas.py",
    "cli/grade": "test_cli.py",
    "cli/handing_over": "test_cli.py",
    "cli/options": "test_cli.py",
    "cli/reports": "test_cli.py",
    "cli/standard_output": "test_standard_output.py",
    "feedback/drawing": "feedback/test_browser.py",
    "feedback/insights": "feedback/test_pages.py",
    "feedback/rendering": "feedback/test_pages.py",
    "feedback/side_by_side": "batch/test_similar.py",
    "graders": "author/test_hollow.py",
    "grading/fingerprint": "batch/test_class_run.py",
    "grading/grader_faults": "author/test_course_faults.py",
    "grading/reference": "grading/test_pytest_session.py",
    "grading/rounds": "grading/test_examination.py",
    "grading/sandboxes": "grading/test_examination.py",
    "grading/surroundings": "test_course_files.py",
    "lms/export_lines": "lms/test_there_and_back.py",
    "lms/exported_scores": "lms/test_grade_table.py",
    "lms/gradescope": "lms/test_gradescope_export.py",
    "lms/layouts": "lms/test_hand_in.py",
    "lms/owners": "lms/test_hand_in.py",
    "lms/score_columns": "lms/test_grade_table.py",
    "order_faults": "author/test_course_faults.py",
    "platforms/gradescope/package": "platforms/gradescope/test_run.py",
    "platforms/otter/plugin": "platforms/otter/test_archive.py",
    "remote/control": "remote/test_session.py",
    "remote/copies": "remote/test_session.py",
    "remote/exchange": "remote/test_session.py",
    "remote/faults": "remote/test_session.py",
    "remote/gradients": "remote/test_session.py",
    "remote/objects": "remote/test_session.py",
    "report": "grading/test_grader.py",
    "sandbox/answer": "remote/test_session.py",
    "sandbox/children": "sandbox/test_parent.py",
    "sandbox/counting": "sandbox/test_watch.py",
    "sandbox/endings": "sandbox/test_parent.py",
    "sandbox/jail/bpf": "sandbox/jail/test_seccomp.py",
    "sandbox/jail/delegation": "sandbox/jail/test_cgroup.py",
    "sandbox/jail/spaces": "sandbox/test_platforms.py",
    "sandbox/jail/system_calls": "sandbox/jail/test_seccomp.py",
    "sandbox/loop": "sandbox/test_notebook_process.py",
    "sandbox/otter_stub": "sandbox/test_notebook_process.py",
    "sandbox/pid_space": "sandbox/test_parent.py",
    "sandbox/prefetch": "workers/test_warm.py",
    "sandbox/watch_messages": "sandbox/test_watcher.py",
    "sandbox/watched": "sandbox/test_watcher.py",
    "submission/entries": "submission/test_chooser.py",
    "submission/folder": "lms/test_hand_in.py",
    "submission/rejected": "submission/test_strangers.py",
    "submission/scripts": "submission/test_chooser.py",
    "wire/messages": "wire/test_frames.py",
    "wire/values": "wire/test_frames.py",
    "workers/devices": "sandbox/test_device.py",
    "workers/huge_pages": "workers/test_warm.py",
    "workers/node": "workers/test_cluster.py",
    "workers/orders": "workers/test_pool.py",
    "workers/warm_process": "workers/test_pool.py",
    "workers/worker": "workers/test_pool.py",
}
# tests of what no single module does
OF_SEVERAL = {
    "feedback/test_browser.py": "the pages together, as a reader sees them",
    "grading/test_feedback_policy.py": "what a hidden test tells",
    "grading/test_hidden_numbers.py": "what a hidden test tells, tried from inside",
    "lms/test_there_and_back.py": "from a platform to its gradebook",
    "remote/test_fuzz.py": "whatever a student's process answers",
    "sandbox/test_platforms.py": "machines that refuse a step",
    "test_architecture.py": "docs/architecture.md",
    "test_cli.py": "the commands",
    "test_docs.py": "the pages of docs/",
    "test_imports.py": "the direction of imports",
    "test_left_running.py": "what tests count as left running",
    "test_other_languages.py": "a course in two languages",
    "test_rooms.py": "this list",
    "grading/test_without.py": "what an exercise is to be written without",
}


def modules() -> list[str]:
    paths = (path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py"))
    return sorted(str(path) for path in paths if path.name not in ("__init__", "__main__"))


def own_test(module: str) -> Path:
    path = TESTS / f"{module}.py"
    return path.with_name(f"test_{path.name}")


@pytest.mark.parametrize("module", modules())
def test_each_module_has_a_test(module):
    other = THROUGH.get(module)
    is_tested = own_test(module).is_file() or (other is not None and (TESTS / other).is_file())
    assert is_tested, f"write {own_test(module).relative_to(TESTS.parent)}, or add {module!r} to THROUGH, with the test that asks it"


def test_the_list_holds_only_what_it_must():
    """A module that has a file of its own now, or that is gone, leaves it."""
    assert [module for module in THROUGH if own_test(module).is_file() or module not in modules()] == []


def test_each_test_has_a_module():
    """Or stands among those of several."""
    own = {own_test(module) for module in modules()} | {TESTS / path for path in (*THROUGH.values(), *OF_SEVERAL)}
    there = {path for path in TESTS.rglob("test_*.py") if TESTS / "course" not in path.parents}
    assert sorted(str(path.relative_to(TESTS)) for path in there - own) == []
