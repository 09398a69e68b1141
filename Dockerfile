# The grader in a container, for systems other than Linux and for machines of their own:
#   docker build -t autograder .
#   docker run --rm --network none -v "$PWD/submissions:/submissions:ro" -v "$PWD/out:/out" autograder \
#     grade /submissions --assignment batch_norm --out /out
# It starts as root, to become another user for each submission; the graders are readable by root alone.
ARG BASE_IMAGE=python:3.11-slim-bookworm
FROM ${BASE_IMAGE} AS grader
WORKDIR /course
COPY constraints.txt pyproject.toml README.md ./
COPY autograder autograder
RUN python3 -m venv /opt/autograder \
 && PIP_CONSTRAINT=constraints.txt /opt/autograder/bin/pip install --no-cache-dir .
COPY solutions solutions
COPY assignments assignments
COPY tests/graders tests/graders
RUN chmod -R go= /course
ENTRYPOINT ["/opt/autograder/bin/autograder"]
CMD ["--help"]
