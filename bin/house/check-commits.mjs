/** The subject that `git log --oneline` and code hosts show without cutting it. */
const MAX_LENGTH = 72

/**
 * @param {string} log a line a commit: its short hash, a blank, its subject
 * @returns {string[]}
 */
export function checkCommits(log) {
  return log
    .split('\n')
    .map((line) => /^(\S+) (.*)$/.exec(line))
    .filter((match) => match !== null && [...match[2]].length > MAX_LENGTH)
    .map(
      ([, hash, subject]) =>
        `commit ${hash}: the subject has ${[...subject].length} characters: ${subject} → at most ${MAX_LENGTH}; say why in the body (git rebase -i)`,
    )
}
