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

/** Go's `fmt.Sprintf`, including its error texts such as `%!d(MISSING)` and `%!(EXTRA int=1)`. */
export function printf(format: string, operands: readonly Value[]): string {
  return new Printer(format, operands).run()
}

class Printer {
  #at = 0
  #next = 0
  #reordered = false
  #badIndex = false

  constructor(
    private readonly format: string,
    private readonly operands: readonly Value[],
  ) {}

  run(): string {
    let out = ''
    while (this.#at < this.format.length) {
      const percent = this.format.indexOf('%', this.#at)
      const end = percent < 0 ? this.format.length : percent
      out += this.format.slice(this.#at, end)
      this.#at = end + 1
      if (percent >= 0) out += this.#directive()
    }
    return out + this.#extra()
  }

  #directive(): string {
    this.#badIndex = false
    let directive = this.#flags()
    let complaint = ''
    this.#index()
    const width = this.#number()
    if (width === 'bad') complaint += '%!(BADWIDTH)'
    else if (width !== undefined) {
      const left = width < 0
      directive = {...directive, width: Math.abs(width), minus: directive.minus || left, zero: directive.zero && !left}
    }
    if (this.format[this.#at] === '.') {
      this.#at++
      this.#index()
      const precision = this.#number() ?? 0
      if (precision === 'bad' || precision < 0) complaint += '%!(BADPREC)'
      else directive = {...directive, precision}
    }
    this.#index()
    return complaint + this.#verb(directive)
  }

  #verb(directive: Directive): string {
    const code = this.format.codePointAt(this.#at)
    if (code === undefined) return '%!(NOVERB)'
    const verb = String.fromCodePoint(code)
    this.#at += verb.length
    if (verb === '%') return '%'
    if (this.#badIndex) return `%!${verb}(BADINDEX)`
    const operand = this.operands[this.#next]
    if (operand === undefined) return `%!${verb}(MISSING)`
    this.#next++
    return formatValue(operand, verb, directive)
  }

  #flags(): Directive {
    let directive = PLAIN
    for (;;) {
      const character = this.format[this.#at] ?? ''
      const flag = Object.hasOwn(FLAGS, character) ? FLAGS[character] : undefined
      if (flag === undefined) return directive.minus ? {...directive, zero: false} : directive
      directive = {...directive, [flag]: true}
      this.#at++
    }
  }

  /** `[n]` chooses the operand that is used next. */
  #index(): void {
    if (this.format[this.#at] !== '[') return
    this.#reordered = true
    const close = this.format.indexOf(']', this.#at)
    const digits = this.format.slice(this.#at + 1, close < 0 ? this.#at + 1 : close)
    const chosen = /^\d+$/.test(digits) ? Number(digits) : 0
    this.#at = close < 0 ? this.#at + 1 : close + 1
    if (chosen < 1 || chosen > this.operands.length) this.#badIndex = true
    else this.#next = chosen - 1
  }

  /** A width or precision: a number, or with `*` the next operand. */
  #number(): number | 'bad' | undefined {
    if (this.format[this.#at] === '*') {
      this.#at++
      const operand = this.operands[this.#next++]
      const size = operand?.kind === 'int' ? Number(operand.value) : Number.NaN
      return Math.abs(size) <= LARGEST ? size : 'bad'
    }
    const digits = /^\d*/.exec(this.format.slice(this.#at, this.#at + 8))?.[0] ?? ''
    this.#at += digits.length
    if (digits === '') return undefined
    return Number(digits) <= LARGEST ? Number(digits) : 'bad'
  }

  #extra(): string {
    const rest = this.operands.slice(this.#next)
    if (this.#reordered || rest.length === 0) return ''
    const shown = rest.map((operand) => {
      return isAbsent(operand) ? '<nil>' : `${typeName(operand)}=${formatValue(operand, 'v', PLAIN)}`
    })
    return `%!(EXTRA ${shown.join(', ')})`
  }
}
