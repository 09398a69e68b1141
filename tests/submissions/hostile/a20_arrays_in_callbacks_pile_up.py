# assignment: gradient_descent
# attack: A20: arrays of 4 kB whose products of 1 MB the test's functions make, and hand over, without end
# earns: nothing
# %%
def gd(gradf, eta, x0=10.0, num_steps=10):
    for _ in range(5000):
        gradf(np.ones((250, 1)) * np.ones((1, 250)))
    return [x0] * (num_steps + 1)
