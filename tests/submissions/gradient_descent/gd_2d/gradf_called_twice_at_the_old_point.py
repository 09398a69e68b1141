# score: 1 of 1
# wasteful but right, gradf called once for each coordinate, both at the old point
def gd_2d(x1, x2, gradf, eta=0.1):
    def step(i):
        return (x1, x2)[i] - eta * gradf(x1, x2)[i]

    return step(0), step(1)
