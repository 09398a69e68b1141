"""nbgrader's commands, web page and gradebook, with our grading behind them."""
