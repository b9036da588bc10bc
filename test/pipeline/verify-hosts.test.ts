import {describe, expect, it} from 'vitest'
import type {Answer} from '../../src/dns/answer.js'
import type {Zone} from '../../src/dns/zone.js'
import {CliError} from '../../src/errors/cli-error.js'
import {type VerifyPorts, verifyHosts} from '../../src/pipeline/verify-hosts.js'
import {create, host, set, zone} from '../render/builders.js'

const NAME_SERVERS = ['ns-1.example.net.', 'ns-2.example.net']
const ADDRESSES: Readonly<Record<string, string>> = {
  'ns-1.example.net': '192.0.2.53',
  'ns-2.example.net': '2001:db8::53',
}

function ports(answerOf: (address: string, name: string) => Answer, changes: Partial<VerifyPorts> = {}) {
  const asked: string[] = []
  const made: VerifyPorts = {
    zones: {listRecordSetsNamed: async (of: Zone) => [set(of.name, 'NS', NAME_SERVERS)]},
    resolve: async (name) => [ADDRESSES[name] ?? ''],
    nameServers: {
      canQuery: (type) => type !== 'DS',
      async ask({address, port}, name, type) {
        asked.push(`${address} ${port} ${type} ${name}`)
        return answerOf(address, name)
      },
    },
    servers: [],
    isStopping: () => false,
    ...changes,
  }
  return {made, asked}
}

const web = host('web', 'create', {changes: [create(set('web', 'A', ['192.0.2.1']))]})
const api = host('api', 'create', {changes: [create(set('api', 'A', ['192.0.2.1']))]})
const yes: Answer = {kind: 'values', values: ['192.0.2.1']}
const silent: Answer = {kind: 'none', happened: 'does not answer'}

describe('verifying hosts', () => {
  it('asks every name server that the zone names at its apex', async () => {
    const {made, asked} = ports(() => yes)
    const [verification] = await verifyHosts([web], made)
    expect(asked).toEqual(['192.0.2.53 53 A web.example.com', '2001:db8::53 53 A web.example.com'])
    expect(verification?.answers.map(({server, verdict}) => [server, verdict])).toEqual([
      ['ns-1.example.net', 'as-wanted'],
      ['ns-2.example.net', 'as-wanted'],
    ])
  })

  it('waits once, not for every record set, for a name server that does not answer', async () => {
    const hosts = Array.from({length: 50}, (_each, index) =>
      host(`h${index}`, 'create', {changes: [create(set(`h${index}`, 'A', ['192.0.2.1']))]}),
    )
    const {made, asked} = ports((address) => (address.includes(':') ? silent : yes))
    const verifications = await verifyHosts(hosts, made)
    expect(verifications.map(({answers}) => answers.map(({verdict}) => verdict))).toEqual(
      hosts.map(() => ['as-wanted', 'no-answer']),
    )
    expect(asked.filter((question) => question.startsWith('192.0.2.53'))).toHaveLength(50)
    expect(asked.filter((question) => question.startsWith('2001:db8::53')).length).toBeLessThanOrEqual(16)
  })

  it('says why nobody was asked', async () => {
    const denied = async () => {
      throw new CliError({code: 'ROUTE53_ACCESS_DENIED', doing: 'read', happened: 'AWS refused.', fix: []})
    }
    const obstacle = async (changes: Partial<VerifyPorts>, of = web) =>
      (await verifyHosts([of], ports(() => yes, changes).made))[0]?.obstacle
    expect(await obstacle({zones: {listRecordSetsNamed: denied}})).toBe('its name servers are not known: AWS refused')
    expect(await obstacle({zones: {listRecordSetsNamed: async () => []}})).toBe('the zone names no name servers')
    expect(await obstacle({isStopping: () => true})).toBe('not asked: the run was stopped')
    const inner = {zone: zone('example.com', {isPrivate: true}), changes: web.changes}
    expect(await obstacle({}, host('web', 'create', inner))).toContain('--verify-server')
    expect(await obstacle({}, host('web', 'create', {changes: [create(set('web', 'DS', ['1 13 2 AB']))]}))).toBe(
      'DS cannot be asked for',
    )
  })

  it('a name server whose name leads nowhere answers nothing', async () => {
    const resolve = async (name: string) => {
      if (name === 'ns-1.example.net') throw new Error('ENOTFOUND')
      return ['192.0.2.53']
    }
    const [verification] = await verifyHosts([web, api], ports(() => yes, {resolve}).made)
    expect(verification?.answers[0]?.answer).toEqual({kind: 'none', happened: 'has no address that can be found'})
    expect(verification?.answers[1]?.verdict).toBe('as-wanted')
  })
})
