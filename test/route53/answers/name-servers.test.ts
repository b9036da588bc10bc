import {encode} from 'dns-packet'
import {afterEach, describe, expect, it} from 'vitest'
import {parseVerifyServer} from '../../../src/cli/run/verify-applied.js'
import type {RecordType} from '../../../src/dns/record-set.js'
import {makeNameServers} from '../../../src/route53/answers/name-servers.js'
import {canonicalValues} from '../../../src/route53/records/canonical-value.js'
import {type DnsEmulator, startDnsEmulator} from '../../emulators/dns/emulator.js'
import {rawServer} from './raw-server.js'

/** The four lowest bits of the flags. */
const NOT_IMPLEMENTED = 4

const open: DnsEmulator[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

async function serverWith(type: string, values: readonly string[], isSilent = false) {
  const records = [{Name: 'host.example.com', Type: type, ResourceRecords: values.map((Value) => ({Value}))}]
  const emulator = await startDnsEmulator({zones: () => [{name: 'example.com', records}], isSilent})
  open.push(emulator)
  return {label: 'it', address: '127.0.0.1', port: emulator.port}
}

describe('asking a name server', () => {
  it.each<[RecordType, readonly string[]]>([
    ['A', ['192.0.2.2', '192.0.2.1']],
    ['AAAA', ['2001:DB8:0:0::1', '::ffff:192.0.2.1']],
    ['CNAME', ['Target.Example.net.']],
    ['NS', ['ns-1.example.net.', 'ns-2.example.net']],
    ['PTR', ['host.example.net.']],
    ['MX', ['010 mail.example.net.', '20 .']],
    ['SRV', ['1 2 443 host.example.net.', '0 0 0 .']],
    [
      'TXT',
      ['"v=spf1 -all"', '"two" "strings"', '"a \\"quote\\" and \\\\"', '"\\303\\244"', `"${'x'.repeat(255)}" "y"`],
    ],
    ['CAA', ['0 issue "ca.example.net"', '128 iodef "mailto:a@example.net"']],
    ['NAPTR', ['100 50 "s" "SIP+D2U" "" _sip._udp.example.com.', '1 2 "u" "E2U+sip" "!^.*$!sip:a@b.c!" .']],
  ])('for %s gets what the zone holds, however it is spelled', async (type, values) => {
    const answer = await makeNameServers().ask(await serverWith(type, values), 'host.example.com', type)
    expect(answer).toEqual({kind: 'values', values: canonicalValues(type, values)})
  })

  it('that never answers ends within the time', async () => {
    const servers = makeNameServers({timeoutMs: 20, tries: 1})
    const answer = await servers.ask(await serverWith('A', ['192.0.2.1'], true), 'host.example.com', 'A')
    expect(answer).toEqual({kind: 'none', happened: 'does not answer'})
  })

  it('that does not have the zone is said so', async () => {
    const server = await serverWith('A', ['192.0.2.1'])
    expect(await makeNameServers().ask(server, 'www.example.org', 'A')).toEqual({
      kind: 'none',
      happened: 'refuses to answer for this zone',
    })
  })

  it.each(['A', 'NS'] as const)('at an IPv6 address ends within the time too: %s', async (type) => {
    const server = {label: 'it', address: '::1', port: 9}
    const {kind} = await makeNameServers({timeoutMs: 20, tries: 1}).ask(server, 'host.example.com', type)
    expect(kind).toBe('none')
  })

  it('tells what it is when its answer is an error of another kind', async () => {
    const server = await rawServer(({id = 0, questions = []}) => [
      encode({type: 'response', id, flags: NOT_IMPLEMENTED, questions}),
    ])
    expect(await makeNameServers().ask(server, 'host.example.com', 'A')).toEqual({
      kind: 'none',
      happened: 'failed to answer (ENOTIMP)',
    })
  })

  it('of a zone above a top-level domain is not tried', async () => {
    expect(await makeNameServers().findParent('com')).toBeUndefined()
  })

  it('is not possible for every type', async () => {
    const {ask, canQuery} = makeNameServers()
    await expect(ask({label: 'it', address: '127.0.0.1', port: 9}, 'a.io', 'DS')).rejects.toThrow(
      'nobody can ask for DS',
    )
    expect((['DS', 'HTTPS', 'SSHFP', 'SVCB', 'TLSA', 'A', 'CAA'] as const).map(canQuery)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      true,
    ])
  })
})

describe('--verify-server', () => {
  it.each([
    ['10.0.0.2', '10.0.0.2', 53],
    ['ns.example.com:5353', 'ns.example.com', 5353],
    ['2001:db8::53', '2001:db8::53', 53],
    ['[2001:db8::53]:5353', '2001:db8::53', 5353],
  ])('%s', (text, host, port) => {
    expect(parseVerifyServer(text)).toEqual({host, port})
  })
})
