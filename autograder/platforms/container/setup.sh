#!/usr/bin/env bash
# Runs once, as root, when Gradescope builds the image: Python and what grading needs, beside the system's own python3.
set -euo pipefail
cd /autograder/source

python=""
for candidate in python3.13 python3.12 python3.11; do
  if command -v "$candidate" > /dev/null && "$candidate" -c 'import ensurepip, venv' 2> /dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends python3.11 python3.11-venv
  python=python3.11
fi

"$python" -m venv /opt/autograder
pip() { PIP_CONSTRAINT=constraints.txt /opt/autograder/bin/pip "$@" --quiet --no-cache-dir --disable-pip-version-check; }
# a plain torch brings gigabytes of CUDA, of which there is none here
pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} 'torch==2.13.0'
pip install .

rm -rf build ./*.egg-info /var/lib/apt/lists/*
chmod -R go= /autograder/source
chmod -R go+rX /opt/autograder
