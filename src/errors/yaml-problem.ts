/** Without the parts of the file that it quotes, which may be somebody's credentials, and without a full stop. */
export function yamlProblem(error: unknown): string {
  if (isTooDeep(error)) return 'it is nested too deeply'
  const message = messageOf(error)
  const [first = ''] = message.split('\n')
  return first
    .replace(/: .*$/, '')
    .replace(/\s*(?:["'<].*["'>])/, '')
    .replace(/[.:]$/, '')
}

/** True when the text is nested so deeply that walking it exhausts the stack. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError || messageOf(error).startsWith('Maximum call stack')
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
}
