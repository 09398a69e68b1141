"""The beginning and the end of what is printed are kept, whatever the pieces."""

from hypothesis import given
from hypothesis import strategies as st

from autograder.sandbox.output import Output


@given(st.lists(st.text(max_size=30), max_size=60), st.integers(2, 80))
def test_head_and_tail(pieces, most):
    """A short output comes whole; of a long one the ends come, and the count of what is between."""
    output, whole = Output(most), "".join(pieces)
    for piece in pieces:
        assert output.write(piece) == len(piece)
    half, told = most // 2, output.taken()
    if len(whole) <= 2 * half:
        assert told == whole
    else:
        left_out = f"\n… {len(whole) - 2 * half:,} characters left out …\n"
        assert told == whole[:half] + left_out + whole[len(whole) - half :]
    assert output.taken() == ""
