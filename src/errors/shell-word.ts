/** Quotes any text so that a POSIX shell reads it as one word. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,-][\w./:@%+=,-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** As `shellWord`, for a path. A path that begins like a flag or like a file of arguments gets a prefix. */
export function pathWord(path: string): string {
  return shellWord(/^[-@]/.test(path) ? `./${path}` : path)
}

/** As `shellWord`, for a last argument: never read as a flag or a file of arguments, whatever it begins with. */
export function argumentWord(text: string): string {
  return /^[-@]/.test(text) ? `-- ${shellWord(text)}` : shellWord(text)
}
