import type {Json, JsonObject} from './host-json.js'

/** The words in which the schemas of our JSON are written. */

export const TEXT: JsonObject = {type: 'string'}
export const COUNT: JsonObject = {type: 'integer', minimum: 0}
export const FLAG: JsonObject = {type: 'boolean'}
export const TEXTS = list(TEXT)

export function object(properties: JsonObject): JsonObject {
  return {type: 'object', required: Object.keys(properties), properties}
}

export function list(items: JsonObject): JsonObject {
  return {type: 'array', items}
}

export function orNull(schema: JsonObject): JsonObject {
  return {anyOf: [schema, {type: 'null'}]}
}

export function oneOf(words: readonly Json[]): JsonObject {
  return {enum: words}
}

export function ref(name: string): JsonObject {
  return {$ref: `#/$defs/${name}`}
}

/**
 * A schema as it is published. Objects allow further fields: a program that reads version 1 has to bear fields that later
 * versions of this tool add.
 */
export function document(name: string, title: string, content: JsonObject, $defs: JsonObject): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:external-dns-ts:schema:${name}`,
    title,
    ...content,
    $defs,
  }
}
