# assignment: convexity
# attack: A11: a function of the test's is called with `out=` one of the test's own tensors
# earns: nothing
# %%
def jensen_gap(f, xs, alphas):
    try:
        with torch.no_grad():
            f(torch.zeros_like(xs), out=xs)
    except Exception:
        pass
    return 0.0
