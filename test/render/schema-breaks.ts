import {isDeepStrictEqual} from 'node:util'
import type {JsonObject} from '../../src/codec/writer.js'

/**
 * Finds what a program written for `old` could not handle in documents of `next`, as paths. Additions are allowed: a
 * further field, a further value of an enumeration, a further kind of object in a union.
 */
export function breaksOf(old: JsonObject, next: JsonObject): readonly string[] {
  return compare(old, next, {old, next}, '$')
}

interface Roots {
  readonly old: JsonObject
  readonly next: JsonObject
}

function compare(givenOld: JsonObject, givenNext: JsonObject, roots: Roots, path: string): string[] {
  const [old, next] = [resolve(givenOld, roots.old), resolve(givenNext, roots.next)]
  if (Array.isArray(old.anyOf)) return compareChoices(old.anyOf, next, roots, path)
  if (Array.isArray(next.anyOf)) return [`${path} may be something else now`]
  if ('const' in old) return isDeepStrictEqual(old.const, next.const) ? [] : [`${path} has another fixed value`]
  if (Array.isArray(old.enum)) {
    const words: readonly unknown[] = Array.isArray(next.enum) ? next.enum : []
    return old.enum.filter((word) => !words.includes(word)).map((word) => `${path} lost the word ${String(word)}`)
  }
  if (old.type !== next.type) return [`${path} is ${String(next.type)} and was ${String(old.type)}`]
  if (old.minimum !== next.minimum) return [`${path} has another minimum`]
  if (old.type === 'array') return compare(objectOf(old.items), objectOf(next.items), roots, `${path}[]`)
  if (old.type !== 'object') return []
  const [before, after] = [objectOf(old.properties), objectOf(next.properties)]
  const required = listOf(next.required)
  const rest =
    old.additionalProperties === undefined
      ? []
      : compare(objectOf(old.additionalProperties), objectOf(next.additionalProperties), roots, `${path}.*`)
  return [
    ...rest,
    ...listOf(old.required).flatMap((key) => (required.includes(key) ? [] : [`${path}.${key} may be missing`])),
    ...Object.keys(before).flatMap((key) =>
      key in after
        ? compare(objectOf(before[key]), objectOf(after[key]), roots, `${path}.${key}`)
        : [`${path}.${key} is gone`],
    ),
  ]
}

function compareChoices(choices: readonly unknown[], next: JsonObject, roots: Roots, path: string): string[] {
  const left = (Array.isArray(next.anyOf) ? next.anyOf : [next]).map((one) => resolve(objectOf(one), roots.next))
  const problems = choices.flatMap((choice) => {
    const found = left.map((one) => compare(objectOf(choice), one, roots, path))
    const index = found.findIndex((ones) => ones.length === 0)
    if (index >= 0) left.splice(index, 1)
    // A value that can no longer be null breaks nothing.
    return index >= 0 || objectOf(choice).type === 'null'
      ? []
      : (found.sort((a, b) => a.length - b.length)[0] ?? [`${path} lost a form`])
  })
  const strange = left.filter((one) => one.type !== 'object').map((one) => `${path} may be ${String(one.type)} now`)
  return problems.length > 0 ? problems : strange
}

function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  if (typeof schema.$ref !== 'string') return schema
  return objectOf(objectOf(root.$defs)[schema.$ref.replace('#/$defs/', '')])
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
