import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../src/dns/endpoint.js'
import {applyPlan, type HostOutcome} from '../../src/pipeline/apply/apply-plan.js'
import type {ApplyPorts, BatchEvent} from '../../src/pipeline/ports.js'
import type {BatchOutcome, ChangeBatch, WireChange} from '../../src/route53/ports.js'
import {orderedChanges} from '../../src/route53/write/change-batch.js'
import {LIMITS, planFor, SHOP, set, wanted} from '../plan/builders.js'
import {makeStrictAccount} from '../plan/strict-account.js'
import {cliError} from './faulty-account.js'

const BAD = 'service/shop/bad'
const GOOD_HOSTS = 50

/** Hosts of one object, distributed over the alphabet among `good` hosts with an object each. */
function hosts(count: number, prefix = 'x', by: (n: number) => string = () => BAD): readonly Endpoint[] {
  return Array.from({length: count}, (_each, n) => wanted(`${prefix}${n}`, 'A', '192.0.2.1', {by: by(n)}))
}

function goodHosts(prefix = 'x1'): readonly Endpoint[] {
  return hosts(GOOD_HOSTS, `${prefix}-good`, (n) => `service/shop/good-${n}`)
}

type Answer = (batch: ChangeBatch, changes: readonly WireChange[]) => BatchOutcome | undefined

/** Applies to a strict account, which also refuses what `answer` refuses. */
async function run(wants: readonly Endpoint[], answer: Answer) {
  const account = makeStrictAccount([[SHOP, []]])
  const events: BatchEvent[] = []
  let calls = 0
  const ports: ApplyPorts = {
    submitter: {
      submit: async (batch) => {
        calls++
        return answer(batch, orderedChanges(batch)) ?? account.submit(batch)
      },
    },
    zones: account,
    isStopping: () => false,
    report: (event) => events.push(event),
  }
  const outcomes = await applyPlan(planFor({stored: [[SHOP, []]], wants}), LIMITS, ports)
  const isGood = ({host}: HostOutcome) => host.name.includes('good')
  return {
    calls,
    events,
    outcomes,
    goodIn: outcomes.filter((outcome) => isGood(outcome) && outcome.kind === 'applied').length,
    others: outcomes.filter((outcome) => !isGood(outcome)),
  }
}

const rejected = (...messages: readonly string[]): BatchOutcome => ({kind: 'rejected', messages})
const MOON = 'The moon is in the wrong phase'
const isBad = ({recordSet: {name, type}}: WireChange) => type === 'A' && !name.includes('good')

/** Refuses by an unknown rule, in a message without names. */
const refuseBad: Answer = (_batch, changes) => (changes.some(isBad) ? rejected(MOON) : undefined)

describe('one object with 3,000 hosts that Route 53 refuses', () => {
  it.each([
    ['among the good ones', 'x1'],
    ['before them', 'z'],
    ['after them', 'a'],
  ])('%s: all others get in, with at most 20 calls more', async (_case, prefix) => {
    const alone = await run(goodHosts(prefix), refuseBad)
    const {calls, goodIn, others} = await run([...hosts(3000), ...goodHosts(prefix)], refuseBad)
    expect(goodIn).toBe(GOOD_HOSTS)
    expect(calls).toBeLessThanOrEqual(alone.calls + 20)
    expect(others).toHaveLength(3000)
    expect(others.every(({kind}) => kind === 'failed')).toBe(true)
  })

  it('says of each host that was not sent alone why, with the object and the rule', async () => {
    const {others} = await run([...hosts(3000), ...goodHosts()], refuseBad)
    const messages = new Set(others.flatMap((outcome) => (outcome.kind === 'failed' ? outcome.messages : [])))
    expect([...messages].sort()).toEqual([
      `not sent: too many hosts of Service shop/bad were refused by one rule (${MOON})`,
    ])
  })

  it('counts what was accepted, and nothing twice', async () => {
    const {events} = await run([...hosts(3000), ...goodHosts()], refuseBad)
    const accepted = events.flatMap((event) => (event.kind === 'batch-accepted' ? [event.hosts] : []))
    expect(accepted.reduce((sum, count) => sum + count, 0)).toBe(GOOD_HOSTS)
  })

  it('in a text that names one record set at a time', async () => {
    const {calls, goodIn} = await run([...hosts(3000), ...goodHosts()], (_batch, changes) => {
      const bad = changes.find(isBad)
      return bad && rejected(`RRSet of type A with DNS name ${bad.recordSet.name}. is not permitted at apex in zone x.`)
    })
    expect(goodIn).toBe(GOOD_HOSTS)
    expect(calls).toBeLessThanOrEqual(21)
  })

  it('in a text that names them all', async () => {
    const {calls, goodIn, others} = await run([...hosts(3000), ...goodHosts()], (_batch, changes) => {
      const bad = changes.filter(isBad)
      return bad.length === 0
        ? undefined
        : rejected(
            ...bad.map(
              ({recordSet}) =>
                `Tried to create resource record set [name='${recordSet.name}.', type='A'] but it already exists`,
            ),
          )
    })
    expect(goodIn).toBe(GOOD_HOSTS)
    expect(others.every(({kind}) => kind === 'failed')).toBe(true)
    expect(calls).toBeLessThanOrEqual(30)
  })

  it('two such objects', async () => {
    const two = hosts(3000, 'x', (n) => `service/shop/bad-${n % 2}`)
    const {calls, goodIn} = await run([...two, ...goodHosts()], refuseBad)
    expect(goodIn).toBe(GOOD_HOSTS)
    expect(calls).toBeLessThanOrEqual(1 + 2 * 20)
  })

  it('by its policy: denied, not refused', async () => {
    for (const prefix of ['x1', 'z']) {
      const {calls, goodIn, others} = await run([...hosts(3000), ...goodHosts(prefix)], (_batch, changes) =>
        changes.some(isBad) ? {kind: 'denied', error: cliError('ROUTE53_ACCESS_DENIED')} : undefined,
      )
      expect(goodIn).toBe(GOOD_HOSTS)
      expect(calls).toBeLessThanOrEqual(21)
      expect(others.every(({kind}) => kind === 'failed')).toBe(true)
    }
  })
})

describe('one host of an object that is refused', () => {
  const CULPRIT = 'x77.shop.io'

  it('is found in hundreds of the same object where the text names nothing', async () => {
    const {outcomes, calls} = await run(hosts(245), (_batch, changes) =>
      changes.some(({recordSet}) => recordSet.name === CULPRIT) ? rejected(MOON) : undefined,
    )
    expect(outcomes.filter(({kind}) => kind !== 'applied').map(({host}) => host.name)).toEqual([CULPRIT])
    expect(calls).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(245)) + 2)
  })

  it('is found at once where the text names it, and said again in the second try', async () => {
    const message = `Tried to create resource record set [name='${CULPRIT}.', type='A'] but it already exists`
    const {outcomes, calls} = await run(hosts(245), (_batch, changes) =>
      changes.some(({recordSet}) => recordSet.name === CULPRIT) ? rejected(message) : undefined,
    )
    expect(outcomes.filter(({kind}) => kind !== 'applied')).toMatchObject([
      {kind: 'failed', host: {name: CULPRIT}, messages: [message]},
    ])
    expect(calls).toBe(3)
  })

  it('each of 200 objects: all are told, the others get in', async () => {
    const wants = hosts(400, 'x', (n) => `service/shop/s${n}`)
    const isOdd = (name: string) => Number(/^x(\d+)/.exec(name)?.[1]) % 2 === 1
    const {outcomes} = await run(wants, (_batch, changes) =>
      changes.some(({recordSet}) => recordSet.type === 'A' && isOdd(recordSet.name)) ? rejected(MOON) : undefined,
    )
    for (const {kind, host} of outcomes) expect(kind).toBe(isOdd(host.name) ? 'failed' : 'applied')
  })
})

it('a message forged in a set identifier keeps no other host out', async () => {
  const forged = [
    MOON,
    "Tried to create resource record set [name='x1-good3.shop.io.', type='A'] but it already exists",
  ]
  const {goodIn} = await run([...hosts(100), ...goodHosts()], (_batch, changes) =>
    changes.some(isBad) ? rejected(...forged) : undefined,
  )
  expect(goodIn).toBe(GOOD_HOSTS)
})

it('3,000 aliases that come before the host they point at get in by the second try', async () => {
  const aliases = Array.from({length: 3000}, (_each, n) =>
    wanted(`a${n}`, 'CNAME', 'zz.shop.io', {properties: {alias: 'A'}, by: 'service/shop/aliases'}),
  )
  const {outcomes} = await run([...aliases, wanted('zz', 'A', '192.0.2.1')], () => undefined)
  expect(outcomes.filter(({kind}) => kind !== 'applied')).toEqual([])
})

it('what someone else changed meanwhile is found host by host', async () => {
  const names = ['x3', 'x50', 'x99']
  const account = makeStrictAccount([[SHOP, names.map((name) => set(name, 'A', '198.51.100.1'))]])
  const outcomes = await applyPlan(planFor({stored: [[SHOP, []]], wants: hosts(100)}), LIMITS, {
    submitter: account,
    zones: account,
    isStopping: () => false,
    report: () => {},
  })
  const failed = outcomes.filter(({kind}) => kind !== 'applied').map(({host}) => host.name.replace('.shop.io', ''))
  expect(failed).toEqual(names)
})
