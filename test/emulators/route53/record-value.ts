import {isIP} from 'node:net'
import {parseName} from './dns-name.js'
import {fatalProblem, Refusal} from './refusal.js'

/**
 * What is wrong with one value of a type, in AWS's words; undefined when it is accepted.
 *
 * The texts for A, AAAA and TXT are AWS's. Those for other types follow the same pattern and are ours.
 */
export function valueProblem(type: string, value: string): string | undefined {
  const problem = problemOf(type, value)
  return problem === undefined ? undefined : `Invalid Resource Record: '${problem}'`
}

function problemOf(type: string, value: string): string | undefined {
  switch (type) {
    case 'A':
    case 'AAAA':
      return addressProblem(type, value)
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return fieldsProblem(type, value, ['name'])
    case 'MX':
      return fieldsProblem(type, value, ['uint16', 'name'])
    case 'SRV':
      return fieldsProblem(type, value, ['uint16', 'uint16', 'uint16', 'name'])
    case 'NAPTR':
      return (
        fieldsProblem(type, value, ['uint16', 'uint16', 'string', 'string', 'string', 'name']) ?? bothProblem(value)
      )
    case 'CAA':
      return fieldsProblem(type, value, ['uint8', 'word', 'string'])
    case 'DS':
      return fieldsProblem(type, value, ['uint16', 'uint8', 'uint8', 'hex'])
    case 'TLSA':
      return fieldsProblem(type, value, ['uint8', 'uint8', 'uint8', 'hex'])
    case 'SSHFP':
      return fieldsProblem(type, value, ['uint8', 'uint8', 'hex'])
    case 'SVCB':
    case 'HTTPS':
      return bindingProblem(type, value)
    case 'TXT':
    case 'SPF':
      return textProblem(value)
    default:
      return value.trim() === '' ? fatalProblem(`${type}RRDATAEmpty`, 'Value is empty', value) : undefined
  }
}

function addressProblem(type: 'A' | 'AAAA', value: string): string | undefined {
  if (/\s/.test(value)) return fatalProblem(`${type}RRDATANotSingleField`, 'Value contains spaces', value)
  const version = type === 'A' ? 4 : 6
  // isIP accepts zones (fe80::1%eth0), which an AAAA value cannot have.
  if (isIP(value) === version && !value.includes('%')) return undefined
  return fatalProblem(`${type}RRDATAIllegalIPv${version}Address`, `Value is not a valid IPv${version} address`, value)
}

type Field = 'uint8' | 'uint16' | 'word' | 'string' | 'hex' | 'name'

const FIELD_COUNTS = ['No', 'Single', 'Two', 'Three', 'Four', 'Five', 'Six'] as const

function fieldsProblem(type: string, value: string, expected: readonly Field[]): string | undefined {
  const fields = value.match(/"(?:[^"\\]|\\.)*"|[^\s"]+/g) ?? []
  const count = FIELD_COUNTS[expected.length] ?? String(expected.length)
  if (fields.join(' ') !== value.trim() || fields.length !== expected.length) {
    const explanation = expected.length === 1 ? 'Value contains spaces' : `Value must have ${expected.length} fields`
    return fatalProblem(`${type}RRDATANot${count}Field${expected.length === 1 ? '' : 's'}`, explanation, value)
  }
  for (const [index, field] of fields.entries()) {
    const kind = expected[index]
    const limit = kind === 'uint8' ? 255 : 65_535
    if ((kind === 'uint8' || kind === 'uint16') && !(/^\d{1,5}$/.test(field) && Number(field) <= limit)) {
      return fatalProblem(`${type}RRDATAIllegalInteger`, `Value must be between 0 and ${limit}`, field)
    }
    if (kind === 'string' && !/^".*"$/.test(field)) {
      return fatalProblem('InvalidCharacterString', 'Value should be enclosed in quotation marks', field)
    }
    if (kind === 'hex' && !/^(?:[\da-f]{2})+$/i.test(field)) {
      return fatalProblem(`${type}RRDATAIllegalHex`, 'Value must be pairs of hexadecimal digits', field)
    }
    if (kind === 'name' && field !== '.') {
      const problem = nameProblem(field)
      if (problem !== undefined) return problem
    }
  }
  return undefined
}

/** Developer Guide, NAPTR: "Specify either a value for Regexp or a value for Replacement, but not both." */
function bothProblem(value: string): string | undefined {
  return /""\s+\S+$|\s\.$/.test(value.trim())
    ? undefined
    : fatalProblem('NAPTRRRDATAIllegalReplacement', 'Value must have a regexp or a replacement, not both', value)
}

/** A priority, a target name, and parameters `key`, `key=value` or `key="value"` (RFC 9460 §2.1). */
function bindingProblem(type: string, value: string): string | undefined {
  const [priority = '', target = '', ...parameters] = value.match(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g) ?? []
  if (target === '') return fatalProblem(`${type}RRDATANotTwoFields`, 'Value must have a priority and a target', value)
  if (!/^\d{1,5}$/.test(priority) || Number(priority) > 65_535) {
    return fatalProblem(`${type}RRDATAIllegalInteger`, 'Value must be between 0 and 65535', priority)
  }
  const odd = parameters.find((one) => !/^[a-z\d-]+(?:=(?:"(?:[^"\\]|\\.)*"|[^\s"]+))?$/.test(one))
  if (odd !== undefined) return fatalProblem(`${type}RRDATAIllegalParameter`, 'Value is not a parameter', odd)
  return target === '.' ? undefined : nameProblem(target)
}

function nameProblem(name: string): string | undefined {
  try {
    parseName(name)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

/**
 * One or more quoted strings of at most 255 octets each, separated by white space. `\"`, `\\` and octal escapes are one
 * octet.
 */
function textProblem(value: string): string | undefined {
  const quoted = /"((?:[^"\\]|\\[0-3][0-7]{2}|\\.)*)"/y
  let at = 0
  while (at < value.length) {
    quoted.lastIndex = at
    const inner = quoted.exec(value)?.[1]
    if (inner === undefined) return unquoted(value)
    if (inner.replace(/\\[0-3][0-7]{2}|\\./g, '?').length > 255) {
      return fatalProblem('CharacterStringTooLong', 'Value is too long', value)
    }
    if (/[^ -~\t]/.test(inner)) {
      return fatalProblem('InvalidCharacterString', 'Value contains characters that must be escaped', value)
    }
    at = quoted.lastIndex
    const gap = /^[ \t]+/.exec(value.slice(at))?.[0].length ?? 0
    if (gap === 0 && at < value.length) return unquoted(value)
    at += gap
  }
  return at === 0 ? unquoted(value) : undefined
}

function unquoted(value: string): string {
  return fatalProblem('InvalidCharacterString', 'Value should be enclosed in quotation marks', value)
}
