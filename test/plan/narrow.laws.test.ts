import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type HostPattern, patternText} from '../../src/dns/host-pattern.js'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import type {Blocked, Plan} from '../../src/plan/plan.js'
import {
  describeSituation,
  fullName,
  LIMITS,
  planFor,
  SHOP,
  type Situation,
  set,
  txt,
  txtRegistry,
  wanted,
} from './builders.js'
import {HOSTS, prunes, situations} from './generators.js'
import {makeStrictAccount} from './strict-account.js'

const RUNS = Number(process.env.LAW_RUNS ?? 150)
const OPTIONS = {numRuns: RUNS, ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)})}
const TANGLED_HOSTS = ['web', 'api', 'eu', 'star', 'a-web'] as const

const isLeftOut = ({reason, detail}: Blocked) => reason === 'filtered' && detail.includes('--only leaves out')
const placeOf = (one: {zone: Zone | undefined; setIdentifier: string | undefined}, name: string) =>
  `${one.zone?.id} ${name} ${one.setIdentifier ?? ''}`
const hostsOf = (plan: Plan) => plan.zones.flatMap(({hosts}) => hosts)

interface Generated {
  readonly situation: Situation
  readonly only: readonly HostPattern[]
}

type Draw = readonly [fc.Arbitrary<Situation>, readonly string[]]

function generated([arbitrary, names]: Draw): fc.Arbitrary<Generated> {
  const one = fc.oneof(
    {weight: 3, arbitrary: fc.constantFrom(...names).map((host) => ({name: fullName(host), isBelow: false}))},
    {weight: 1, arbitrary: fc.constantFrom('@', 'eu').map((host) => ({name: fullName(host), isBelow: true}))},
  )
  const some = fc.uniqueArray(one, {minLength: 1, maxLength: 2, selector: patternText})
  return fc.tuple(arbitrary, some).map(([situation, only]) => {
    const text = `--only ${only.map(patternText).join(' ')}`
    return {situation, only, [fc.toStringMethod]: () => `${text}${describeSituation(situation)}`}
  })
}

/** Hosts that depend on one another: aliases to records of others, and records at the names of others' ownership TXT. */
const ENTANGLED: fc.Arbitrary<Pick<Situation, 'wants' | 'stored'>> = fc
  .record({
    aliases: fc.subarray(['web', 'api', 'eu'] as const),
    addresses: fc.subarray(['A', 'AAAA'] as const, {minLength: 1}),
    isHeld: fc.boolean(),
    place: fc.constantFrom('CNAME', 'A', undefined),
  })
  .map(({aliases, addresses, isHeld, place}) => ({
    wants: [
      ...aliases.map((host, index) =>
        wanted(host, 'CNAME', fullName(aliases[index + 1] ?? 'star'), {properties: {alias: 'true'}}),
      ),
      ...addresses.map((type) => wanted('star', type, type === 'A' ? '192.0.2.10' : '2001:db8::1')),
      ...(place === undefined ? [] : [wanted('a-web', place, place === 'A' ? '192.0.2.9' : 'x.example.net')]),
    ],
    stored: isHeld ? [set('web', 'A', '192.0.2.10'), txt('a-web')] : [],
  }))

const entangled = fc
  .tuple(ENTANGLED, fc.constantFrom('sync', 'sync', 'upsert-only' as const), fc.constantFrom('', 'star'))
  .map(
    ([{wants = [], stored = []}, policy, wildcardReplacement]): Situation => ({
      wants,
      stored: [[SHOP, stored as readonly RecordSet[]]],
      policy,
      registry: txtRegistry({wildcardReplacement}),
    }),
  )

describe.each([
  ['plan', [situations(), HOSTS]],
  ['plan of entangled hosts', [entangled, TANGLED_HOSTS]],
  ['prune', [prunes(), HOSTS]],
] as const)('%s --only', (name, draw: Draw) => {
  it('law: of a host it does what the whole plan does, or nothing because of what is left out', () => {
    const counts = {hosts: 0, changed: 0, blocked: 0, leftOut: 0}
    fc.assert(
      fc.property(generated(draw), ({situation, only}) => {
        const [whole, narrowed] = [planFor(situation), planFor({...situation, only})]
        const isNamed = (name: string) =>
          only.some((one) => (one.isBelow ? name.endsWith(`.${one.name}`) : one.name === name))
        const leftOut = narrowed.blocked.filter(isLeftOut)
        const places = new Set(leftOut.map((block) => placeOf(block, block.host)))
        const texts = (plan: Plan) =>
          hostsOf(plan)
            .filter((host) => isNamed(host.name) && !places.has(placeOf(host, host.name)))
            .map((host) => JSON.stringify(host))
        expect(texts(narrowed)).toEqual(texts(whole))
        expect(hostsOf(narrowed).map(({name}) => name)).toEqual(
          hostsOf(narrowed)
            .map(({name}) => name)
            .filter(isNamed),
        )
        // Everything left out is a change of the whole plan.
        const planned = new Set(hostsOf(whole).map((host) => placeOf(host, host.name)))
        for (const place of places) expect(planned).toContain(place)
        expect(narrowed.blocked.filter((block) => !isLeftOut(block))).toEqual(
          whole.blocked.filter(
            ({host, origins}) =>
              isNamed(host) || origins.some((one) => host === `${one.kind} ${one.namespace}/${one.name}`),
          ),
        )
        counts.hosts += only.length
        counts.changed += texts(narrowed).length
        counts.blocked += narrowed.blocked.length
        counts.leftOut += leftOut.length
      }),
      OPTIONS,
    )
    console.log(
      `${name}: ${counts.hosts} hosts: ${counts.changed} changes, ${counts.blocked} blocked, ${counts.leftOut} for what is left out`,
    )
    if (name === 'plan of entangled hosts') expect(counts.leftOut).toBeGreaterThan(RUNS / 30)
    expect(counts.changed).toBeGreaterThan(0)
  }, 600_000)

  it('law: Route 53 refuses nothing of it', async () => {
    await fc.assert(
      fc.asyncProperty(generated(draw), async ({situation, only}) => {
        const account = makeStrictAccount(situation.stored as readonly (readonly [Zone, readonly RecordSet[]])[])
        const ports = {submitter: account, zones: account, isStopping: () => false, report: () => {}}
        await applyPlan(planFor({...situation, only}), LIMITS, ports)
        expect(account.refusals).toEqual([])
      }),
      OPTIONS,
    )
  }, 600_000)
})
