/** What JSON can hold; an absent fact is `null`, so that every object of a kind has the same keys in the same order. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = {readonly [key: string]: Json}

/** How a value is written as JSON, and the JSON Schema of what is written. */
export interface Writer<in T> {
  readonly schema: JsonObject
  readonly toJson: (value: T) => Json
  /** The key stands there only where it has a value: what a plan of several clusters alone says. */
  readonly isSometimes?: true
}

export type Writers<T> = {readonly [K in keyof T]-?: Writer<T[K]>}

/** Of what depends on the rest of its file. */
export const ANY: JsonObject = {}

/** Allows further fields: a program that reads version 1 has to bear those that later versions of this tool add. */
export function objectSchema(properties: JsonObject, required = Object.keys(properties)): JsonObject {
  return {type: 'object', required, properties}
}

/** An object that may tell of a value in other fields than its own. `fieldsOf` and `derived` make them. */
export function view<T>(fields: Readonly<Record<string, Writer<T>>>): Writer<T> {
  const entries = Object.entries(fields)
  const required = entries.flatMap(([key, {isSometimes}]) => (isSometimes ? [] : [key]))
  return {
    schema: objectSchema(Object.fromEntries(entries.map(([key, {schema}]) => [key, schema])), required),
    toJson(value) {
      // A plan has hundreds of thousands of these.
      const json: Record<string, Json> = {}
      for (const [key, {toJson, isSometimes}] of entries) {
        const written = toJson(value)
        if (written !== null || isSometimes !== true) json[key] = written
      }
      return json
    },
  }
}

/** Fields of the value, or of one of its parts, under their own names. */
export function fieldsOf<T, U>(
  part: (value: T) => U,
  fields: Partial<Writers<U>>,
): Readonly<Record<string, Writer<T>>> {
  return Object.fromEntries(
    Object.entries(fields as Readonly<Record<string, Writer<unknown>>>).map(([key, writer]) => [
      key,
      derived((value: T) => (part(value) as Readonly<Record<string, unknown>>)[key], writer),
    ]),
  )
}

export function self<T>(value: T): T {
  return value
}

/** What is there before a change and after it; undefined: nothing. */
export function sidesOf<C, D>({current, desired}: {readonly current?: C; readonly desired?: D}) {
  return {current, desired}
}

export function derived<T, U>(get: (value: T) => U, {toJson, ...rest}: Writer<U>): Writer<T> {
  return {...rest, toJson: (value) => toJson(get(value))}
}

export function perWord<K extends string>(words: readonly K[], number: Writer<number>) {
  type Numbers = Readonly<Record<K, number>>
  return view<Numbers>(Object.fromEntries(words.map((word) => [word, derived((all: Numbers) => all[word], number)])))
}

/** What a schema defines once, and names wherever it stands. */
export type Named<W> = W & {readonly name: string; readonly definition: JsonObject}

export function named<W extends Writer<never>>(name: string, writer: W): Named<W> {
  return {...writer, name, definition: writer.schema, schema: {$ref: `#/$defs/${name}`}}
}
