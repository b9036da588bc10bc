import {expect, it} from 'vitest'
import type {RecordType} from '../../../src/dns/record-set.js'
import {canonicalValue, tidyValue} from '../../../src/route53/records/canonical-value.js'

it.each<[RecordType, string, string]>([
  ['MX', '0 .', '0 .'],
  ['DS', '12345 13 2 ABCD', '12345 13 2 abcd'],
  ['SPF', '"ab" "c"', '"abc"'],
  ['HTTPS', '010 SVC.io. alpn="H2"', '10 svc.io alpn="H2"'],
  ['SVCB', '0100 SVC.io.', '100 svc.io'],
  ['A', '192.0.2.1', '192.0.2.1'],
])('the form of %s %j in comparisons and messages is %j', (type, value, expected) => {
  expect(canonicalValue(type, value)).toBe(expected)
})

it.each<[why: string, RecordType, string, string]>([
  ['no leading zeros', 'MX', '0010 mail.io', '10 mail.io'],
  ['zero itself', 'MX', '00 mail.io', '0 mail.io'],
  ['other zeros stay', 'MX', '100 mail.io', '100 mail.io'],
  ['what is no number stays', 'MX', '00x1 mail.io', '00x1 mail.io'],
  ['Unicode in a string stays', 'CAA', '0 issue "Bücher"', '0 issue "Bücher"'],
  ['nothing comes of nothing', 'MX', '  ', ''],
])('of a value that is sent: %s', (_why, type, value, expected) => {
  expect(tidyValue(type, value)).toBe(expected)
})
