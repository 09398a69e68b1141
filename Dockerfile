# Two images: the grader, and an autograder for Gradescope. Both take their base from --build-arg BASE_IMAGE.
#   docker build -t autograder .                                                            with CUDA, for machines with a GPU
#   docker build -t autograder --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cpu .        without, gigabytes smaller
# What is copied last changes most often: another grader is a matter of seconds.
ARG BASE_IMAGE

FROM ${BASE_IMAGE:-gradescope/autograder-base:ubuntu-22.04} AS gradescope
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ARG PIP_NO_INDEX PIP_FIND_LINKS
WORKDIR /autograder/source
COPY autograder/platforms/container/setup.sh constraints.txt pyproject.toml ./
RUN bash setup.sh dependencies
ARG ARCHIVE=autograder.zip
RUN --mount=type=bind,target=/context \
    /opt/autograder/bin/python -m zipfile -e "/context/$ARCHIVE" . \
 && bash setup.sh engine \
 && install -m 755 run_autograder /autograder/run_autograder

FROM ${BASE_IMAGE:-python:3.11-slim-bookworm} AS grader
ARG TORCH_INDEX
ARG PIP_NO_INDEX PIP_FIND_LINKS
WORKDIR /course
COPY autograder/platforms/container/setup.sh constraints.txt pyproject.toml ./
RUN bash setup.sh dependencies
COPY README.md ./
COPY autograder autograder
RUN bash setup.sh engine
COPY solutions solutions
COPY assignments assignments
COPY tests/graders tests/graders
RUN chmod -R go= .
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
HEALTHCHECK --interval=5m --timeout=60s CMD ["/opt/autograder/bin/autograder", "doctor", "--quiet"]
ENTRYPOINT ["/opt/autograder/bin/autograder"]
CMD ["--help"]
