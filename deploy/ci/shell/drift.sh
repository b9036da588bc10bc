#!/bin/sh
# Drift detection for any CI system, and for a crontab: says whether there is something to apply, and applies it with APPLY=yes.
# A host under "Not changed" in the plan (of another owner, for example) is no drift that this script can repair, and does not
# count. To make it an error, add --strict=all to the flags, or --strict=CODE.
set -u

code=0
external-dns-ts plan "$@" --detailed-exitcode || code=$?
case $code in
  0) echo 'No drift: there is nothing to apply.' ;;
  2)
    if [ "${APPLY:-}" = yes ]; then
      # The plan has warned of objects with problems, so 4 means here that Route 53 did not take a host.
      external-dns-ts apply "$@" --yes --tolerate=object-problem --tolerate=invalid-name --tolerate=too-large
    else
      echo 'Drift: DNS differs from what the cluster asks for.' >&2
      exit 2
    fi
    ;;
  4) echo 'No drift, except for the objects with problems named above.' >&2 ;;
  *) exit "$code" ;;
esac
