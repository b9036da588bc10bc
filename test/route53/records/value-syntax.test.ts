import {describe, expect, it} from 'vitest'
import type {RecordType} from '../../../src/dns/record-set.js'
import {nameProblem, valueProblem} from '../../../src/route53/records/value-syntax.js'

const strings = (count: number) => Array.from({length: count}, () => `"${'x'.repeat(255)}"`).join(' ')

describe('a value is taken', () => {
  it.each<[why: string, RecordType, string]>([
    ['the largest octet', 'CAA', '255 issue "ca.io"'],
    ['the largest numbers of 16 bits', 'SRV', '65535 65535 65535 h.io'],
    ['the smallest ones', 'SRV', '0 0 0 h.io'],
    ['blanks and tabs around fields (RFC 1035 §5.1)', 'MX', '  10 \t mail.io  '],
    ['a blank and an escaped quote in a string', 'CAA', '0 issue "a \\" b"'],
    // RFC 8659 §4.1: it is no character string.
    ['a CAA property of more than 255 octets', 'CAA', `0 issue "${'x'.repeat(256)}"`],
    ['a string of 255 octets', 'NAPTR', `1 1 "s" "${'x'.repeat(255)}" "" h.io`],
    ['4000 characters', 'TXT', `${strings(15)} "${'x'.repeat(128)}"`],
    ['the largest priority', 'HTTPS', '65535 .'],
    ['the ports 0 and 65535', 'SVCB', '1 . port=0 key1="port=65536"'],
    ['a port in quotes (RFC 9460 §2.1)', 'SVCB', '1 . port="65535"'],
    ['addresses in quotes', 'SVCB', '1 . ipv4hint="192.0.2.1,192.0.2.2" ipv6hint="2001:db8::1,::1"'],
  ])('%s: %s %s', (_why, type, value) => {
    expect(valueProblem(type, value)).toBeUndefined()
  })
})

describe('a value is unlike the syntax of its type', () => {
  it.each<[why: string, RecordType, string]>([
    ['more than an octet', 'CAA', '256 issue "ca.io"'],
    ['a sign before an octet', 'CAA', '-1 issue "ca.io"'],
    ['an exponent in an octet', 'CAA', '1e1 issue "ca.io"'],
    ['more than 16 bits', 'MX', '65536 mail.io'],
    ['a sign before a number', 'MX', '-1 mail.io'],
    ['an exponent in a number', 'MX', '1e3 mail.io'],
    ['a sign behind the letters of a tag', 'CAA', '0 issue; "ca.io"'],
    ['a sign before them', 'CAA', '0 _issue "ca.io"'],
    ['a host in quotes', 'CNAME', '"a.io"'],
    ['a quote that is not closed', 'CNAME', 'a.io"'],
    ['a host in quotes where the first field is none', 'MX', '10 "mail.io"'],
    ['a first field in quotes', 'MX', '"10" mail.io'],
    ['a host where a string belongs', 'NAPTR', '1 1 s "x" "" h.io'],
    ['a priority of more than 16 bits', 'HTTPS', '65536 .'],
  ])('%s: %s %s', (_why, type, value) => {
    expect(valueProblem(type, value)).toContain(`is not a valid ${type} value`)
  })

  it.each([
    ['port=65536', 'port must be 0 to 65535'],
    ['port=-1', 'port must be 0 to 65535'],
    ['port=1e3', 'port must be 0 to 65535'],
    ['port=80=80', 'port must be 0 to 65535'],
    ['port', 'port must be 0 to 65535'],
    ['ipv4hint=192.0.2.1,h.io', 'ipv4hint must be IPv4 addresses'],
    ['ipv6hint=2001:db8::1,192.0.2.1', 'ipv6hint must be IPv6 addresses'],
  ])('in a parameter of SVCB: %s', (parameter, problem) => {
    expect(valueProblem('SVCB', `1 . ${parameter}`)).toBe(`in the SVCB value "1 . ${parameter}" ${problem}`)
  })

  it('a text is in quotes, in SPF too', () => {
    expect(valueProblem('SPF', 'v=spf1')).toBe('the text v=spf1 is not in quotes')
  })
})

describe('the length of a name', () => {
  const of253 = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`

  it.each([
    ['253 octets', of253],
    ['253 octets and the final dot', `${of253}.`],
    ['253 octets, with an escape', `\\052${of253.slice(1)}`],
    ['a label of 63 octets, with escapes at its ends', `\\052${'a'.repeat(61)}\\377.io`],
  ])('may be %s', (_what, name) => {
    expect(nameProblem(name)).toBeUndefined()
  })

  it('may not be 254 octets, or 64 in a label', () => {
    expect(nameProblem(`${of253}d`)).toBe(`the name ${of253}d has 254 octets, DNS allows 253`)
    expect(nameProblem(`\\052${'a'.repeat(63)}.io`)).toContain('has 64 octets, DNS allows 63')
  })
})
