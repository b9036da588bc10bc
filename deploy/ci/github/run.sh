#!/usr/bin/env bash
# What the action runs. COMMAND is plan or apply, ARGS holds a flag a line.
set -euo pipefail

mapfile -t args < <(printf '%s\n' "$ARGS" | sed '/^[[:space:]]*$/d')
output=${GITHUB_OUTPUT:-/dev/null}

if [ "$COMMAND" = apply ]; then
  # The file is the approval: no question, and refused with 5 where the world moved on. The plan has warned of objects with
  # problems; 4 means here that Route 53 did not take a host, and fails the step.
  external-dns-ts apply "$PLAN_FILE" --tolerate=object-problem --tolerate=invalid-name --tolerate=too-large
  exit
fi

code=0
external-dns-ts plan "${args[@]}" --out="$PLAN_FILE" --format=markdown --detailed-exitcode > plan.md || code=$?
echo "exit-code=$code" >> "$output"
case $code in
  0 | 2) ;;
  # Objects with problems, each an annotation: whose they are mends them, and nobody else waits for it.
  4) echo '::warning title=external-dns-ts::Some objects have problems; the other hosts are not held up by them.' ;;
  *) exit "$code" ;;
esac

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
