/** A value as Go's text/template sees it: values that print, compare or fail differently in Go are different kinds here. */
export type Value =
  /** `type`: Go's name of a defined type such as `v1.ServiceType`. */
  | {readonly kind: 'string'; readonly value: string; readonly type?: string}
  | {readonly kind: 'int'; readonly value: bigint}
  | {readonly kind: 'float'; readonly value: number}
  | {readonly kind: 'bool'; readonly value: boolean}
  | {readonly kind: 'list'; readonly items: readonly Value[]}
  | MapValue
  | StructValue
  /** `to` is absent in a nil pointer. */
  | {readonly kind: 'pointer'; readonly type: string; readonly to: Value | undefined}
  /** The nil interface: JSON null, the literal `nil`. */
  | {readonly kind: 'nil'}
  /** No value: a key that a map lacks, the dot of `{{template "x"}}`. */
  | {readonly kind: 'missing'}

/** A map. `get` may accept more names than `keys` lists: the Go spelling of a JSON key. */
export interface MapValue {
  readonly kind: 'map'
  /** Sorted. */
  readonly keys: readonly string[]
  /** Go's `map[string]string`: an absent key reads as the empty string through `index`. */
  readonly holdsStrings: boolean
  get(key: string): Value | undefined
}

export interface StructValue {
  readonly kind: 'struct'
  readonly type: string
  /** What `print` gives, for types that Go prints through their own method (times, quantities, ports). */
  readonly text: string | undefined
  /** In the order of declaration, for printing. */
  readonly fields: readonly string[]
  get(field: string): Value | undefined
}

export const NIL: Value = {kind: 'nil'}
export const MISSING: Value = {kind: 'missing'}

export function text(value: string): Value {
  return {kind: 'string', value}
}

export function int(value: bigint | number): Value {
  return {kind: 'int', value: BigInt(value)}
}

export function bool(value: boolean): Value {
  return {kind: 'bool', value}
}

/** False, zero, nil and everything without elements; a struct is always true. */
export function isTrue(value: Value): boolean {
  if ('value' in value) return Boolean(value.value)
  if (value.kind === 'list') return value.items.length > 0
  if (value.kind === 'map') return value.keys.length > 0
  return value.kind === 'struct' || (value.kind === 'pointer' && value.to !== undefined)
}

/** Neither a value nor a nil pointer of some type. */
export function isAbsent(value: Value): boolean {
  return value.kind === 'nil' || value.kind === 'missing'
}

/** Follows pointers; a nil pointer stays as it is. */
export function follow(value: Value): Value {
  return value.kind === 'pointer' && value.to !== undefined ? follow(value.to) : value
}

const TYPE_NAMES: Readonly<Partial<Record<Value['kind'], string>>> = {
  float: 'float64',
  list: '[]interface {}',
  missing: '<nil>',
  nil: '<nil>',
}

/** The name of the Go type, for messages and `%T`. */
export function typeName(value: Value): string {
  if (value.kind === 'map') return value.holdsStrings ? 'map[string]string' : 'map[string]interface {}'
  if (value.kind === 'pointer') return `*${value.type}`
  const ownName = 'type' in value ? value.type : undefined
  return ownName ?? TYPE_NAMES[value.kind] ?? value.kind
}

/** What a parameter accepts; `string` rejects Go's defined string types and numbers. */
export type Parameter = 'any' | 'string' | 'string map'

export interface TemplateFunction {
  readonly parameters: readonly Parameter[]
  /** The type of the arguments after `parameters`; without it there may be none. */
  readonly rest?: Parameter
  /** @param source the word of `--source` whose object is rendered @throws FunctionProblem */
  call(values: readonly Value[], source: string): Value
}

/** A function that fails; the evaluator adds the position. */
export class FunctionProblem extends Error {}

/** The argument as text. The evaluator has checked its type. */
export function textOf(value: Value | undefined): string {
  return value?.kind === 'string' ? value.value : ''
}
