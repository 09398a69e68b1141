# score: 0 of 1
# counts its calls in an attribute of the function as the book does with a global, and ignores t
def polynomial(t):
    polynomial.calls = getattr(polynomial, "calls", -1) + 1
    return (1 + 0.1 * polynomial.calls) ** -0.5
