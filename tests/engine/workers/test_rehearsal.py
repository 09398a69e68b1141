"""The rehearsal's calls all work: one that failed would end it unseen."""

import os
import socket

import pytest

from autograder.remote.faults import StudentFault
from autograder.remote.objects import Student
from autograder.remote.session import Session
from autograder.wire.frames import Channel
from autograder.wire.messages import AT_THE_GRADER
from autograder.workers import rehearsal


@pytest.mark.parametrize("gradients", [True, False])
def test_every_call_is_answered(gradients):
    ours, theirs = socket.socketpair()
    other = os.fork()
    if other == 0:
        ours.close()
        rehearsal.answer(theirs)
        os._exit(0)
    theirs.close()
    rehearsal.ask(ours, gradients=gradients)
    student = Student(Session(Channel(ours, AT_THE_GRADER), 30, 30))
    with pytest.raises(StudentFault, match="ValueError"):
        student.fail()
    ours.close()
    assert os.waitpid(other, 0)[1] == 0
