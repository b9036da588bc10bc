#!/bin/sh
# Says whether DNS is as the cluster wants it, and applies with APPLY=yes: for any CI system, and for a crontab.
set -u

code=0
external-dns-ts plan "$@" --detailed-exitcode || code=$?
case $code in
  0) echo 'DNS is as it should be.' ;;
  2)
    if [ "${APPLY:-}" = yes ]; then
      external-dns-ts apply "$@" --yes
    else
      echo 'DNS is not as it should be.' >&2
      exit 2
    fi
    ;;
  *) exit "$code" ;;
esac
