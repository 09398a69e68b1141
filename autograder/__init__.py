# SPDX-License-Identifier: BSD-3-Clause
"""An autograder for deep-learning notebooks that keeps the student behind a process boundary."""

__version__ = "0.1.0"
