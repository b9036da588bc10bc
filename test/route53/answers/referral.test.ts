import {encode} from 'dns-packet'
import {afterEach, describe, expect, it} from 'vitest'
import {makeNameServers} from '../../../src/route53/answers/name-servers.js'
import {type DnsEmulator, startDnsEmulator} from '../../emulators/dns/emulator.js'
import {rawServer} from './raw-server.js'

const open: DnsEmulator[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

async function parentWith(servers: readonly string[], isSilent = false) {
  const records = [{Name: 'example.com.', Type: 'NS', ResourceRecords: servers.map((Value) => ({Value}))}]
  const emulator = await startDnsEmulator({zones: () => [{name: 'com', records}], isSilent})
  open.push(emulator)
  return {label: 'it', address: '127.0.0.1', port: emulator.port}
}

const {ask} = makeNameServers()

describe('asking the zone above for the name servers of a zone', () => {
  it('reads the referral to the zone', async () => {
    const server = await parentWith(['NS-2.example.net.', 'ns-1.example.net.'])
    expect(await ask(server, 'example.com', 'NS')).toEqual({
      kind: 'values',
      values: ['ns-1.example.net', 'ns-2.example.net'],
    })
  })

  it('tells a zone that is not delegated', async () => {
    expect(await ask(await parentWith(['ns-1.example.net']), 'example2.com', 'NS')).toEqual({kind: 'nothing'})
  })

  it('passes over messages that are no answer, and records that are about something else', async () => {
    const ns = (name: string, data: string) => ({type: 'NS', name, data}) as const
    const server = await rawServer(({id = 0, questions = []}) => {
      const answer = (of: number, ...authorities: readonly ReturnType<typeof ns>[]) =>
        encode({type: 'response', id: of, flags: 0, questions, authorities: [...authorities]})
      return [
        Buffer.from('no DNS'),
        answer((id + 1) % 65_536, ns('example.com', 'ns-9.example.net')),
        answer(id, ns('com', 'a.gtld.example.net'), ns('Example.COM', 'ns-1.example.net')),
      ]
    })
    expect(await ask(server, 'example.com', 'NS')).toEqual({kind: 'values', values: ['ns-1.example.net']})
  })

  it('tells a server that does not have the parent zone', async () => {
    expect(await ask(await parentWith(['ns-1.example.net']), 'example.org', 'NS')).toEqual({
      kind: 'none',
      happened: 'refuses to answer for this zone',
    })
  })

  it('tries again, and ends within the time', async () => {
    const server = await parentWith([], true)
    expect(await makeNameServers({timeoutMs: 20, tries: 2}).ask(server, 'example.com', 'NS')).toEqual({
      kind: 'none',
      happened: 'does not answer',
    })
    expect(open[0]?.questions).toEqual(['NS example.com', 'NS example.com'])
  })
})
