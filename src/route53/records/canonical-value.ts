import {toPlanKey} from '../../dns/dns-name.js'
import type {RecordType} from '../../dns/record-set.js'
import {canonicalAddress} from '../../dns/target.js'
import {decodeName} from './record-set-wire.js'
import {joinText} from './txt-value.js'
import {FIELDS, type FieldKind} from './value-syntax.js'

/** The leading fields of types whose other fields are compared as they are. */
const FIRST_FIELDS: Readonly<Partial<Record<RecordType, readonly FieldKind[]>>> = {
  ...FIELDS,
  HTTPS: ['uint16', 'host'],
  SVCB: ['uint16', 'host'],
  SOA: ['host', 'host'],
}

/** A field: text between blanks; blanks in quotes are part of it. */
const FIELD = /(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g

/** The values in canonical form, sorted, so that requested, stored and answered ones can be compared as texts. */
export function canonicalValues(type: RecordType, values: readonly string[]): readonly string[] {
  return values.map((value) => canonicalValue(type, value)).sort()
}

/** Equal values have equal forms: only host names, hex digits and addresses have several spellings. */
export function canonicalValue(type: RecordType, value: string): string {
  switch (type) {
    case 'AAAA':
      return canonicalAddress(value) ?? value
    case 'TXT':
    case 'SPF':
      return `"${joinText(value)}"`
    default:
      return withFields(type, value, canonicalField)
  }
}

/** Single blanks, no leading zeros (Route 53 refuses `010  mail.example.com`), the host as `toAsciiHost` has it. */
export function tidyValue(type: RecordType, value: string): string {
  const isWhole = value.replace(FIELD, '').trim() === ''
  return isWhole ? withFields(type, value, tidyField) : value
}

/** The value with its fields changed and single blanks between them; types without fields stay as they are. */
function withFields(type: RecordType, value: string, change: (field: string, kind?: FieldKind) => string): string {
  const kinds = FIRST_FIELDS[type]
  if (kinds === undefined) return value
  return Array.from(value.matchAll(FIELD), ([field], index) => change(field, kinds[index])).join(' ')
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

function tidyField(field: string, kind: FieldKind | undefined): string {
  if (isNumber(kind)) return withoutZeros(field)
  return kind === 'host' ? toAsciiHost(field) : field
}

/** The host with A-labels where it has Unicode, which cannot be sent. ASCII keeps its case, as in external-dns. */
function toAsciiHost(host: string): string {
  return /^[\0-\x7f]*$/.test(host) ? host : toPlanKey(host)
}

function isNumber(kind: FieldKind | undefined): boolean {
  return kind === 'uint8' || kind === 'uint16'
}

function withoutZeros(field: string): string {
  return field.replace(/^0+(?=\d+$)/, '')
}
