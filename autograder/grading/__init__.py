"""One submission → one Report: the pytest session, the examination, the comparison, the scoring."""
