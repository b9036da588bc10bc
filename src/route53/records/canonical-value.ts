import type {RecordType} from '../../dns/record-set.js'
import {canonicalAddress} from '../../dns/target.js'
import {decodeName} from './record-set-wire.js'
import {joinText} from './txt-value.js'
import {FIELDS, type FieldKind} from './value-syntax.js'

/** Types whose values go on after these fields, in words that are compared as they stand. */
const FIRST_FIELDS: Readonly<Partial<Record<RecordType, readonly FieldKind[]>>> = {
  ...FIELDS,
  HTTPS: ['uint16', 'host'],
  SVCB: ['uint16', 'host'],
  SOA: ['host', 'host', 'number', 'number', 'number', 'number', 'number'],
}

/** What stands between blanks; blanks in quotes are part of it. */
const FIELD = /(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g

/** Each value in its one spelling, sorted: so that what is wanted, stored and answered compare as texts. */
export function canonicalValues(type: RecordType, values: readonly string[]): readonly string[] {
  return values.map((value) => canonicalValue(type, value)).sort()
}

/**
 * Two values are the same when their canonical forms are. Only host names, hex digits and addresses have several
 * spellings; everything else means what it says, upper case too.
 */
export function canonicalValue(type: RecordType, value: string): string {
  switch (type) {
    case 'A':
    case 'AAAA':
      return canonicalAddress(value) ?? value
    case 'TXT':
    case 'SPF':
      return `"${joinText(value)}"`
    default: {
      const kinds = FIRST_FIELDS[type]
      return kinds === undefined
        ? value
        : fieldsOf(value)
            .map((field, index) => canonicalField(field, kinds[index]))
            .join(' ')
    }
  }
}

/** The value with one blank between its fields and without needless zeros: Route 53 refuses `010  mail.example.com`. */
export function tidyValue(type: RecordType, value: string): string {
  const kinds = FIRST_FIELDS[type]
  const isWhole = value.replace(FIELD, '').trim() === ''
  if (kinds === undefined || !isWhole) return value
  return fieldsOf(value)
    .map((field, index) => (isNumber(kinds[index]) ? withoutZeros(field) : field))
    .join(' ')
}

function fieldsOf(value: string): readonly string[] {
  return value.match(FIELD) ?? []
}

function canonicalField(field: string, kind: FieldKind | undefined): string {
  if (isNumber(kind)) return withoutZeros(field)
  switch (kind) {
    case 'host':
      return field === '.' ? field : decodeName(field)
    case 'hex':
      return field.toLowerCase()
    case 'string':
      return `"${joinText(field)}"`
    default:
      return field
  }
}

function isNumber(kind: FieldKind | undefined): boolean {
  return kind === 'uint8' || kind === 'uint16' || kind === 'number'
}

function withoutZeros(field: string): string {
  return /^\d+$/.test(field) ? field.replace(/^0+(?=\d)/, '') : field
}
