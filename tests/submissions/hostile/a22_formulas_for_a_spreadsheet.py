# attack: A22: reasons and messages that a spreadsheet would run, whichever character parts its columns
# earns: nothing
# %%
raise ValueError("=1+1;=HYPERLINK(\"http://x.example\";\"a\")\t=cmd|' /C calc'!A0")
# %%
raise type("=cmd", (Exception,), {})(";=1+1,\n=1+1\r@SUM(A1)|+1;-1")
# %%
raise ZeroDivisionError("\n=1+1\nlinear_regression,a00_before,graded,12.0,12.0,,")
# %%
def linreg(X, w, b):
    """=1+1;=1+1"""
    raise ValueError("\"=1+1\";\"=1+1\"")


def squared_loss(y_hat, y):
    return "=1+1;=1+1"
