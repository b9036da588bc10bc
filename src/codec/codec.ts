import type {Parsed} from '../dns/parsed.js'
import {fieldsOf, type JsonObject, objectSchema, self, view, type Writer, type Writers} from './writer.js'

/** Reading trusts nothing: a key too many or too few is an error. `undefined` is `null`: one value is one text. */
export interface Codec<T> extends Writer<T> {
  /** @param path where in the file we are, for the problem. @throws Malformed */
  readonly fromJson: (json: unknown, path: string) => T
}

/** What a codec throws; whoever reads a file catches it and returns a problem. The message is a phrase without a full stop. */
export class Malformed extends Error {}

/** It was written by a program like this one, of what this one does not know. */
export class NotUnderstood extends Malformed {}

function malformed(path: string, phrase: string): Malformed {
  return new Malformed(`${path === '' ? 'the file' : path} ${phrase}`)
}

function plain<T extends string | number | boolean>(
  schema: JsonObject,
  is: (json: unknown) => json is T,
  problem: string,
): Codec<T> {
  return {
    schema,
    toJson: (value) => value,
    fromJson(json, path) {
      if (!is(json)) throw malformed(path, problem)
      return json
    },
  }
}

export const text = plain({type: 'string'}, (json) => typeof json === 'string', 'is not text')

export const integer = plain(
  {type: 'integer'},
  (json): json is number => Number.isSafeInteger(json),
  'is not a whole number',
)

export const finite = plain({type: 'number'}, (json): json is number => Number.isFinite(json), 'is not a number')

export const flag = plain({type: 'boolean'}, (json) => typeof json === 'boolean', 'is neither true nor false')

export const count: Codec<number> = {
  ...refine(integer, (value) => (value < 0 ? {ok: false, problem: 'is negative'} : {ok: true, value})),
  schema: {type: 'integer', minimum: 0},
}

export function oneOf<T extends string>(values: readonly T[]): Codec<T> {
  const isOne = (json: unknown): json is T => values.some((value) => value === json)
  return plain({enum: values}, isOne, `is not one of ${values.join(', ')}`)
}

export function optional<T>(codec: Codec<T>): Codec<T | undefined>
export function optional<T>(writer: Writer<T>): Writer<T | undefined>
export function optional<T>(writer: Writer<T>): Codec<T | undefined> {
  const {schema, toJson, fromJson} = writer as Codec<T>
  return {
    schema: {anyOf: [schema, {type: 'null'}]},
    toJson: (value) => (value === undefined ? null : toJson(value)),
    fromJson: (json, path) => (json === null ? undefined : fromJson(json, path)),
  }
}

export function list<T>(codec: Codec<T>): Codec<readonly T[]>
export function list<T>(writer: Writer<T>): Writer<readonly T[]>
export function list<T>(writer: Writer<T>): Codec<readonly T[]> {
  const {schema, toJson, fromJson} = writer as Codec<T>
  return {
    schema: {type: 'array', items: schema},
    toJson: (values) => values.map(toJson),
    fromJson(json, path) {
      if (!Array.isArray(json)) throw malformed(path, 'is not a list')
      return json.map((item, index) => fromJson(item, `${path}[${index}]`))
    },
  }
}

export const texts = list(text)

export function nonEmpty<T>(codec: Codec<T>): Codec<readonly [T, ...T[]]> {
  return refine<readonly T[], readonly [T, ...T[]]>(list(codec), ([first, ...rest]) =>
    first === undefined ? {ok: false, problem: 'is empty'} : {ok: true, value: [first, ...rest]},
  )
}

/** Keys that are data, as the labels of an ownership text; in the order of their bytes. */
export const textMap: Codec<Readonly<Record<string, string>>> = {
  schema: {type: 'object', additionalProperties: text.schema},
  toJson: (value) => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
  fromJson: (json, path) =>
    Object.fromEntries(
      Object.entries(asObject(json, path)).map(([key, value]) => [key, text.fromJson(value, `${path}.${key}`)]),
    ),
}

type Codecs<T> = {readonly [K in keyof T]-?: Codec<T[K]>}

/** Every field of the type has its line here: a field that is added without one breaks the build. */
export function object<T extends object>(fields: Codecs<T>): Codec<T>
export function object<T extends object>(fields: Writers<T>): Writer<T>
export function object<T extends object>(fields: Writers<T>): Codec<T> {
  const entries = Object.entries<Codec<unknown>>(fields as unknown as Readonly<Record<string, Codec<unknown>>>)
  return {
    ...view(fieldsOf(self<T>, fields)),
    fromJson(json, path) {
      const given = asObject(json, path)
      for (const key of Object.keys(given)) {
        if (!Object.hasOwn(fields, key)) throw malformed(join(path, key), 'is not known')
      }
      return Object.fromEntries(
        entries.flatMap(([key, codec]) => {
          if (Object.hasOwn(given, key)) return [[key, codec.fromJson(given[key], join(path, key))]]
          if (codec.isSometimes === true) return []
          throw malformed(join(path, key), 'is missing')
        }),
      ) as T
    },
  }
}

type Case<T, K> = Omit<Extract<T, {readonly kind: K}>, 'kind'>
type Cases<T extends {readonly kind: string}> = {readonly [K in T['kind']]: Codec<Case<T, K>>}

/** A union that is told apart by its `kind`. Kinds with the very same codec are one form of the schema. */
export function union<T extends {readonly kind: string}>(cases: Cases<T>): Codec<T> {
  const codecs = cases as unknown as Readonly<Record<string, Codec<object>>>
  const codecOf = (kind: string) => (Object.hasOwn(codecs, kind) ? codecs[kind] : undefined)
  return {
    schema: {
      anyOf: [...new Set(Object.values(codecs))].map(({schema, ...codec}) => {
        const kinds = Object.keys(codecs).filter((kind) => codecs[kind]?.toJson === codec.toJson)
        const kind = kinds.length === 1 ? {const: kinds[0] ?? ''} : {enum: kinds}
        return objectSchema({kind, ...(schema.properties as JsonObject)})
      }),
    },
    toJson(value) {
      const fields = codecOf(value.kind)?.toJson(value)
      return {kind: value.kind, ...(fields as JsonObject)}
    },
    fromJson(json, path) {
      const {kind, ...rest} = asObject(json, path)
      const codec = typeof kind === 'string' ? codecOf(kind) : undefined
      if (codec === undefined) throw malformed(join(path, 'kind'), `is not one of ${Object.keys(codecs).join(', ')}`)
      return {kind, ...codec.fromJson(rest, path)} as unknown as T
    },
  }
}

/**
 * Further keys, for readers to whom they may say more. A file in which they say something else is of a newer version.
 */
export function saying<T>(codec: Codec<T>, names: readonly string[], phrase: (value: T) => JsonObject): Codec<T> {
  const further = Object.fromEntries(names.map((name) => [name, {}]))
  return {
    schema: objectSchema({...(codec.schema.properties as JsonObject), ...further}),
    toJson: (value) => ({...(codec.toJson(value) as object), ...phrase(value)}),
    fromJson(json, path) {
      const fields = asObject(json, path)
      const rest = Object.fromEntries(Object.entries(fields).filter(([key]) => !names.includes(key)))
      const value = codec.fromJson(rest, path)
      const expected = phrase(value)
      for (const name of names) {
        if (!Object.hasOwn(fields, name)) throw malformed(join(path, name), 'is missing')
        if (JSON.stringify(fields[name]) === JSON.stringify(expected[name])) continue
        throw new NotUnderstood(`${join(path, name)} is ${JSON.stringify(fields[name])}`)
      }
      return value
    },
  }
}

/** Writes a value that stands elsewhere as its key, and finds that very value again. */
export function reference<T>(values: ReadonlyMap<string, T>, keyOf: (value: T) => string): Codec<T> {
  return {
    schema: text.schema,
    toJson: keyOf,
    fromJson(json, path) {
      const value = values.get(text.fromJson(json, path))
      if (value === undefined) throw malformed(path, 'is not listed')
      return value
    },
  }
}

/** Narrows what another codec reads; `problem` goes on after the path: `is negative`. */
export function refine<T, U extends T>(codec: Codec<T>, narrow: (value: T) => Parsed<U>): Codec<U> {
  return {
    ...codec,
    fromJson(json, path) {
      const narrowed = narrow(codec.fromJson(json, path))
      if (!narrowed.ok) throw malformed(path, narrowed.problem)
      return narrowed.value
    },
  }
}

export function asObject(json: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed(path, 'is not an object')
  return json as Readonly<Record<string, unknown>>
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
