# score: 2 of 2
# an array of numpy, filled by index, returned as a list
def gd(gradf, eta, x0=10.0, num_steps=10):
    xs = np.zeros(num_steps + 1)
    xs[0] = x0
    for k in range(1, num_steps + 1):
        xs[k] = xs[k - 1] - eta * float(gradf(float(xs[k - 1])))
    return xs.tolist()
