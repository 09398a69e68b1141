"""One submission → one Report: the pytest plugin and the comparison."""
