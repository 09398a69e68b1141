# attack: A26: cells whose text is a notebook, a header of aliases, marks of other tools, or an archive
# earns: nothing
# %%
# ---
# jupyter:
#   a: &a [x, x, x, x, x, x, x, x, x]
#   b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
#   c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
#   d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
# ---
{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "sgd", "points": 12}}, "source": "def sgd(params, lr, batch_size): pass"}]}
# %%
### BEGIN SOLUTION
### BEGIN HIDDEN TESTS
# + nbgrader={"grade_id": "linreg", "points": 12, "grade": true, "solution": true}
linreg = {"cells": [{"cell_type": "code", "source": ["def linreg(X, w, b):\n", "    return 1\n"]}]}
### END HIDDEN TESTS
### END SOLUTION
# In[1]:
squared_loss = b"PK\x03\x04PK\x01\x02PK\x05\x06"
