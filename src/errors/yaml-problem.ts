/**
 * What a YAML parser objects to, in its words but for what it quotes: the file may be no manifest at all, but somebody's
 * credentials. Without a full stop.
 */
export function yamlProblem(error: unknown): string {
  if (isTooDeep(error)) return 'it is nested too deeply'
  const message = messageOf(error)
  const [first = ''] = message.split('\n')
  return first
    .replace(/: .*$/, '')
    .replace(/\s*(?:["'<].*["'>])/, '')
    .replace(/[.:]$/, '')
}

/** Whether the text is nested so deeply that whoever walks through it runs out of stack. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError || messageOf(error).startsWith('Maximum call stack')
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
}
