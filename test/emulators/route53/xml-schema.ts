import {invalidInput, type Refusal} from './refusal.js'
import type {XmlElement} from './xml-reader.js'

/** The children of an element by name, and the element's own name for messages. */
export type XmlFields = ReadonlyMap<string, XmlElement> & {readonly of: string}

/**
 * The children by name, each allowed one at most once: in the order of `allowed`, which is the schema's, or in that of the
 * alphabet, as the SDK for Go sends them and AWS takes them.
 */
export function fieldsOf(element: XmlElement, allowed: readonly string[]): XmlFields {
  const names = element.children.map(({name}) => name)
  const misplaced = firstMisplaced(names, allowed)
  if (misplaced !== undefined && firstMisplaced(names, [...allowed].sort(byAlphabet)) !== undefined) {
    throw invalidInput(
      `Invalid XML ; cvc-complex-type.2.4.a: Invalid content was found starting with element '${misplaced}'.`,
    )
  }
  return Object.assign(new Map(element.children.map((child) => [child.name, child])), {of: element.name})
}

function firstMisplaced(names: readonly string[], order: readonly string[]): string | undefined {
  const places = names.map((name) => order.indexOf(name))
  return names[places.findIndex((place, index) => place <= (places[index - 1] ?? -1))]
}

/** Capitals and small letters alike. */
function byAlphabet(a: string, b: string): number {
  return a.toLowerCase() < b.toLowerCase() ? -1 : 1
}

export function one(fields: XmlFields, name: string): XmlElement {
  const field = fields.get(name)
  if (field === undefined) throw notComplete(fields.of, name)
  return field
}

/** The items of a list, at least one. */
export function items(element: XmlElement, name: string): readonly XmlElement[] {
  const foreigner = element.children.find((child) => child.name !== name)
  if (foreigner !== undefined) fieldsOf({...element, children: [foreigner]}, [])
  if (element.children.length === 0) throw notComplete(element.name, name)
  return element.children
}

export function text(element: XmlElement, shortest: number, longest: number, type: string): string {
  const {length} = element.text
  if (length >= shortest && length <= longest) return element.text
  const [facet, bound] = length < shortest ? (['minLength', shortest] as const) : (['maxLength', longest] as const)
  throw invalidInput(
    `Invalid XML ; cvc-${facet}-valid: Value '${element.text}' with length = '${length}' is not facet-valid with respect to ${facet} '${bound}' for type '${type}'.`,
  )
}

export function integer(element: XmlElement, least: number, most: number, type: string): number {
  if (!/^[+-]?\d{1,18}$/.test(element.text)) {
    throw invalidInput(`Invalid XML ; cvc-datatype-valid.1.2.1: '${element.text}' is not a valid value for 'integer'.`)
  }
  const value = Number(element.text)
  if (value >= least && value <= most) return value
  const [facet, bound] = value < least ? (['minInclusive', least] as const) : (['maxInclusive', most] as const)
  throw invalidInput(
    `Invalid XML ; cvc-${facet}-valid: Value '${element.text}' is not facet-valid with respect to ${facet} '${bound}' for type '${type}'.`,
  )
}

export function boolean(element: XmlElement): boolean {
  if (element.text === 'true' || element.text === '1') return true
  if (element.text === 'false' || element.text === '0') return false
  throw invalidInput(`Invalid XML ; cvc-datatype-valid.1.2.1: '${element.text}' is not a valid value for 'boolean'.`)
}

export function oneOf<Value extends string>(value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined) throw notInEnumeration(value, allowed)
  return found
}

function notInEnumeration(value: string, allowed: readonly string[]): Refusal {
  return invalidInput(
    `Invalid XML ; cvc-enumeration-valid: Value '${value}' is not facet-valid with respect to enumeration '[${allowed.join(', ')}]'. It must be a value from the enumeration.`,
  )
}

function notComplete(element: string, expected: string): Refusal {
  return invalidInput(
    `Invalid XML ; cvc-complex-type.2.4.b: The content of element '${element}' is not complete. One of '{"https://route53.amazonaws.com/doc/2013-04-01/":${expected}}' is expected.`,
  )
}
