import {parseGoDuration} from '../../dns/go-duration.js'
import {defaultOf, type FlagSpec, type FlagTable, type FlagValues} from '../flags/flag-spec.js'
import {usageError} from '../usage-error.js'

/** Converts raw values: durations to milliseconds, integers to numbers; lists stay as given. @throws CliError USAGE */
export function readFlagValues<T extends FlagTable>(table: T, raw: Readonly<Record<string, unknown>>): FlagValues<T> {
  const read = (name: string, spec: FlagSpec) => readFlagValue(name, spec, raw[name] ?? defaultOf(spec))
  return Object.fromEntries(Object.entries(table).map(([name, spec]) => [name, read(name, spec)])) as FlagValues<T>
}

export function isDefaultValue(name: string, spec: FlagSpec, value: unknown): boolean {
  const items = Array.isArray(value) ? value.filter((item) => item !== '') : value
  return JSON.stringify(items) === JSON.stringify(readFlagValue(name, spec, defaultOf(spec)))
}

function readFlagValue(name: string, spec: FlagSpec, raw: unknown): boolean | number | string | readonly string[] {
  switch (spec.kind) {
    case 'boolean':
      return raw === true
    case 'strings':
      return Array.isArray(raw) ? raw.map(String) : []
    case 'integer':
      return readInteger(name, String(raw))
    case 'duration':
      return readDurationMs(name, String(raw))
    default:
      return String(raw)
  }
}

function readInteger(name: string, text: string): number {
  if (!/^[-+]?\d+$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw usageError(`--${name} is "${text}", which is not a whole number.`, [`write --${name}=NUMBER`])
  }
  return Number(text)
}

function readDurationMs(name: string, text: string): number {
  const seconds = parseGoDuration(text)
  if (!seconds.ok) throw usageError(`--${name}: ${seconds.problem}.`, ['write a number with a unit: 300ms, 30s, 1m30s'])
  return seconds.value * 1000
}
