type Flag = 'plus' | 'minus' | 'sharp' | 'space' | 'zero'

export interface Directive extends Readonly<Record<Flag, boolean>> {
  readonly width: number | undefined
  readonly precision: number | undefined
}

const NO_FLAGS = {plus: false, minus: false, sharp: false, space: false, zero: false}

export const PLAIN: Directive = {...NO_FLAGS, width: undefined, precision: undefined}

const BASES: Readonly<Record<string, number>> = {b: 2, o: 8, O: 8, d: 10, v: 10, x: 16, X: 16}
const PREFIXES: Readonly<Record<string, string>> = {b: '0b', o: '0', x: '0x', X: '0X'}

/** Pads to the width: on the right with the flag `-`, with zeros after the sign with the flag `0`. */
export function pad(text: string, directive: Directive, zeros = directive.zero): string {
  const missing = (directive.width ?? 0) - [...text].length
  if (missing <= 0) return text
  if (directive.minus) return text + ' '.repeat(missing)
  if (!zeros) return ' '.repeat(missing) + text
  const sign = /^[-+ ]/.exec(text)?.[0] ?? ''
  return sign + '0'.repeat(missing) + text.slice(sign.length)
}

/** `%b %o %O %d %v %x %X` of a whole number; undefined for another verb. */
export function formatInt(value: bigint, verb: string, directive: Directive): string | undefined {
  const base = Object.hasOwn(BASES, verb) ? BASES[verb] : undefined
  if (base === undefined) return undefined
  const negative = value < 0n
  const magnitude = (negative ? -value : value).toString(base)
  const padded = directive.precision === 0 && value === 0n ? '' : magnitude.padStart(directive.precision ?? 0, '0')
  const digits = verb === 'X' ? padded.toUpperCase() : padded
  const prefix = verb === 'O' ? '0o' : directive.sharp ? (PREFIXES[verb] ?? '') : ''
  const sign = signOf(negative, directive)
  const usesZeros = directive.zero && !directive.minus && directive.precision === undefined
  const filled = usesZeros ? digits.padStart((directive.width ?? 0) - sign.length, '0') : digits
  return pad(sign + prefix + filled, directive, false)
}

/** `%e %E %f %F %g %G %v` of a floating-point number; undefined for another verb. */
export function formatFloat(value: number, verb: string, directive: Directive): string | undefined {
  if (!/^[eEfFgGv]$/.test(verb)) return undefined
  if (!Number.isFinite(value)) {
    const sign = signOf(value < 0, value > 0 && directive.sharp ? {...directive, plus: true} : directive)
    return pad(sign + (Number.isNaN(value) ? 'NaN' : 'Inf'), directive, false)
  }
  const negative = value < 0 || Object.is(value, -0)
  const magnitude = digitsOf(Math.abs(value), verb.toLowerCase(), directive.precision)
  return pad(signOf(negative, directive) + (/[EG]/.test(verb) ? magnitude.toUpperCase() : magnitude), directive)
}

function digitsOf(value: number, verb: string, precision: number | undefined): string {
  if (verb === 'f') return toFixed(value, precision ?? 6)
  if (verb === 'e') return goExponent(value.toExponential(Math.min(precision ?? 6, 100)))
  if (precision === undefined) return general(value.toExponential(), 6)
  const significant = Math.max(precision, 1)
  return general(value.toExponential(Math.min(significant - 1, 100)), significant)
}

/** `toFixed` of JavaScript turns to exponents at 1e21. */
function toFixed(value: number, precision: number): string {
  const places = Math.min(precision, 100)
  return value < 1e21 ? value.toFixed(places) : `${BigInt(value)}${places > 0 ? `.${'0'.repeat(places)}` : ''}`
}

function general(exponential: string, limit: number): string {
  const [mantissa = '0', exponentText = '0'] = exponential.split('e')
  const exponent = Number(exponentText)
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const digits = (whole + fraction).replace(/0+$/, '') || '0'
  if (exponent < -4 || exponent >= limit) {
    const tail = digits.length > 1 ? `.${digits.slice(1)}` : ''
    return goExponent(`${digits[0] ?? '0'}${tail}e${exponent}`)
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, '0')
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`
}

/** Go writes at least two digits of exponent. */
function goExponent(exponential: string): string {
  const [mantissa = '0', exponent = '0'] = exponential.split('e')
  const value = Number(exponent)
  return `${mantissa}e${value < 0 ? '-' : '+'}${Math.abs(value).toString().padStart(2, '0')}`
}

function signOf(negative: boolean, directive: Directive): string {
  if (negative) return '-'
  return directive.plus ? '+' : directive.space ? ' ' : ''
}
