import {type Parsed, parsed, problem} from './parsed.js'

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}
const MAX_NANOSECONDS = 2n ** 63n - 1n

/**
 * Reads a Go duration (`1m30s`, `-1.5h`, `0`) as seconds, with a fraction.
 *
 * Units are ns, us, µs, ms, s, m, h; a number without a unit is invalid, except 0. At most about 292 years. The
 * arithmetic follows Go's time.ParseDuration to the nanosecond.
 */
export function parseGoDuration(text: string): Parsed<number> {
  const invalid = problem(`"${text}" is not a duration such as 300s, 10m or 1h30m`)
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? []
  if (rest === '0') return parsed(0)
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)[^\d.]+)+$/.test(rest)) return invalid
  let total = 0n
  for (const [, whole = '', fraction = '', unit = ''] of rest.matchAll(/(\d*)\.?(\d*)([^\d.]+)/g)) {
    const scale = Object.hasOwn(NANOSECONDS, unit) ? NANOSECONDS[unit] : undefined
    if (scale === undefined) return problem(`"${unit}" in the duration "${text}" is not one of ns, us, ms, s, m, h`)
    total += BigInt(whole || '0') * scale + toNanoseconds(fraction, scale)
  }
  if (total > MAX_NANOSECONDS) return problem(`the duration "${text}" is too long`)
  const seconds = Number(total / 1_000_000_000n) + Number(total % 1_000_000_000n) / 1e9
  return parsed(sign === '-' && seconds !== 0 ? -seconds : seconds)
}

/** Ignores digits beyond 63 bits and scales the rest as a double, both as Go does. */
function toNanoseconds(digits: string, unit: bigint): bigint {
  let value = 0n
  let scale = 1
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit)
    if (value > MAX_NANOSECONDS / 10n || next > 2n ** 63n) break
    value = next
    scale *= 10
  }
  return BigInt(Math.trunc(Number(value) * (Number(unit) / scale)))
}
