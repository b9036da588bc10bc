import type {JsonObject} from '../../src/codec/writer.js'

/**
 * Validates a value by the few keywords of JSON Schema that our schema uses, and returns the problems as paths.
 * Stricter than JSON Schema in one point: unknown keys are problems, so that no field stays undocumented.
 */
export function problemsOf(value: unknown, schema: JsonObject, root: JsonObject = schema, path = '$'): string[] {
  if (typeof schema.$ref === 'string') return problemsOf(value, definition(schema.$ref, root), root, path)
  if (Array.isArray(schema.anyOf)) {
    const found = (schema.anyOf as JsonObject[]).map((one) => problemsOf(value, one, root, path))
    return found.some((problems) => problems.length === 0) ? [] : (found.sort((a, b) => a.length - b.length)[0] ?? [])
  }
  if ('const' in schema) return value === schema.const ? [] : [`${path} is not ${JSON.stringify(schema.const)}`]
  if (Array.isArray(schema.enum)) return schema.enum.includes(value) ? [] : [`${path} is not one of its words`]
  switch (schema.type) {
    case 'null':
      return value === null ? [] : [`${path} is not null`]
    case 'integer':
      return Number.isInteger(value) && (value as number) >= Number(schema.minimum ?? Number.NEGATIVE_INFINITY)
        ? []
        : [`${path} is no such integer`]
    case 'array':
      if (!Array.isArray(value)) return [`${path} is not a list`]
      return value.flatMap((one, index) => problemsOf(one, schema.items as JsonObject, root, `${path}[${index}]`))
    case 'object':
      return objectProblems(value, schema, root, path)
    default:
      return typeof value === schema.type ? [] : [`${path} is no ${String(schema.type)}`]
  }
}

function objectProblems(value: unknown, schema: JsonObject, root: JsonObject, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is not an object`]
  const properties = (schema.properties ?? {}) as Record<string, JsonObject>
  const missing = ((schema.required ?? []) as string[]).filter((key) => !(key in value))
  return [
    ...missing.map((key) => `${path}.${key} is missing`),
    ...Object.entries(value).flatMap(([key, one]) => {
      const of = properties[key] ?? (schema.additionalProperties as JsonObject | undefined)
      return of === undefined ? [`${path}.${key} is not in the schema`] : problemsOf(one, of, root, `${path}.${key}`)
    }),
  ]
}

function definition(ref: string, root: JsonObject): JsonObject {
  const found = (root.$defs as Record<string, JsonObject>)[ref.replace('#/$defs/', '')]
  if (found === undefined) throw new Error(`the schema has no ${ref}`)
  return found
}
