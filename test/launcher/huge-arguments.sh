#!/bin/bash
# huge-arguments.sh PROGRAM: runs PROGRAM with 5 MB of arguments, which needs a larger stack than usual.
set -eu
ulimit -s unlimited
program=$1
argument=$(printf '%0130000d' 0)
set --
for _ in {1..40}; do
  set -- "$@" "$argument"
done
exec "$program" "$@"
