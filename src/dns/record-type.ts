/** Every type a Route 53 record set can have (API reference, ResourceRecordSet, Type). */
export const RECORD_TYPES = [
  'A',
  'AAAA',
  'CAA',
  'CNAME',
  'DS',
  'HTTPS',
  'MX',
  'NAPTR',
  'NS',
  'PTR',
  'SOA',
  'SPF',
  'SRV',
  'SSHFP',
  'SVCB',
  'TLSA',
  'TXT',
] as const

/** A type as text: DNSEndpoints may ask for types (DNAME) that Route 53 does not hold. */
export type RecordType = (typeof RECORD_TYPES)[number] | 'DNAME'

export function isRecordType(text: string): text is RecordType {
  return text === 'DNAME' || (RECORD_TYPES as readonly string[]).includes(text)
}
