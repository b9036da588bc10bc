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
  /** A type that is not described here: it is read from its JSON. */
  | {readonly kind: 'any'}

export interface StructType {
  readonly kind: 'struct'
  readonly type: string
  /** JSON key and type by Go name, in the order of declaration. */
  readonly fields: ReadonlyMap<string, {readonly key: string; readonly type: FieldType}>
}

export const STRING: FieldType = {kind: 'string'}
export const BOOL: FieldType = {kind: 'bool'}
export const INT: FieldType = {kind: 'int'}
/** Go's `map[string]string`. */
export const LABELS: FieldType = {kind: 'labels'}
export const ANY: FieldType = {kind: 'any'}
export const TIME: FieldType = {kind: 'printed', type: 'v1.Time', absent: '0001-01-01 00:00:00 +0000 UTC'}
export const QUANTITY: FieldType = {kind: 'printed', type: 'resource.Quantity', absent: '0'}
export const INT_OR_STRING: FieldType = {kind: 'printed', type: 'intstr.IntOrString', absent: '0'}

/** A defined string type of Go. */
export function named(type: string): FieldType {
  return {kind: 'string', type}
}

export function list(of: FieldType): FieldType {
  return {kind: 'list', of}
}

export function map(of: FieldType): FieldType {
  return {kind: 'map', of}
}

export function pointer(to: FieldType): FieldType {
  return {kind: 'pointer', type: 'type' in to && to.type !== undefined ? to.type : to.kind, to}
}

/** Describes a struct by its JSON keys; the Go names follow from the keys. */
export function struct(type: string, fields: Readonly<Record<string, FieldType>>): StructType {
  const byGoName = Object.entries(fields).map(([key, field]) => [goName(key), {key, type: field}] as const)
  return {kind: 'struct', type, fields: new Map(byGoName)}
}
