import {type Directive, PLAIN} from './number-format.js'
import {formatValue} from './print.js'
import {isAbsent, typeName, type Value} from './value.js'

/** The largest width and precision: far above any name. Go allows a million, which would let one flag fill the memory. */
const LARGEST = 1_000

const FLAGS: Readonly<Record<string, keyof Directive>> = {
  '+': 'plus',
  '-': 'minus',
  '#': 'sharp',
  ' ': 'space',
  '0': 'zero',
}

const INDEX = String.raw`(\[(?:[^\]]*\])?)?`
const NUMBER = String.raw`(\*|\d{0,8})`
/** Flags, width, precision and verb. `[n]`, before any of the last three, chooses the operand that is used next. */
const DIRECTIVE = new RegExp(`%([-+# 0]*)${INDEX}${NUMBER}(?:(\\.)${INDEX}${NUMBER})?${INDEX}(.?)`, 'gsu')

/** Go's `fmt.Sprintf`, including its error texts such as `%!d(MISSING)` and `%!(EXTRA int=1)`. */
export function printf(format: string, operands: readonly Value[]): string {
  const reader = new OperandReader(operands)
  const out = format.replace(DIRECTIVE, (_directive, ...parts: readonly (string | undefined)[]) => {
    const [flags = '', first, width = '', point, second, precision = '', third, verb = ''] = parts
    let directive = withFlags(flags)
    let complaint = ''
    reader.startDirective()
    reader.choose(first)
    const columns = reader.number(width)
    if (columns === 'bad') complaint += '%!(BADWIDTH)'
    else if (columns !== undefined) {
      const left = columns < 0
      const zero = directive.zero && !left
      directive = {...directive, width: Math.abs(columns), minus: directive.minus || left, zero}
    }
    reader.choose(second)
    const places = point === undefined ? undefined : (reader.number(precision) ?? 0)
    if (places === 'bad' || (places ?? 0) < 0) complaint += '%!(BADPREC)'
    else directive = {...directive, precision: places}
    reader.choose(third)
    return complaint + reader.print(verb, directive)
  })
  return out + reader.extra()
}

function withFlags(flags: string): Directive {
  const set = [...flags].flatMap((flag) => FLAGS[flag] ?? []).map((name) => [name, true] as const)
  const directive: Directive = {...PLAIN, ...Object.fromEntries(set)}
  return directive.minus ? {...directive, zero: false} : directive
}

class OperandReader {
  #next = 0
  #reordered = false
  #badIndex = false

  constructor(private readonly operands: readonly Value[]) {}

  startDirective(): void {
    this.#badIndex = false
  }

  choose(index: string | undefined): void {
    if (index === undefined) return
    this.#reordered = true
    const [, digits] = /^\[(\d+)\]$/.exec(index) ?? []
    const chosen = Number(digits ?? 0)
    if (chosen < 1 || chosen > this.operands.length) this.#badIndex = true
    else this.#next = chosen - 1
  }

  /** A width or precision: a number, or with `*` the next operand. */
  number(text: string): number | 'bad' | undefined {
    if (text === '') return undefined
    const operand = text === '*' ? this.operands[this.#next++] : undefined
    const size = text !== '*' ? Number(text) : operand?.kind === 'int' ? Number(operand.value) : Number.NaN
    return Math.abs(size) <= LARGEST ? size : 'bad'
  }

  print(verb: string, directive: Directive): string {
    if (verb === '') return '%!(NOVERB)'
    if (verb === '%') return '%'
    if (this.#badIndex) return `%!${verb}(BADINDEX)`
    const operand = this.operands[this.#next]
    if (operand === undefined) return `%!${verb}(MISSING)`
    this.#next++
    return formatValue(operand, verb, directive)
  }

  extra(): string {
    const rest = this.operands.slice(this.#next)
    if (this.#reordered || rest.length === 0) return ''
    const shown = rest.map((operand) => {
      return isAbsent(operand) ? '<nil>' : `${typeName(operand)}=${formatValue(operand, 'v', PLAIN)}`
    })
    return `%!(EXTRA ${shown.join(', ')})`
  }
}
