"""What public checks are worth: a kept wrong answer that passes its notebook's own checks teaches that it is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.report import ExerciseResult

_MOST = 0.1  # of the kept wrong answers, that may pass their notebook's checks


@dataclass
class PublicFigures:
    """How many kept wrong answers there are, which pass their notebook's checks, and which of these earn nothing."""

    wrong_count: int = 0
    passing: list[str] = field(default_factory=list)
    earning_nothing: list[str] = field(default_factory=list)

    def add(self, label: str, results: Iterable[ExerciseResult], exercise: str) -> None:
        """Count a kept wrong answer to an exercise."""
        self.wrong_count += 1
        for result in results:
            if result.name == exercise and _passes_checks(result):
                self.passing.append(label)
                if not result.score:
                    self.earning_nothing.append(label)

    def in_words(self) -> str:
        """The figures as a sentence; empty where no wrong answer is kept."""
        if not self.wrong_count:
            return ""
        share = len(self.passing) / self.wrong_count
        return (
            f"public checks: {len(self.passing)} of {self.wrong_count} kept wrong answers ({share:.0%}) pass those of "
            f"their notebook, {len(self.earning_nothing)} of these earn nothing"
        )

    def faults(self) -> list[str]:
        """A sentence for each answer that passes and earns nothing: a student would hand it in with confidence."""
        return [
            f"{label}: it passes its notebook's checks and earns nothing: write a public test that it fails"
            for label in self.earning_nothing
        ]

    def warnings(self) -> list[str]:
        """A sentence for each other answer that passes, where these are too many."""
        if len(self.passing) <= _MOST * self.wrong_count:
            return []
        sentences = []
        for label in self.passing:
            if label not in self.earning_nothing:
                sentences.append(f"{label}: it passes its notebook's checks: write a public test that it fails")
        return sentences


def _passes_checks(result: ExerciseResult) -> bool:
    """Whether all public tests pass, also where passing them alone is worth nothing."""
    public_count = 0
    for test in result.tests:
        if test.public:
            public_count += 1
            if test.outcome != "passed" and not test.example_only:
                return False
    return public_count > 0
