# score: 0 of 1
import os


def crashes(x):
    os.abort()
