/** A piece of a selector: an operator, a bracket, a comma, or a word (`in` and `notin` are words too). */
export interface SelectorToken {
  readonly text: string
  readonly isWord: boolean
}

const TOKEN = /([=!(),><])|([^\s=!(),><]+)/g
const LONG_OPERATORS: readonly string[] = ['==', '!=']

/** Cuts a selector; blanks part words and mean nothing else (package labels, Lexer). */
export function readSelectorTokens(text: string): readonly SelectorToken[] {
  const tokens: SelectorToken[] = []
  let end = -1
  for (const match of text.matchAll(TOKEN)) {
    const last = tokens.at(-1)
    const joined = `${last?.text ?? ''}${match[0]}`
    if (match.index === end && LONG_OPERATORS.includes(joined))
      tokens[tokens.length - 1] = {text: joined, isWord: false}
    else tokens.push({text: match[0], isWord: match[2] !== undefined})
    end = match.index + match[0].length
  }
  return tokens
}
