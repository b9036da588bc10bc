#!/bin/sh
# Says whether DNS is as the cluster wants it, and applies with APPLY=yes: for any CI system, and for a crontab.
set -u

code=0
external-dns-ts plan "$@" --detailed-exitcode || code=$?
case $code in
  0) echo 'DNS is as it should be.' ;;
  2)
    if [ "${APPLY:-}" = yes ]; then
      # Problems of objects are shown and fail nothing; 4 means here that Route 53 did not take a host.
      external-dns-ts apply "$@" --yes --tolerate=object-problem --tolerate=invalid-name --tolerate=too-large
    else
      echo 'DNS is not as it should be.' >&2
      exit 2
    fi
    ;;
  4) echo 'DNS is as it should be, but for the objects with problems named above.' >&2 ;;
  *) exit "$code" ;;
esac
