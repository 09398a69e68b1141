# score: 2 of 2
# one loop with two sums
def jensen_gap(f, xs, alphas):
    mean_of_f, mean = 0, 0
    for a, x in zip(alphas, xs):
        mean_of_f = mean_of_f + a * f(x)
        mean = mean + a * x
    return mean_of_f - f(mean)
