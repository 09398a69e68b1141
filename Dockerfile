# The grader in an image, with the course of this folder; it takes its base from --build-arg BASE_IMAGE.
#   docker build -t autograder .                                                            with CUDA, for machines with a GPU
#   docker build -t autograder --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cpu .        without, gigabytes smaller
# What is copied last changes most often: another grader is a matter of seconds.
# (The image for Gradescope is built of the archive that `autograder gradescope` writes: it holds a Dockerfile.)
ARG BASE_IMAGE
FROM ${BASE_IMAGE:-python:3.11-slim-bookworm}
ARG TORCH_INDEX
ARG PIP_NO_INDEX PIP_FIND_LINKS
WORKDIR /course
COPY autograder/platforms/gradescope/container/setup.sh constraints.txt pyproject.toml ./
RUN bash setup.sh dependencies
COPY README.md LICENSE ./
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
