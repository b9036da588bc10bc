import {describe, expect, it} from 'vitest'
import {type Answer, delegationVerdict} from '../../src/dns/answer.js'
import type {Zone} from '../../src/dns/zone.js'
import {CliError} from '../../src/errors/cli-error.js'
import {type VerifyPorts, verifyHosts, verifyStored} from '../../src/pipeline/verify-hosts.js'
import {create, host, name, set, zone} from '../render/builders.js'

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
      findParent: async () => undefined,
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

  it('says why no name server was asked', async () => {
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

  it('knows name servers from the NS set of the apex, and from nothing else there', async () => {
    const apex = [set('example.com', 'TXT', ['"ns-9.example.net"']), set('example.com', 'NS', ['NS-1.example.net.'])]
    const {made, asked} = ports(() => yes, {zones: {listRecordSetsNamed: async () => apex}})
    await verifyHosts([web], made)
    expect(asked).toEqual(['192.0.2.53 53 A web.example.com'])
  })

  it('ends with an error of reading them that is a bug', async () => {
    const zones = {listRecordSetsNamed: () => Promise.reject(new TypeError('bug'))}
    await expect(verifyHosts([web], ports(() => yes, {zones}).made)).rejects.toThrow('bug')
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

describe('verifying what is stored', () => {
  const apex = zone('example.com')
  const own = ['ns-1.example.net', 'ns-2.example.net']
  const nothingStored = [{zone: apex, recordSets: []}]

  async function delegationFor(referral: (label: string) => Answer, nowhere?: string) {
    const resolve = async (label: string) => (label === nowhere ? [] : [ADDRESSES[label] ?? '192.0.2.1'])
    const {made} = ports(() => yes, {resolve})
    const nameServers: VerifyPorts['nameServers'] = {
      ...made.nameServers,
      ask: async ({label}, _name, type) => (type === 'NS' ? referral(label) : yes),
      findParent: async () => ({name: 'com', servers: ['a.gtld.test', 'b.gtld.test']}),
    }
    const {delegations} = await verifyStored(name('web.example.com'), nothingStored, {...made, nameServers})
    return delegations.map((one) => [delegationVerdict(one), one.answer])[0]
  }

  it('compares each record set with what the name servers answer', async () => {
    const {made, asked} = ports(() => yes)
    const stored = [{zone: apex, recordSets: [set('web', 'A', ['192.0.2.1']), set('web', 'AAAA', ['2001:db8::1'])]}]
    const {verifications} = await verifyStored(name('web.example.com'), stored, made)
    expect(verifications.map(({type, answers}) => [type, answers[0]?.verdict])).toEqual([
      ['A', 'as-wanted'],
      ['AAAA', 'differs'],
    ])
    expect(asked).toContain('192.0.2.53 53 AAAA web.example.com')
  })

  it('asks for an address where nothing is stored', async () => {
    const {made, asked} = ports(() => ({kind: 'nothing'}))
    const {verifications} = await verifyStored(name('web.example.com'), nothingStored, made)
    expect(asked[0]).toBe('192.0.2.53 53 A web.example.com')
    expect(verifications[0]?.answers[0]?.verdict).toBe('as-wanted')
  })

  it('compares the delegation with the name servers of the zone', async () => {
    const to = (...servers: readonly string[]): Answer => ({kind: 'values', values: servers})
    expect(await delegationFor(() => to(...own))).toEqual(['as-wanted', to(...own)])
    expect((await delegationFor(() => to('ns-1.example.net', 'ns-9.example.net')))?.[0]).toBe('partly')
    expect((await delegationFor(() => to('ns-9.example.net')))?.[0]).toBe('elsewhere')
    expect((await delegationFor(() => ({kind: 'nothing'})))?.[0]).toBe('not-delegated')
  })

  it('asks the next name server of the parent when one does not answer', async () => {
    const answer: Answer = {kind: 'values', values: own}
    expect(await delegationFor((label) => (label === 'a.gtld.test' ? silent : answer))).toEqual(['as-wanted', answer])
    expect(await delegationFor(() => silent)).toEqual(['not-known', silent])
  })

  it('asks the next name server of the parent when one has no address', async () => {
    const answer: Answer = {kind: 'values', values: own}
    const asked: string[] = []
    const referral = (label: string) => {
      asked.push(label)
      return answer
    }
    expect(await delegationFor(referral, 'a.gtld.test')).toEqual(['as-wanted', answer])
    expect(asked).toEqual(['b.gtld.test'])
  })

  it('says that a parent was not found', async () => {
    const {delegations} = await verifyStored(name('web.example.com'), nothingStored, ports(() => yes).made)
    expect(delegations).toMatchObject([{parent: undefined, answer: {kind: 'none'}}])
  })

  it('asks no parent of a private zone, nor beside --verify-server', async () => {
    const inner = [{zone: zone('example.com', {isPrivate: true}), recordSets: []}]
    const {verifications, delegations} = await verifyStored(name('web.example.com'), inner, ports(() => yes).made)
    expect([verifications[0]?.obstacle, delegations]).toEqual([expect.stringContaining('only in its VPCs'), []])
    const given = ports(() => yes, {servers: [{host: 'ns-1.example.net', port: 53}]}).made
    expect((await verifyStored(name('web.example.com'), nothingStored, given)).delegations).toEqual([])
  })
})
