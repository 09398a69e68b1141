# assignment: newton
# attack: A10: points of nan, steps of inf, and matrices that are made so
# earns: nothing
# %%
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    return [x0] + [float("nan")] * num_steps


# %%
def preconditioned_step(x, grad, hessian, eta=1.0):
    hessian.data.fill_(float("inf"))
    grad.data.zero_()
    return x - eta * grad / hessian.diagonal()


# %%
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    x.data.zero_()
    return float("inf")
