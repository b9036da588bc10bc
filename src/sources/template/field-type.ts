import {goName} from './general-value.js'

/** The Go type of a field, as far as it affects what a template prints and which functions accept it. */
export type FieldType =
  /** `type` is set for a defined type such as `v1.ServiceType`, which functions do not accept as a string. */
  | {readonly kind: 'string'; readonly type?: string}
  | {readonly kind: 'bool' | 'int' | 'labels'}
  | {readonly kind: 'list' | 'map'; readonly of: FieldType}
  | {readonly kind: 'pointer'; readonly type: string; readonly to: FieldType}
  | StructType
  /** Printed by a method of its own; `absent` is its text for the zero value. */
  | {readonly kind: 'printed'; readonly type: string; readonly absent: string}
  /** A type that is not described: it is read from its JSON. */
  | {readonly kind: 'any'}

export interface StructType {
  readonly kind: 'struct'
  readonly type: string
  /** JSON key and type by Go name, in the order of declaration. */
  readonly fields: ReadonlyMap<string, {readonly key: string; readonly type: FieldType}>
}

/** Types with a text of their own, which is this for the zero value. */
const PRINTED: ReadonlyMap<string, string> = new Map([
  ['v1.Time', '0001-01-01 00:00:00 +0000 UTC'],
  ['resource.Quantity', '0'],
  ['intstr.IntOrString', '0'],
])

/** Reads Go's notation, as `[]v1.ServicePort`; a name that neither `declarations` nor Go has is a string type. */
function parseFieldType(text: string, declarations: ReadonlyMap<string, string>): FieldType {
  const parse = (inner: string) => parseFieldType(inner, declarations)
  if (text.startsWith('*')) return {kind: 'pointer', type: text.slice(1), to: parse(text.slice(1))}
  if (text.startsWith('[]')) return {kind: 'list', of: parse(text.slice(2))}
  if (text === 'map[string]string') return {kind: 'labels'}
  if (text.startsWith('map[string]')) return {kind: 'map', of: parse(text.slice('map[string]'.length))}
  if (text === 'any' || text === 'bool' || text === 'int' || text === 'string') return {kind: text}
  const absent = PRINTED.get(text)
  if (absent !== undefined) return {kind: 'printed', type: text, absent}
  return declarations.has(text) ? parseStruct(text, declarations) : {kind: 'string', type: text}
}

export function parseStruct(type: string, declarations: ReadonlyMap<string, string>): StructType {
  const fields = (declarations.get(type) ?? '').split(/;\s+/).map((field) => {
    const [key = '', fieldType = ''] = field.split(' ')
    return [goName(key), {key, type: parseFieldType(fieldType, declarations)}] as const
  })
  return {kind: 'struct', type, fields: new Map(fields)}
}
