import {isIPv4, isIPv6} from 'node:net'
import type {RecordType} from '../../dns/record-set.js'
import {parameterProblem, parseServiceBinding} from './service-binding.js'
import {isQuoted, stringLengths} from './txt-value.js'

/** API reference, ResourceRecord, Value. */
const MAX_VALUE_CHARACTERS = 4000
const MAX_NAME_OCTETS = 253
const MAX_LABEL_OCTETS = 63

/** A quoted string, or what stands between blanks. */
const FIELD = /"(?:[^"\\]|\\.)*"|[^\s"]+/g
const SEPARATE_FIELDS = /^\s*[^\s"]+(?:\s+(?:"(?:[^"\\]|\\.)*"|[^\s"]+))*\s*$/

/** The syntax of one field of a value. */
export type FieldKind = 'uint8' | 'uint16' | 'word' | 'string' | 'host' | 'hex'

const IS_OF_KIND: Readonly<Record<FieldKind, (field: string) => boolean>> = {
  uint8: (field) => /^\d{1,3}$/.test(field) && Number(field) <= 255,
  uint16: (field) => /^\d{1,5}$/.test(field) && Number(field) <= 65_535,
  // RFC 8659 allows letters and digits; the Developer Guide has a tag with hyphens.
  word: (field) => /^[a-z0-9-]+$/i.test(field),
  string: (field) => field.includes('"'),
  host: (field) => !field.includes('"'),
  hex: (field) => /^([0-9a-f]{2})+$/i.test(field),
}

/** Types with a fixed number of fields (Developer Guide, Supported DNS record types). */
export const FIELDS: Readonly<Partial<Record<RecordType, readonly FieldKind[]>>> = {
  CNAME: ['host'],
  NS: ['host'],
  PTR: ['host'],
  MX: ['uint16', 'host'],
  SRV: ['uint16', 'uint16', 'uint16', 'host'],
  NAPTR: ['uint16', 'uint16', 'string', 'string', 'string', 'host'],
  CAA: ['uint8', 'word', 'string'],
  DS: ['uint16', 'uint8', 'uint8', 'hex'],
  SSHFP: ['uint8', 'uint8', 'hex'],
  TLSA: ['uint8', 'uint8', 'uint8', 'hex'],
}

/** Example values in the notation of the RFCs, for messages. */
const EXAMPLES: Readonly<Partial<Record<RecordType, string>>> = {
  MX: '10 mail.example.com',
  SRV: '10 5 443 host.example.com',
  NAPTR: '100 50 "s" "SIP+D2U" "" host.example.com',
  CAA: '0 issue "ca.example.com"',
  DS: '12345 13 2 ABCD',
  SSHFP: '4 2 ABCD',
  TLSA: '3 1 1 ABCD',
  SVCB: '1 . alpn="h3,h2"',
  HTTPS: '1 . alpn="h3,h2"',
}

/** What is wrong with one value of a type, as a phrase; undefined when Route 53 accepts it. */
export function valueProblem(type: RecordType, value: string): string | undefined {
  if (value.trim() === '') return `the ${type} record has an empty value`
  if (value.length > MAX_VALUE_CHARACTERS) {
    return `a value of the ${type} record has ${value.length} characters, Route 53 allows ${MAX_VALUE_CHARACTERS}`
  }
  if (type === 'A') return isIPv4(value) ? undefined : `"${value}" is not an IPv4 address`
  if (type === 'AAAA') return isIPv6(value) && !value.includes('%') ? undefined : `"${value}" is not an IPv6 address`
  if (type === 'TXT' || type === 'SPF') return textProblem(value)
  if (type === 'SVCB' || type === 'HTTPS') return bindingProblem(type, value)
  const fields = FIELDS[type]
  return fields === undefined ? undefined : fieldsProblem(type, value, fields)
}

/** What is wrong with a name as Route 53 counts it, with an octal escape as one octet; undefined when it is valid. */
export function nameProblem(name: string): string | undefined {
  const octets = name.replace(/\.$/, '').replace(/\\[0-3][0-7]{2}/g, '?')
  if (octets === '') return 'the name is empty'
  if (octets.length > MAX_NAME_OCTETS) {
    return `the name ${name} has ${octets.length} octets, DNS allows ${MAX_NAME_OCTETS}`
  }
  const labels = octets.split('.')
  if (labels.includes('')) return `the name ${name} has an empty label`
  const long = labels.find((label) => label.length > MAX_LABEL_OCTETS)
  if (long !== undefined) return `the label "${long}" has ${long.length} octets, DNS allows ${MAX_LABEL_OCTETS}`
  return /^[!-~]+$/.test(octets) ? undefined : `the name ${name} has a character that DNS names cannot hold`
}

function fieldsOf(value: string): readonly string[] {
  return (SEPARATE_FIELDS.test(value) && value.match(FIELD)) || []
}

function fieldsProblem(type: RecordType, value: string, kinds: readonly FieldKind[]): string | undefined {
  const fields = fieldsOf(value)
  if (fields.length !== kinds.length || kinds.some((kind, index) => !IS_OF_KIND[kind](fields[index] ?? ''))) {
    return unlikeExample(type, value)
  }
  for (const string of fields.filter((_field, index) => kinds[index] === 'string')) {
    const unsound = stringProblem(type, value, string)
    if (unsound !== undefined) return unsound
  }
  const host = kinds.at(-1) === 'host' ? fields.at(-1) : undefined
  if (host === undefined) return undefined
  // The root alone means "no such service" (RFC 2782, RFC 7505, RFC 3403).
  if (host === '.' && kinds.length > 1) return undefined
  if (type === 'NAPTR' && fields[4] !== '""') {
    return `"${value}" is not a NAPTR value: with a regexp the replacement must be a single dot`
  }
  return hostProblem(type, value, host)
}

function bindingProblem(type: RecordType, value: string): string | undefined {
  const binding = parseServiceBinding(value)
  if (binding === undefined) return unlikeExample(type, value)
  const {target, parameters} = binding
  const problem = parameterProblem(parameters)
  if (problem !== undefined) return `in the ${type} value "${value}" ${problem}`
  return target === '.' ? undefined : hostProblem(type, value, target)
}

function unlikeExample(type: RecordType, value: string): string {
  return `"${value}" is not a valid ${type} value, it must look like ${EXAMPLES[type] ?? 'host.example.com'}`
}

function hostProblem(type: RecordType, value: string, host: string): string | undefined {
  const problem = nameProblem(host)
  return problem === undefined ? undefined : `in the ${type} value "${value}" ${problem}`
}

/** What is wrong with one string. The value of a CAA is no DNS character string and may be longer (RFC 8659 §4.1). */
function stringProblem(type: RecordType, value: string, string: string): string | undefined {
  if (/[^ -~]/.test(string)) return `the ${type} value "${value}" has a character that must be an octal escape`
  const [octets = 0] = stringLengths(string)
  return type === 'CAA' || octets <= 255
    ? undefined
    : `a string of the ${type} value has ${octets} octets, DNS allows 255`
}

function textProblem(value: string): string | undefined {
  if (!isQuoted(value)) return `the text ${value} is not in quotes`
  if (/[^\t -~]/.test(value)) return `the text ${value} has a character that must be an octal escape`
  const long = stringLengths(value).find((length) => length > 255)
  return long === undefined ? undefined : `a string of the text has ${long} octets, DNS allows 255`
}
