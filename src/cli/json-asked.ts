/** Whether a command line asks for JSON, even one that cannot be read otherwise: its error then is JSON too. */
export function isJsonAsked(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  const tokens = end === -1 ? argv : argv.slice(0, end)
  return tokens.some(
    (token, index) =>
      /^--json(=(1|t|true))?$/i.test(token) ||
      /^(--format=|-o=?)json$/.test(token) ||
      (token === 'json' && /^(--format|-o)$/.test(tokens[index - 1] ?? '')),
  )
}
