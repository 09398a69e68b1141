"""A conversation with a copy of the student's notebook: requests, callbacks, deadlines, one test after another."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping, Sequence
from types import BuiltinFunctionType

import torch

from autograder.remote import faults
from autograder.remote.exchange import Exchange, Function
from autograder.remote.gradients import Graphs, gradients_of_call
from autograder.remote.objects import RemoteObject
from autograder.remote.texts import clean, harmless
from autograder.wire import messages
from autograder.wire.frames import Channel, Closed, OutOfTime, ProtocolError
from autograder.wire.messages import Answer, Callback, DeviceLost, Failure, Operation, Raised, Request, Returned
from autograder.wire.twins import Twins
from autograder.wire.values import Reader, Writer
from autograder.words.message import Message, message, told

GraderChannel = Channel[Answer | Failure | Callback | DeviceLost]

MAX_CALLBACKS = 100_000  # in one call
MAX_TENSORS = 1 << 29  # bytes of tensors that arrive in one test
MAX_VALUES = 8 << 20  # bytes of other values that arrive in one test: a byte may become 60 of Python's
_LONGEST_ERROR = 300  # characters of what a function of the grader's raised
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
# what a function of the grader's may raise because of what the student's code has given it
_RAISED_THERE = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RuntimeError)


class _Forbidden(Exception):
    """The student's side changed tensors that should stay as they were."""

    def __init__(self, tensors: list[torch.Tensor]) -> None:
        super().__init__()
        self.tensors = tensors


def _nothing_may_change(_tensor: torch.Tensor) -> bool:
    return False


def _unknown() -> faults.Ending:
    return faults.Ending()


class Session:
    """The grader's end. `status` tells how the student's process ended, once it has; `cells` is the notebook's text.

    What a test hands over stays as it was: `may_change` says which tensors of the test's own a call may change. Others
    are left alone here, and where the student's code has changed one, the call is lost with a fault that says so.
    """

    def __init__(
        self,
        channel: GraderChannel,
        call_seconds: float,
        test_seconds: float,
        status: Callable[[], faults.Ending] = _unknown,
        device: str = "cpu",
        cells: Sequence[str] = (),
    ) -> None:
        self.channel = channel
        self.call_seconds = call_seconds
        self.test_seconds = test_seconds
        self.status = status
        self.device = device
        self.cells = cells
        self.may_change: Callable[[torch.Tensor], bool] = _nothing_may_change
        self.without: Sequence[str] = ()  # what the student's code may not call
        self.number = 0  # of the last request
        self.asked = 0  # requests that may have changed something there
        self.seed: int | None = None  # goes with the first request of a test
        self.lost: Exception | None = None
        self._start_afresh()

    def _start_afresh(self) -> None:
        self.end = time.monotonic() + self.test_seconds
        self.exchange = Exchange(self)
        self.most_tensor_bytes = self.channel.tensor_bytes + MAX_TENSORS
        self.most_value_bytes = self.channel.value_bytes + MAX_VALUES

    @property
    def twins(self) -> Twins:
        """The tensors that both sides share in this test."""
        return self.exchange.twins

    def begin(self, seed: int) -> None:
        """Begin another test in the same copy: nothing that the one before it exchanged is known any more."""
        self.seed = seed
        self._start_afresh()

    def request(self, operation: type[Operation], *arguments: object) -> object:
        """Ask for an operation, whose fields are `arguments`, and serve callbacks until it is answered.

        Raises a StudentFault or ProtocolError, and the same one again whenever this is called after that.
        """
        if self.lost is not None:
            raise self.lost
        self.number += 1
        if operation not in (messages.Get, messages.Reached):  # whatever else is asked may change what was got before
            self.asked += 1
        deadline = min(time.monotonic() + self.call_seconds, self.end)
        try:
            self._ask(operation, arguments, deadline)
            return self._await(self.number, deadline, may_have_graph=operation is not messages.Reached)
        except OutOfTime:
            self.lost = self._late()
        except Closed:
            self.lost = faults.ended(self.status())
        except _Forbidden as forbidden:
            self.lost = faults.Changed(_what_was_changed(forbidden.tensors, operation, arguments))
        except (ProtocolError, RecursionError) as fault:
            self.lost = self.lost or ProtocolError(f"your answer can't be read: {clean(fault)}")
        except faults.TooMuch as too_much:
            self.lost = too_much
        raise self.lost from None

    def _ask(self, operation: type[Operation], arguments: Sequence[object], deadline: float) -> None:
        writer = Writer(self.exchange.encode)
        fields = [writer.value(argument) for argument in arguments]
        seed = self.seed
        self.seed = None
        gradients = torch.is_grad_enabled()
        message = Request(self.number, operation(*fields), gradients, seed, [], list(self.without))  # type: ignore[arg-type]
        self._send(message, writer, deadline)

    def _send(self, message: Request | Returned | Raised, writer: Writer, deadline: float) -> None:
        changed = Writer(self.exchange.encode)
        # after the values were encoded, which may have shared new tensors …
        message.changes = self.twins.changes(changed)
        # … but ahead of them in the frame, since a value may name what the changes bring
        self.channel.send(message, [*changed.parts, *writer.parts], deadline)

    def _late(self) -> faults.TooSlow:
        if time.monotonic() >= self.end:
            return faults.TooSlow(message("the whole test took more than {seconds} s", seconds=told(self.test_seconds)))
        return faults.TooSlow(message(
            "no answer within {seconds} s: is there an endless loop?", seconds=told(self.call_seconds)
        ))

    def _await(self, number: int, deadline: float, *, may_have_graph: bool) -> object:
        """The answer to a request; until it comes, the student's code may call functions of the grader's."""
        for _ in range(MAX_CALLBACKS):
            message, body = self.channel.receive(deadline)
            self._check_amount()
            if isinstance(message, DeviceLost):
                self._device_lost(message)
            else:
                graphs = Graphs(self, allowed=may_have_graph)
                reader = Reader(body, {**self.exchange.decoders, **graphs.decoders}, text=harmless)
                changed = self.twins.apply(message.changes, reader, self._is_fixed)
                if changed:
                    raise _Forbidden(changed)
                if isinstance(message, Callback):
                    self._call_back(message, reader, deadline)
                elif message.number != number:
                    raise ProtocolError("an answer out of turn")
                elif isinstance(message, Failure):
                    raise faults.raised(message, self.cells, self.without, self.device)
                else:
                    return graphs.attach(reader.value(message.value))
        raise ProtocolError("too many callbacks")

    def _device_lost(self, message: DeviceLost) -> None:
        if self.device == "cpu":  # only a card may fail without a fault of the student's
            raise ProtocolError("an answer out of turn")
        raise faults.DeviceFault(clean(message.reason))

    def _check_amount(self) -> None:
        """Raise TooMuch where a test has been given more than it takes in."""
        if self.channel.tensor_bytes > self.most_tensor_bytes:
            raise faults.TooMuch(message(
                "your code returned more than {size} MB of tensors in one test", size=told(MAX_TENSORS >> 20)
            ))
        if self.channel.value_bytes > self.most_value_bytes:
            raise faults.TooMuch(message(
                "your code returned more than {size} MB of values in one test", size=told(MAX_VALUES >> 20)
            ))

    def _is_fixed(self, tensor: torch.Tensor) -> bool:
        return not self.exchange.is_lent(tensor) and not self.may_change(tensor)

    def _called(self, callback: Callback) -> Callable[..., object]:
        """The function that a callback means. Raises ProtocolError where the test has handed none over."""
        if not 0 <= callback.function < len(self.exchange.given):
            raise ProtocolError("a callback to nothing")
        function = self.exchange.given[callback.function]
        if not isinstance(function, Function):
            raise ProtocolError("a callback to what is no function")
        return function

    def _call_back(self, callback: Callback, reader: Reader, deadline: float) -> None:
        """Call a function of the grader's for the sandbox; what it raises is raised there."""
        arguments = reader.value(callback.arguments)
        named = reader.value(callback.named)
        gradients = reader.value(callback.gradients)
        function = self._called(callback)
        if not isinstance(arguments, list) or not isinstance(named, dict):
            raise ProtocolError("a callback without arguments")
        if not all(isinstance(name, str) for name in named):
            raise ProtocolError("a callback with an argument that has no name")
        if named and isinstance(function, BuiltinFunctionType):
            named = {}
            function = _takes_no_names
        writer = Writer(self.exchange.encode)
        states_before = self.twins.own_states(self._is_fixed)
        answer: Returned | Raised
        try:
            with torch.no_grad():
                result = self.exchange.lent(_result(function, arguments, named, gradients))
                answer = Returned(writer.value(result), [])
        except _RAISED_THERE as fault:
            mismatch = _mismatch(function, arguments, named) if isinstance(fault, TypeError) else ""
            answer = Raised(mismatch or _words(fault), [], is_mismatch=bool(mismatch))
        # an argument such as `out=` could have a function of the grader's write into its own tensors
        changed = self.twins.changed_since(states_before)
        if changed:
            raise _Forbidden(changed)
        self._send(answer, writer, deadline)


def _result(
    function: Callable[..., object], arguments: Sequence[object], named: Mapping[str, object], gradients: object
) -> object:
    """What a call of the grader's function gives, or the gradients of its arguments, where these are asked for."""
    if gradients is None:
        return function(*arguments, **named)
    return gradients_of_call(function, arguments, named, gradients)


def _takes_no_names(*_arguments: object) -> None:
    """In place of a builtin function that is called with named arguments."""
    raise TypeError("this function takes no named arguments")


def _mismatch(function: Callable[..., object], arguments: Sequence[object], named: Mapping[str, object]) -> str:
    """What a function of the grader's takes, where it was called with something else; nothing where it was not."""
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):  # one that is not written in Python
        return ""
    try:
        signature.bind(*arguments, **named)
    except TypeError:
        count = len(arguments) + len(named)
        plural = "" if count == 1 else "s"
        return f"takes ({', '.join(signature.parameters)}); you called it with {count} argument{plural}"
    return ""


def _words(fault: Exception) -> str:
    """What a student is told of an error in a function of the grader's. Raises MemoryError for want of memory."""
    if "can't allocate memory" in str(fault):  # torch's words: no reason to go on with a smaller size
        raise MemoryError from fault
    text = str(fault).replace(f"'{RemoteObject.__name__}'", "an object that is neither tensor nor number")
    return f"{type(fault).__name__}: {text}"[:_LONGEST_ERROR]


def _what_was_changed(
    changed: list[torch.Tensor], operation: type[Operation], arguments: Sequence[object]
) -> str | Message:
    """The argument that was changed, in words of ours."""
    changed_ids = {id(tensor) for tensor in changed}
    if operation is messages.Call:
        _, _, positional, named = arguments
        assert isinstance(positional, Sequence)
        assert isinstance(named, Mapping)
        for ordinal, argument in zip(_ORDINALS, positional, strict=False):
            if changed_ids & _ids_in(argument):
                return message(
                    "your code changed its {ordinal} argument: work on a copy", ordinal=Message(ordinal)
                )
        for name, argument in named.items():
            if changed_ids & _ids_in(argument):
                return message("your code changed its argument {name}: work on a copy", name=told(name))
    return "your code changed a tensor that this test had given it: work on a copy"


def _ids_in(value: object) -> set[int]:
    """The ids of the tensors in an argument."""
    if not isinstance(value, (list, tuple)):
        return {id(value)}
    tensor_ids = set()
    for part in value:
        tensor_ids |= _ids_in(part)
    return tensor_ids
