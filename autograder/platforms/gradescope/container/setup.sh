#!/usr/bin/env bash
# Python and what grading needs, in /opt/autograder, beside the system's own python3. Gradescope runs this once, as root,
# when it builds its image; a Dockerfile runs the steps one by one, so that a changed engine does not bring torch again.
#   setup.sh [dependencies | engine]
set -euo pipefail
umask 022  # the student's user reads what is installed
cd "$(dirname "${BASH_SOURCE[0]}")"
venv=/opt/autograder

pip() { PIP_CONSTRAINT=constraints.txt "$venv/bin/pip" "$@" --quiet --no-cache-dir --disable-pip-version-check --root-user-action ignore; }

find_python() {
  for python in python3.13 python3.12 python3.11; do
    if command -v "$python" > /dev/null && "$python" -c 'import ensurepip, venv' 2> /dev/null; then
      return
    fi
  done
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends python3.11 python3.11-venv > /dev/null
  rm -rf /var/lib/apt/lists/*
  python=python3.11
}

# an archive says in requirements.txt what it takes, a checkout in pyproject.toml
requirements() {
  if [ -f requirements.txt ]; then
    cat requirements.txt
  else
    "$venv/bin/python" -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")'
  fi
}

dependencies() {
  find_python
  "$python" -m venv "$venv"
  # where there is no GPU: a plain torch brings gigabytes of CUDA. What torch needs comes with the rest, from the usual index
  pip install --no-deps ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch
  requirements > wanted.txt
  pip install -r wanted.txt
  rm wanted.txt
}

engine() {
  if compgen -G 'tensorgrade-*.whl' > /dev/null; then
    pip install --no-deps ./tensorgrade-*.whl
  else
    pip install --no-deps .
  fi
  rm -rf build
  chmod -R go= .
}

for step in ${*:-dependencies engine}; do
  "$step"
done
