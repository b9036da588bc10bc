import fc from 'fast-check'
import {LONG_TEXT, ODD_TEXTS} from './odd-texts.js'

export type Json = null | boolean | number | string | Json[] | {[key: string]: Json}

/** What was done at which place: `retype items.0.spec`. */
export interface Edit {
  readonly kind: EditKind
  readonly path: readonly string[]
}

export interface BrokenJson {
  readonly value: Json
  readonly edits: readonly Edit[]
}

const KINDS = [
  'remove',
  'double',
  'retype',
  'null',
  'reorder',
  'splice',
  'oversize',
  'odd text',
  'odd number',
  'prototype',
] as const
export type EditKind = (typeof KINDS)[number]

/** Keys that mean something to JavaScript and nothing to any format. */
const PROTOTYPE_KEYS = ['__proto__', '__proto__', 'constructor', 'prototype', 'toString', 'valueOf']
const ODD_NUMBERS = [0, -0, -1, 1.5, 1e21, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 63), 5e-324, Number.MAX_VALUE]
const OTHER_TYPES: readonly Json[] = ['text', '', 7, true, {}, [], {a: 1}, ['a'], [[]], [{}]]
const DEEP_LEVELS = [50, 2000, 20_000]

type Holder = Json[] | {[key: string]: Json}
interface Place {
  readonly holder: Holder
  readonly key: string
  readonly path: readonly string[]
}

const step = fc.record({kind: fc.constantFrom(...KINDS), at: fc.nat(), from: fc.nat(), odd: fc.nat()})

/** Documents that are one to three edits away from a valid one. */
export function brokenJson(valid: fc.Arbitrary<Json>): fc.Arbitrary<BrokenJson> {
  return fc.tuple(valid, fc.array(step, {minLength: 1, maxLength: 3})).map(([document, steps]) => {
    const root = {value: clone(document)}
    const edits = steps.flatMap(({kind, at, from, odd}) => {
      const [place, other] = [placeAt(root, at), placeAt(root, from)]
      if (place === undefined || other === undefined || !edit(place, kind, other, odd)) return []
      return [{kind, path: place.path.slice(1)}]
    })
    return {value: root.value ?? null, edits}
  })
}

/** @returns whether the edit has a meaning there. */
function edit({holder, key}: Place, kind: EditKind, other: Place, odd: number): boolean {
  const value = valueAt(holder, key)
  switch (kind) {
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else Reflect.deleteProperty(holder, key)
      return true
    case 'double':
      if (Array.isArray(holder)) holder.splice(Number(key), 0, clone(value))
      else put(holder, `${key}2`, clone(value))
      return true
    case 'retype':
      put(
        holder,
        key,
        clone(
          pick(
            OTHER_TYPES.filter((one) => typeOf(one) !== typeOf(value)),
            odd,
          ),
        ),
      )
      return true
    case 'null':
      put(holder, key, null)
      return true
    case 'reorder':
      if (typeof value !== 'object' || value === null) return false
      if (Array.isArray(value)) value.reverse()
      else put(holder, key, Object.fromEntries(Object.entries(value).reverse()))
      return true
    case 'splice':
      put(holder, key, clone(valueAt(other.holder, other.key)))
      return true
    case 'oversize':
      put(holder, key, odd % 2 === 0 ? LONG_TEXT : nested(pick(DEEP_LEVELS, odd), odd % 3 === 0))
      return true
    case 'odd text':
      if (typeof value !== 'string') return false
      put(holder, key, pick([(text: string) => text + pick(ODD_TEXTS, odd), () => pick(ODD_TEXTS, odd)], odd)(value))
      return true
    case 'odd number':
      put(holder, key, pick(ODD_NUMBERS, odd))
      return true
    case 'prototype':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
      put(value, pick(PROTOTYPE_KEYS, odd), pick<Json>([{polluted: 'yes'}, 'yes', null, ['yes']], odd))
      return true
  }
}

/** Of any depth, unlike `structuredClone`. */
function clone(value: Json): Json {
  return JSON.parse(toJsonText(value))
}

export function nested(levels: number, isList: boolean): Json {
  let value: Json = 'deep'
  for (let level = 0; level < levels; level += 1) value = isList ? [value] : {a: value}
  return value
}

/** `Object.assign` and `=` would set the prototype where the key is `__proto__`. */
function put(holder: Holder, key: string, value: Json): void {
  Object.defineProperty(holder, key, {value, enumerable: true, configurable: true, writable: true})
}

function valueAt(holder: Holder, key: string): Json {
  return Object.getOwnPropertyDescriptor(holder, key)?.value ?? null
}

/** Goes down from the root, and stops anywhere with the same chance: the head of a document is hit as often as its leaves. */
function placeAt(root: {[key: string]: Json}, choice: number): Place | undefined {
  let found: Place | undefined
  let holder: Holder = root
  let path: readonly string[] = []
  for (let rest = choice + 1; path.length < 30; rest = Math.floor(rest / 3)) {
    const keys = Object.keys(holder)
    if (keys.length === 0 || (found !== undefined && rest % 5 === 0)) return found
    const key = pick(keys, Math.imul(rest, 0x9e3779b1) >>> 7)
    path = [...path, key]
    found = {holder, key, path}
    const child = valueAt(holder, key)
    if (typeof child !== 'object' || child === null) return found
    holder = child
  }
  return found
}

function typeOf(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value
}

export function pick<T>(some: readonly T[], index: number): T {
  const [first] = some
  const found = some[index % some.length] ?? first
  if (found === undefined) throw new Error('bug: nothing to choose from')
  return found
}

/** JSON of any depth: `JSON.stringify` exhausts the stack. */
export function toJsonText(value: Json): string {
  const parts: string[] = []
  const pending: (string | {readonly value: Json})[] = [{value}]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') parts.push(next)
    else if (typeof next.value !== 'object' || next.value === null) parts.push(JSON.stringify(next.value))
    else pending.push(...tokensOf(next.value).reverse())
  }
  return parts.join('')
}

function tokensOf(value: Holder): (string | {readonly value: Json})[] {
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const members = Object.keys(value).flatMap((key, index) => [
    `${index === 0 ? '' : ','}\n${Array.isArray(value) ? '' : `${JSON.stringify(key)}: `}`,
    {value: valueAt(value, key)},
  ])
  return [open, ...members, close]
}
