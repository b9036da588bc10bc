#!/bin/sh
# Several clusters, one after another, each with a plan of its own. (One plan for all of them, in which a host moves from one
# to another without a gap: external-dns-ts plan --context=eu1 --context=us1, see docs/clusters.md.) CLUSTERS is a file with a
# line for each:
#
#   # name   context of the kubeconfig   owner id
#   eu1      prod-eu1                    prod-eu1
#
#   clusters.sh plan CLUSTERS FOLDER [FLAGS OF PLAN]   0 nothing to apply, 2 changes, 4 problems only, 1 a plan failed
#   clusters.sh apply CLUSTERS FOLDER                  0 applied, else the exit code of what failed, 1 where they differ
#
# plan saves FOLDER/NAME.json and its digest. Somebody reads the plans; apply then applies these files and no others. A cluster that
# fails does not keep the next one from its turn. A line without an owner id is for one that is known otherwise, such as with
# --from-deployment=kube-system/external-dns, which is read in each cluster.
set -u

command=${1:-} clusters=${2:-} folder=${3:-}
case $command in plan | apply) ;; *) clusters= ;; esac
if [ ! -r "$clusters" ] || [ -z "$folder" ]; then
  echo 'Usage: clusters.sh plan|apply CLUSTERS FOLDER [FLAGS OF PLAN]' >&2
  exit 1
fi
shift 3
mkdir -p "$folder" || exit 1

plan() {
  # A file of an earlier run must not be applied in place of this plan.
  rm -f "$folder/$name.json" "$folder/$name.digest"
  code=0
  external-dns-ts plan --context="$context" ${owner:+"--txt-owner-id=$owner"} "$@" \
    --out="$folder/$name.json" --detailed-exitcode < /dev/null || code=$?
  case $code in
    0 | 4) : > "$folder/$name.digest" ;;
    2) sed -n 's/^ "digest": "\(.*\)",$/\1/p' "$folder/$name.json" > "$folder/$name.digest" ;;
    *) rm -f "$folder/$name.json" ;;
  esac
  return "$code"
}

apply() {
  digest=$(cat "$folder/$name.digest") || return 1
  if [ -z "$digest" ]; then
    echo 'Nothing to apply.'
    return
  fi
  # The plan has warned of objects with problems, so 4 means here that Route 53 did not take a host.
  external-dns-ts apply "$folder/$name.json" --expect-digest="$digest" \
    --tolerate=object-problem --tolerate=invalid-name --tolerate=too-large < /dev/null
}

# What one cluster ends with, added to what those before it ended with.
verdict=0
add() {
  case $command:$verdict:$1 in
    *:*:0 | *:"$1:$1") ;;
    *:0:[24] | apply:0:*) verdict=$1 ;;
    plan:[24]:[24]) verdict=2 ;;
    *) verdict=1 ;;
  esac
}

summary=
while read -r name context owner <&3 || [ -n "$name" ]; do
  case $name in '' | '#'*) continue ;; esac
  echo "== $name"
  "$command" "$@"
  ended=$?
  add "$ended"
  summary="$summary $name=$ended"
done 3< "$clusters"
echo "== $command:${summary:- no cluster}. Exit code $verdict."
exit "$verdict"
