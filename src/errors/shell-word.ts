/** As a POSIX shell takes it for one word, whatever is in it. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,-][\w./:@%+=,-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** As `shellWord`, of a path: no flag and no file of arguments, even if it begins like one. */
export function pathWord(path: string): string {
  return shellWord(/^[-@]/.test(path) ? `./${path}` : path)
}

/** As the last word of one of our own commands: no flag and no file of arguments, even if it begins like one. */
export function argumentWord(text: string): string {
  return /^[-@]/.test(text) ? `-- ${shellWord(text)}` : shellWord(text)
}
