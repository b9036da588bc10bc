import {describe, expect, it} from 'vitest'
import {valueProblem} from './record-value.js'

describe('a value', () => {
  it.each([
    ['A', '192.0.2.1'],
    ['AAAA', '2001:db8::1'],
    ['CNAME', 'a.example.net'],
    ['CNAME', '_x.example.net.'],
    ['MX', '10 mail.example.com'],
    ['MX', '65535 .'],
    ['SRV', '1 10 5269 xmpp.example.com.'],
    ['NAPTR', '100 50 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .'],
    ['NAPTR', '100 50 "s" "SIP+D2U" "" _sip._udp.example.com.'],
    ['NAPTR', '100 50 "" "" "" .'],
    ['DS', '12345 13 2 00FF'],
    ['TLSA', '3 1 1 00ff'],
    ['SSHFP', '4 2 00ff'],
    ['HTTPS', '1 . alpn="h3,h2" port=8443'],
    ['HTTPS', '0 h.example.net.'],
    ['SVCB', '2 .'],
    ['CAA', '0 issue "ca.example.net"'],
    ['CAA', '255 iodef "mailto:a@example.com"'],
    ['TXT', '"a"'],
    ['TXT', '""'],
    ['TXT', '"a" "b"'],
    ['TXT', '"\\"quoted\\" \\\\ \\303\\244"'],
    ['TXT', `"${'\\303'.repeat(255)}"`],
  ])('%s %s is taken', (type, value) => {
    expect(valueProblem(type, value)).toBeUndefined()
  })

  it.each([
    [
      'A',
      'example.com',
      "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'example.com'",
    ],
    ['A', '192.0.2.1, 192.0.2.2', 'ARRDATANotSingleField (Value contains spaces)'],
    ['A', '', 'ARRDATAIllegalIPv4Address'],
    ['AAAA', '192.0.2.1', 'AAAARRDATAIllegalIPv6Address'],
    ['AAAA', 'fe80::1%eth0', 'AAAARRDATAIllegalIPv6Address'],
    ['CNAME', 'a b', 'CNAMERRDATANotSingleField (Value contains spaces)'],
    ['CNAME', `${'a'.repeat(64)}.example.com`, 'DomainLabelTooLong'],
    ['MX', 'mail.example.com', 'MXRRDATANotTwoFields (Value must have 2 fields)'],
    ['MX', '70000 mail.example.com', 'Value must be between 0 and 65535'],
    ['SRV', '1 10 xmpp.example.com', 'SRVRRDATANotFourFields'],
    ['CAA', '256 issue "ca.example.net"', 'Value must be between 0 and 255'],
    ['CAA', '0 issue ca.example.net', 'Value should be enclosed in quotation marks'],
    ['NAPTR', '1 1 "u" "E2U+sip" "!^.*$!sip:a@b.c!" h.example.net', 'a regexp or a replacement, not both'],
    ['DS', '12345 13 2 ABC', 'Value must be pairs of hexadecimal digits'],
    ['HTTPS', 'banana', 'HTTPSRRDATANotTwoFields'],
    ['HTTPS', '1 . alpn="h2', 'HTTPSRRDATAIllegalParameter'],
    ['SVCB', 'x .', 'Value must be between 0 and 65535'],
    ['SVCB', `1 ${'a'.repeat(64)}.example.net`, 'DomainLabelTooLong'],
    ['TXT', 'plain', 'InvalidCharacterString (Value should be enclosed in quotation marks)'],
    ['TXT', '""quoted twice""', 'InvalidCharacterString'],
    ['TXT', '"left open', 'InvalidCharacterString'],
    ['TXT', '', 'InvalidCharacterString'],
    ['TXT', `"${'a'.repeat(256)}"`, 'CharacterStringTooLong (Value is too long)'],
    ['TXT', '"ä"', 'InvalidCharacterString'],
  ])('%s %s is refused', (type, value, problem) => {
    expect(valueProblem(type, value)).toContain(`Invalid Resource Record: 'FATAL problem: `)
    expect(valueProblem(type, value)).toContain(problem)
  })
})
