import {invalidInput, Refusal} from './refusal.js'

/** The page size; larger numbers count as the largest, as in AWS. */
export function pageSize(query: URLSearchParams, largest: number, name = 'maxitems'): number {
  const text = query.get(name)
  if (text === null) return largest
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalidInput(`The value ${text} for ${name} is not valid`)
  return Math.min(Number(text), largest)
}

/** Refuses parameters that are not emulated. */
export function allowOnly(query: URLSearchParams, names: readonly string[]): void {
  for (const name of query.keys()) {
    if (!names.includes(name)) throw new Refusal('NotEmulated', `the emulator does not know the parameter ${name}`, 501)
  }
}
