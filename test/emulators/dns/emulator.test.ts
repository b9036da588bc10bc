import {Resolver} from 'node:dns/promises'
import {afterEach, describe, expect, it} from 'vitest'
import {type DnsEmulator, startDnsEmulator} from './emulator.js'
import {AWS_ADDRESSES, type DnsRecordSet} from './zone.js'

const set = (Name: string, Type: string, ...values: readonly string[]): DnsRecordSet => ({
  Name,
  Type,
  TTL: 60,
  ResourceRecords: values.map((Value) => ({Value})),
})
const alias = (Name: string, Type: string, DNSName: string): DnsRecordSet => ({Name, Type, AliasTarget: {DNSName}})

const RECORDS = [
  set('example.com', 'NS', 'ns-1.example.net.'),
  set('www.example.com', 'A', '192.0.2.1', '192.0.2.2'),
  set('www.example.com', 'AAAA', '2001:db8::1'),
  set('api.example.com', 'CNAME', 'www.example.com.'),
  set('text.example.com', 'TXT', '"a \\"b\\"" "c\\303\\244"'),
  set('mail.example.com', 'MX', '10 mx.example.net.'),
  set('_sip._udp.example.com', 'SRV', '1 2 5060 sip.example.net.'),
  set('ca.example.com', 'CAA', '0 issue "ca.example.net"'),
  set('naptr.example.com', 'NAPTR', '1 2 "u" "E2U+sip" "!^.*$!sip:a@example.net!" .'),
  set('*.apps.example.com', 'A', '192.0.2.9'),
  set('there.apps.example.com', 'TXT', '"x"'),
  alias('lb.example.com', 'A', 'lb.eu-west-1.elb.amazonaws.com.'),
  alias('own.example.com', 'A', 'www.example.com'),
]

const open: DnsEmulator[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

async function resolver(isSilent = false): Promise<Resolver & {emulator: DnsEmulator}> {
  const emulator = await startDnsEmulator({zones: () => [{name: 'example.com', records: RECORDS}], isSilent})
  open.push(emulator)
  const made = new Resolver({timeout: 50, tries: 1})
  made.setServers([emulator.server])
  return Object.assign(made, {emulator})
}

describe('the name server', () => {
  it('answers with every value of a set, type by type', async () => {
    const dns = await resolver()
    expect(await dns.resolve4('www.example.com')).toEqual(['192.0.2.1', '192.0.2.2'])
    expect(await dns.resolve6('www.example.com')).toEqual(['2001:db8::1'])
    expect(await dns.resolveCname('api.example.com')).toEqual(['www.example.com'])
    expect(await dns.resolveTxt('text.example.com')).toEqual([['a "b"', 'cÃ¤']])
    expect(await dns.resolveMx('mail.example.com')).toMatchObject([{priority: 10, exchange: 'mx.example.net'}])
    expect(await dns.resolveSrv('_sip._udp.example.com')).toMatchObject([{port: 5060, name: 'sip.example.net'}])
    expect(await dns.resolveCaa('ca.example.com')).toMatchObject([{critical: 0, issue: 'ca.example.net'}])
    expect(await dns.resolveNaptr('naptr.example.com')).toMatchObject([{service: 'E2U+sip', replacement: ''}])
    expect(await dns.resolveNs('example.com')).toEqual(['ns-1.example.net'])
  })

  it('answers with a wildcard for names that do not exist, and only for those', async () => {
    const dns = await resolver()
    expect(await dns.resolve4('any.apps.example.com')).toEqual(['192.0.2.9'])
    expect(await dns.resolve4('*.apps.example.com')).toEqual(['192.0.2.9'])
    await expect(dns.resolve4('there.apps.example.com')).rejects.toMatchObject({code: 'ENODATA'})
  })

  it('answers for an alias with what its target has', async () => {
    const dns = await resolver()
    expect(await dns.resolve4('lb.example.com')).toEqual([AWS_ADDRESSES.A])
    expect(await dns.resolve4('own.example.com')).toEqual(['192.0.2.1', '192.0.2.2'])
  })

  it.each([
    ['gone.example.com', 'ENOTFOUND'],
    ['text.example.com', 'ENODATA'],
    ['www.example.org', 'EREFUSED'],
  ])('says of %s: %s', async (name, code) => {
    await expect((await resolver()).resolve4(name)).rejects.toMatchObject({code})
  })

  it('can be silent, and tells what it was asked', async () => {
    const dns = await resolver(true)
    await expect(dns.resolve4('www.example.com')).rejects.toMatchObject({code: 'ETIMEOUT'})
    expect(dns.emulator.questions).toEqual(['A www.example.com'])
  })
})
