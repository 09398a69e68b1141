# score: 1 of 1
import os


def forks(x):
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return 2 * x
