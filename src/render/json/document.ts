import {type JsonObject, objectSchema, type Writer} from '../../codec/writer.js'
import {FORMAT_VERSION} from './format-version.js'

/** An object with `formatVersion` and `kind` in front, as all that is printed has them. */
export function headed<T>(kind: string, {schema, toJson}: Writer<T>): Writer<T> {
  const head = {formatVersion: {const: FORMAT_VERSION}, kind: {const: kind}}
  return {
    schema: objectSchema({...head, ...(schema.properties as JsonObject)}, [
      ...Object.keys(head),
      ...(schema.required as readonly string[]),
    ]),
    toJson: (value) => ({formatVersion: FORMAT_VERSION, kind, ...(toJson(value) as JsonObject)}),
  }
}

/** Renders one JSON value; ends with a line feed. */
export function documentRenderer<T>({toJson}: Writer<T>): (value: T) => string {
  return (value) => `${JSON.stringify(toJson(value), null, 2)}\n`
}
