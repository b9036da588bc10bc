import {isPrintable, quoteRune, quoteString} from './literal.js'
import {type Directive, formatFloat, formatInt, PLAIN, pad} from './number-format.js'
import {follow, isAbsent, text, typeName, type Value} from './value.js'

export function display(value: Value): string {
  return isAbsent(value) ? '<no value>' : formatValue(value, 'v', PLAIN)
}

/** The text that `html`, `js` and `urlquery` escape: as `print`, but a missing value or nil becomes `<no value>`. */
export function printable(values: readonly Value[]): string {
  return print(values.map((value) => (isAbsent(value) ? text(display(value)) : value)))
}

/** Go's `fmt.Sprint`: a space between two operands when neither is a string. */
export function print(values: readonly Value[]): string {
  let out = ''
  for (const [index, value] of values.entries()) {
    const before = values[index - 1]
    if (before !== undefined && before.kind !== 'string' && value.kind !== 'string') out += ' '
    out += formatValue(value, 'v', PLAIN)
  }
  return out
}

/** Go's `fmt.Sprintln`: a space between all operands. */
export function printLine(values: readonly Value[]): string {
  return `${values.map((value) => formatValue(value, 'v', PLAIN)).join(' ')}\n`
}

/** Lists and maps element by element. A verb that does not fit gives Go's `%!d(string=x)`. */
export function formatValue(operand: Value, verb: string, directive: Directive): string {
  const value = follow(operand)
  if (verb === 'T') return pad(typeName(operand), directive, false)
  if (verb === 'v' && directive.sharp && value.kind === 'string') return pad(quoteString(value.value), directive)
  switch (value.kind) {
    case 'list':
      return `[${value.items.map((item) => formatValue(item, verb, directive)).join(' ')}]`
    case 'map':
      return `map[${value.keys.map((key) => entry(key, value.get(key), verb, directive)).join(' ')}]`
    case 'pointer':
      return verb === 'v' ? pad('<nil>', directive, false) : `%!${verb}(${typeName(value)}=<nil>)`
    case 'nil':
    case 'missing':
      return verb === 'v' ? pad('<nil>', directive, false) : `%!${verb}(<nil>)`
    case 'struct':
      if (value.text === undefined) {
        return `{${value.fields.map((field) => element(value.get(field), verb, directive)).join(' ')}}`
      }
  }
  return formatBasic(value, verb, directive) ?? `%!${verb}(${typeName(value)}=${formatValue(value, 'v', directive)})`
}

/** Undefined for a verb that does not fit. */
function formatBasic(value: Value, verb: string, directive: Directive): string | undefined {
  switch (value.kind) {
    case 'string':
      return formatString(value.value, verb, directive)
    case 'int':
      return formatRune(value.value, verb, directive) ?? formatInt(value.value, verb, directive)
    case 'float':
      return formatFloat(value.value, verb, directive)
    case 'bool':
      return verb === 'v' || verb === 't' ? pad(String(value.value), directive, false) : undefined
    case 'struct':
      return formatString(value.text ?? '', verb, directive)
    default:
      return undefined
  }
}

function entry(key: string, value: Value | undefined, verb: string, directive: Directive): string {
  return `${formatValue(text(key), verb, directive)}:${element(value, verb, directive)}`
}

function element(value: Value | undefined, verb: string, directive: Directive): string {
  return formatValue(value ?? {kind: 'nil'}, verb, directive)
}

function formatString(string: string, verb: string, directive: Directive): string | undefined {
  const cut = directive.precision === undefined ? string : [...string].slice(0, directive.precision).join('')
  switch (verb) {
    case 'v':
    case 's':
      return pad(cut, directive)
    case 'q':
      return pad(directive.sharp && !cut.includes('`') ? `\`${cut}\`` : quoteString(cut, directive.plus), directive)
    case 'x':
    case 'X': {
      const bytes = [...new TextEncoder().encode(string)].slice(0, directive.precision)
      const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(directive.space ? ' ' : '')
      const prefixed = directive.sharp && hex !== '' ? `0x${hex}` : hex
      return pad(verb === 'X' ? prefixed.toUpperCase() : prefixed, directive)
    }
    default:
      return undefined
  }
}

function formatRune(code: bigint, verb: string, directive: Directive): string | undefined {
  const character = code >= 0n && code <= 0x10ffffn ? String.fromCodePoint(Number(code)) : undefined
  switch (verb) {
    case 'c':
      return pad(character ?? '\ufffd', directive)
    case 'q':
      return pad(quoteRune(code, directive.plus), directive)
    case 'U': {
      const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
      const isShown = directive.sharp && character !== undefined && isPrintable(character)
      return pad(isShown ? `${point} '${character}'` : point, directive, false)
    }
    default:
      return undefined
  }
}
