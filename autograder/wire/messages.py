"""Every message between a grader and a student's processes, once: who says it to whom, and what it holds.

    who → whom                      what is said                                      in what
    worker → parent of sandboxes    Spawn, Kill, Why, Used                            JSON, one datagram each
    parent of sandboxes → worker    a bool for Kill, Because for Why, a Usage         JSON, one datagram each
    worker → notebook               Give, Run, Fork, Become, Status                   frames
    notebook → worker               Jailed, Broken, Given, Uses, Running, Result, Finished, Ended  frames
    worker → copy of the notebook   Request with an Operation; Returned, Raised       frames
    copy of the notebook → worker   Answer, Failure, Callback, DeviceLost             frames

A message in a frame is an array of msgpack: its tag, then its fields in order. msgspec decodes what arrives into these
types and refuses whatever else there may be; nothing in a message executes. Values inside a message are a tree: what
is plain stands for itself, everything else is one of the nodes below. The bytes of tensors follow the message, in the
order in which their nodes were written.
"""

from __future__ import annotations

import enum

import msgspec

from autograder.limits import Limits


class Node(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """What all messages in frames have in common: an array of exactly these fields."""


# --- values: what both sides say -------------------------------------------------------------------------------------


class ListNode(Node, tag="l"):
    """A list."""

    items: list[Value]


class TupleNode(Node, tag="t"):
    """A tuple."""

    items: list[Value]


class DictNode(Node, tag="d"):
    """A dict, whose keys are plain or bytes."""

    items: list[tuple[Value, Value]]


class BytesNode(Node, tag="b"):
    """Bytes, which msgspec would not tell from text in a union."""

    data: bytes


class TensorNode(Node, tag="x"):
    """A tensor by value: its elements, in row-major order, are the next bytes of the frame's body."""

    dtype: str
    shape: list[int]


class SharedNode(Node, tag="s"):
    """A tensor that both sides hold, by its number: positive from the grader, negative from the copy."""

    number: int


class ArrayNode(Node, tag="n"):
    """A NumPy array by value, whose elements go as those of a tensor."""

    tensor: TensorNode


class GivenNode(Node, tag="O"):
    """A function or an object of the grader's that it has handed over before, by its number."""

    number: int


# --- values: what a copy says of a student's objects -----------------------------------------------------------------


class OutputNode(Node, tag="g"):
    """A tensor with a graph behind it: output `index` of graph `graph`, and its elements."""

    graph: int
    index: int
    tensor: TensorNode


class HandleNode(Node, tag="h"):
    """An object that stays in the copy: its number, its type's name, the types it is of, and what it can do."""

    number: int
    name: str
    kinds: list[str]
    callable: bool
    iterable: bool


class MethodNode(Node, tag="m"):
    """An attribute that is called by its name."""


class PartNode(Node):
    """A tensor of a layer, by the name of its attribute."""

    name: str
    tensor: Value


class LayerNode(Node):
    """One of torch's own layers, with its tensors, by the name of its attribute."""

    name: str
    layer: Value
    parts: list[PartNode]


class LayersNode(Node, tag="p"):
    """The layer `name` of the object `owner`, and those beside it: who asks for one asks for the others next."""

    owner: int
    name: str
    layers: list[LayerNode]


class IteratorNode(Node, tag="i"):
    """An iterator of a library's with its first values, and whether there may be more."""

    iterator: Value
    values: Value
    more: bool


# --- values: what a grader says --------------------------------------------------------------------------------------


class ReferenceNode(Node, tag="r"):
    """An object that stays in the copy, by the number of its handle."""

    number: int


class RestNode(Node, tag="e"):
    """An iterator, by the number of its handle, of whose first values the grader has not looked at the last `left`."""

    number: int
    left: int


class FunctionNode(Node, tag="f"):
    """A function of the grader's: to call it is to send a Callback. Autograd may go through one that says so."""

    number: int
    differentiable: bool


class PickledNode(Node, tag="o"):
    """An object of the grader's as a pickle, in which tensors are named by the numbers of what is shared."""

    number: int
    data: bytes


Value = (
    str
    | int
    | float
    | bool
    | BytesNode
    | ListNode
    | TupleNode
    | DictNode
    | TensorNode
    | ArrayNode
    | SharedNode
    | GivenNode
    | OutputNode
    | HandleNode
    | MethodNode
    | LayersNode
    | IteratorNode
    | ReferenceNode
    | RestNode
    | FunctionNode
    | PickledNode
    | None
)


class Change(Node):
    """What a shared tensor is now: its data, its gradient, whether it wants one, whether it is a parameter.

    A grader's may be meant to lie in memory with these `strides`; none stand for whatever is usual.
    """

    number: int
    data: TensorNode
    gradient: TensorNode | None
    wants_gradient: bool
    is_parameter: bool
    strides: list[int]


# --- worker → copy: operations, each answered by an Answer or a Failure ----------------------------------------------


class Operation(Node):
    """Something that a grader asks of a student's code."""


class Call(Operation, tag="call"):
    """Call the notebook's function `name`, or with a target its method `name`, or without a name the target itself."""

    target: Value
    name: Value
    arguments: Value
    named: Value


class Get(Operation, tag="get"):
    """The attribute `name` of an object."""

    target: Value
    name: Value


class Length(Operation, tag="length"):
    """`len(target)`."""

    target: Value


class Item(Operation, tag="item"):
    """`target[key]`."""

    target: Value
    key: Value


class Iterate(Operation, tag="iterate"):
    """`iter(target)` and its first values, at most `most`: the iterator, a list of them, and whether there is more."""

    target: Value
    most: Value


class Following(Operation, tag="following"):
    """The next values of an iterator, at most `most`: as for Iterate."""

    iterator: Value
    most: Value


class Reached(Operation, tag="reached"):
    """Those numbers of shared tensors on which an output of this graph depends."""

    graph: Value
    numbers: Value


class Backward(Operation, tag="backward"):
    """The gradients of the shared tensors `wanted`, given a list of those of the graph's outputs, or None for one."""

    graph: Value
    gradients: Value
    wanted: Value


class Probe(Operation, tag="probe"):
    """Compute something where a student's code will."""


class Request(Node, tag="ask"):
    """An operation, with gradients on or off; `seed` is there where another test begins with it.

    While the student's code is at it, it may call nothing of what it is to do `without`.
    """

    number: int
    operation: Call | Get | Length | Item | Iterate | Following | Reached | Backward | Probe
    gradients: bool
    seed: int | None
    changes: list[Change]
    without: list[str]


class Returned(Node, tag="return"):
    """What a function of the grader's returned to a Callback."""

    value: Value
    changes: list[Change]


class Raised(Node, tag="raise"):
    """The error, in words, that a function of the grader's raised; it may be that it takes other arguments."""

    text: str
    changes: list[Change]
    is_mismatch: bool = False


# --- copy → worker ---------------------------------------------------------------------------------------------------


class Error(Node):
    """An exception in a student's code: its type's name, its message, and the cell and line where it happened."""

    type: str
    message: str
    cell: int | None
    line: int | None


class FailureKind(enum.StrEnum):
    """Why there is no answer."""

    RAISED = "raised"  # the student's code raised the error
    MISSING = "missing"  # the notebook defines no name such as the error's message
    ARGUMENT_CHANGED = "changed"  # the call has changed a list or a dict that it was given
    NOT_ATTEMPTED = "not attempted"  # what was called is still a stub
    NOT_ALLOWED = "not allowed"  # the exercise is to be written without what the error's message names
    TOO_MUCH = "too much"  # the answer is too large for a message, or nested too deep


class Answer(Node, tag="ok"):
    """What an operation gave."""

    number: int
    value: Value
    changes: list[Change]


class Failure(Node, tag="error"):
    """Why an operation gave nothing."""

    number: int
    kind: FailureKind
    error: Error
    changes: list[Change]


class Callback(Node, tag="callback"):
    """The student's code calls a function of the grader's, with a list and a dict of arguments.

    With the `gradients` of its results in a list, it asks for those of its arguments that are tensors.
    """

    function: int
    arguments: Value
    named: Value
    changes: list[Change]
    gradients: Value


class DeviceLost(Node, tag="device"):
    """A GPU could not take what the grader sent, before any code of the student's had run on it."""

    reason: str


# --- worker → notebook -----------------------------------------------------------------------------------------------


class BanNode(Node):
    """What an exercise is to be written without: dotted names of functions and classes."""

    exercise: str
    names: list[str]


class Give(Node, tag="give"):
    """Copy files into the notebook's folder, under these names; for each, a message with a descriptor follows."""

    names: list[str]


class Run(Node, tag="run"):
    """Run these cells, but for the skipped ones, which are counted from 1. Each is answered by Running and a Result.

    `exercises` are the names that will be asked for; `answers` has for each cell the one that it answers, or "".
    Where something is to be written `without` something, Uses comes before all else.
    """

    cells: list[str]
    skipped: list[int]
    seed: int
    exercises: list[str]
    answers: list[str]
    without: list[BanNode]


class StandInNode(Node):
    """What stands in for an exercise in a copy: the source of a function or class, and the name that it defines."""

    exercise: str
    defined: str
    source: str


class RerunNode(Node):
    """A cell that is run once more in a copy, by its number and its source."""

    cell: int
    source: str


class Fork(Node, tag="fork"):
    """Make a copy that answers; two messages with a descriptor each follow: its channel, and its register.

    In this copy the stand-ins are in place of what the notebook defines, also where it uses that, and then the cells of
    `rerun` are run, which had failed for want of it.
    """

    seed: int
    device: str
    stand_ins: list[StandInNode]
    rerun: list[RerunNode]


class Become(Node, tag="become"):
    """As Fork, where a process that has used a GPU can't be copied: the notebook's own process answers."""

    seed: int
    device: str
    stand_ins: list[StandInNode]
    rerun: list[RerunNode]


class Status(Node, tag="status"):
    """End the copy, and say how it ended. The answer is an Ended with this number."""

    number: int


# --- notebook → worker -----------------------------------------------------------------------------------------------


class Jailed(Node, tag="jailed"):
    """The jail is closed, with these layers."""

    layers: list[str]


class Broken(Node, tag="broken"):
    """The sandbox could not be made, or its jail not be closed."""

    reason: str


class Given(Node, tag="given"):
    """The files are there; or why they are not."""

    fault: str


class UseNode(Node):
    """A name that an exercise is to be written without stands in its text, in this line of this cell."""

    exercise: str
    name: str
    cell: int
    line: int


class Uses(Node, tag="uses"):
    """What was found in the text before the first cell runs."""

    uses: list[UseNode]


class Running(Node, tag="cell"):
    """A cell begins."""

    cell: int


class Result(Node, tag="result"):
    """What became of a cell: the errors of its statements, each of which costs itself.

    `late` says that the cell was stopped when its time was up, and then the last error says where.
    """

    cell: int
    errors: list[Error]
    late: bool
    notes: list[str]
    output: str


class Finished(Node, tag="finished"):
    """All cells have run; whether the process can be copied, and which names were bound again, in words."""

    can_fork: bool
    notes: list[str]


class Ended(Node, tag="ended"):
    """How the copy ended: its exit status, negative for a signal; `no_room`: no copy could be made."""

    number: int
    status: int | None
    no_room: bool


# --- worker → parent of all sandboxes --------------------------------------------------------------------------------

DATAGRAM = 1 << 16  # bytes: more than any of these messages has


class Spawn(msgspec.Struct, tag="spawn", frozen=True):
    """Make a sandbox, under a number of the worker's choice; the descriptor that comes along is its control channel.

    It runs on these `processors`, or with none named on all. The one order without an answer: the sandbox itself says
    on that channel that it stands, or it hangs up.
    """

    sandbox: int
    limits: Limits
    processors: tuple[int, ...] = ()


class Kill(msgspec.Struct, tag="kill", frozen=True):
    """End a sandbox and everything that it started. The answer comes when all of it is dead: whether it is."""

    sandbox: int


class Why(msgspec.Struct, tag="why", frozen=True):
    """Ask why a sandbox's processes were ended; `gone`: its first one has hung up. The answer is a Because."""

    sandbox: int
    gone: bool = False


class Used(msgspec.Struct, tag="used", frozen=True):
    """Ask what a sandbox has used up to now. The answer is a Usage."""

    sandbox: int


ParentOrder = Spawn | Kill | Why | Used


class Cause(enum.StrEnum):
    """Why something of a sandbox was ended, as far as is known. The limit of a Because is a sentence for the report."""

    NONE = "none"  # nothing is known: it has ended by itself, or nothing was ended
    LIMIT = "limit"  # a limit was exceeded
    CROWDED = "crowded"  # the machine was short of memory
    KILLED = "killed"  # from outside, though no limit was exceeded
    ALIVE = "alive"  # it has not ended


class Because(msgspec.Struct, frozen=True):
    """The answer to Why; `limit` says in words what was exceeded: a limit, or the machine's memory."""

    cause: Cause = Cause.NONE
    limit: str | None = None


# --- what may arrive where -------------------------------------------------------------------------------------------

AT_THE_COPY = msgspec.msgpack.Decoder(Request | Returned | Raised)
AT_THE_GRADER = msgspec.msgpack.Decoder(Answer | Failure | Callback | DeviceLost)
AT_THE_NOTEBOOK = msgspec.msgpack.Decoder(Give | Run | Fork | Become | Status)
FROM_THE_NOTEBOOK = msgspec.msgpack.Decoder(Jailed | Broken | Given | Uses | Running | Result | Finished | Ended)
