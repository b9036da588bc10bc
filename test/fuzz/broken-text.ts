import fc from 'fast-check'
import {pick} from './broken-json.js'
import {ODD_TEXTS} from './odd-texts.js'

const KINDS = [
  'cut',
  'drop',
  'insert',
  'double',
  'move',
  'carriage returns',
  'byte order mark',
  'flip',
  'oversize',
] as const
type Kind = (typeof KINDS)[number]

const step = fc.record({kind: fc.constantFrom(...KINDS), at: fc.nat(), length: fc.nat({max: 200}), odd: fc.nat()})

/** Texts that are one or two edits away from a valid one, which its format knows nothing of. */
export function brokenText(valid: fc.Arbitrary<string>, own: readonly string[] = []): fc.Arbitrary<string> {
  const pieces = [...ODD_TEXTS, ...own, ...own, ...own]
  return fc
    .tuple(valid, fc.array(step, {minLength: 1, maxLength: 2}))
    .map(([text, steps]) =>
      steps.reduce((now, {kind, at, length, odd}) => edit(now, kind, at, length, pick(pieces, odd)), text),
    )
}

function edit(text: string, kind: Kind, place: number, length: number, piece: string): string {
  const at = place % (text.length + 1)
  const [before, slice, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)]
  switch (kind) {
    case 'cut':
      return before
    case 'drop':
      return before + after
    case 'insert':
      return before + piece + slice + after
    case 'double':
      return before + slice + slice + after
    case 'move':
      return slice + before + after
    case 'carriage returns':
      return text.replaceAll('\n', '\r\n')
    case 'byte order mark':
      return `\ufeff${text}`
    case 'flip':
      return before + String.fromCharCode(slice.charCodeAt(0) ^ (1 << (length % 7))) + slice.slice(1) + after
    case 'oversize':
      return before + piece.repeat(3000) + slice + after
  }
}
