#!/usr/bin/env bash
# What the action runs. COMMAND is plan or apply, ARGS holds the flags of plan, one a line.
set -euo pipefail

mapfile -t args < <(printf '%s\n' "$ARGS" | sed '/^[[:space:]]*$/d')
output=${GITHUB_OUTPUT:-/dev/null}

if [ "$COMMAND" = apply ]; then
  # The file is the approval: no question is asked. It ends with 5 if the zones changed since. The plan has already warned of
  # objects with problems, so 4 means here that Route 53 did not take a host, and fails the step.
  external-dns-ts apply "$PLAN_FILE" ${DIGEST:+"--expect-digest=$DIGEST"} \
    --tolerate=object-problem --tolerate=invalid-name --tolerate=too-large
  exit
fi

code=0
external-dns-ts plan "${args[@]}" --out="$PLAN_FILE" --format=markdown --detailed-exitcode > plan.md || code=$?
echo "exit-code=$code" >> "$output"
case $code in
  0 | 2) ;;
  # Each problem is an annotation. The team whose object it is corrects it; no other team waits for that.
  4) echo '::warning title=external-dns-ts::Some objects have problems. The other hosts are planned as usual.' ;;
  *) exit "$code" ;;
esac
sed -n 's/^ "digest": "\(.*\)",$/digest=\1/p' "$PLAN_FILE" >> "$output"

if [ "$COMMENT" = true ] && [ -n "${PULL_REQUEST:-}" ]; then
  marker='<!-- external-dns-ts -->'
  { echo "$marker"; cat plan.md; } > comment.md
  comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
  id=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id" | head -n 1)
  if [ -n "$id" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field body=@comment.md > /dev/null
  else
    gh api --method POST "$comments" --field body=@comment.md > /dev/null
  fi
fi
