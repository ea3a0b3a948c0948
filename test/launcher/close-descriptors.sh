#!/bin/sh
# close-descriptors.sh "0 2" PROGRAM ARGUMENT...: runs PROGRAM with the named standard descriptors closed.
for descriptor in $1; do
  eval "exec $descriptor>&-"
done
shift
exec "$@"
