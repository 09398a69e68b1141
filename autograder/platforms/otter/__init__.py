"""otter-grader's autograder archives, with our grading behind them."""
