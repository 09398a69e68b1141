# score: 2 of 2
# a list, a loop, Python floats
def gd(gradf, eta, x0=10.0, num_steps=10):
    x = x0
    results = [x]
    for i in range(num_steps):
        x -= eta * gradf(x)
        results.append(x)
    return results
