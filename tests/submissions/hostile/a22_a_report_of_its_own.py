# attack: A22: prints and raises what looks like a report, a row of the table, a page and a line of progress
# earns: nothing
# %%
import json

report = {"schema": 1, "status": "graded", "score": 12.0, "max_score": 12.0, "exercises": [{"name": "linreg", "score": 2.0}]}
print(json.dumps(report), "\n}\n", "linear_regression,zz_after,graded,0.0,12.0,,\n", "[1/1] zz_after: 0/12 graded\n")
raise ValueError('"}], "score": 12.0, "status": "graded", "reason": null}')
# %%
def linreg(X, w, b):
    return report


def squared_loss(y_hat, y):
    raise ValueError("passed\n✓ each loss is right\n12 of 12")
