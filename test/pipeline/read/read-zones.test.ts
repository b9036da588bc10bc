import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {isWithin} from '../../../src/dns/dns-name.js'
import {type RecordSet, recordSetKey} from '../../../src/dns/record-set.js'
import type {Zone} from '../../../src/dns/zone.js'
import {type NamesToRead, namesToRead} from '../../../src/pipeline/read/names-to-read.js'
import {readWhatMatters} from '../../../src/pipeline/read/read-zones.js'
import {nameFilter} from '../../../src/plan/decide/name-contexts.js'
import {makePlan} from '../../../src/plan/make-plan.js'
import type {PlanInput} from '../../../src/plan/plan-input.js'
import {requestedNames} from '../../../src/plan/plan-input.js'
import {
  alias,
  describeSituation,
  LB,
  ownershipText,
  pending,
  planInput,
  SHOP,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  wanted,
} from '../../plan/builders.js'
import {situations} from '../../plan/generators.js'
import {type PagedZones, pagedZones} from '../paged-zones.js'

const OPTIONS = {
  numRuns: Number(process.env.LAW_RUNS ?? 80),
  ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)}),
}

/** How a part of a zone is read, which depends on the number of record sets that the zone reports. */
type Mode = 'name by name' | 'at once'

type Contents = readonly (readonly [Zone, readonly RecordSet[]])[]

const policy = fc.constantFrom('upsert-only', 'upsert-only', 'create-only' as const)

/** Makes the zones report so many record sets that only parts of them are read. */
function large(situation: Situation, mode: Mode): Situation {
  const names = namesOf(planInput(situation))
  const countOf = ({name}: Zone) => 300 * [...names.ever()].filter((each) => isWithin(each, name)).length
  const stored = (situation.stored as Contents).map(
    ([zone, sets]) => [{...zone, recordSetCount: mode === 'at once' ? countOf(zone) : 1e6}, sets] as const,
  )
  return {...situation, stored}
}

function namesOf(input: PlanInput): NamesToRead {
  const requested = new Set([...requestedNames(input, input.settings)].filter(nameFilter(input.settings)))
  return namesToRead({requested, candidates: input.candidates}, input.registry)
}

/** Renames a host so that it has the name of another host's ownership TXT. */
function withMeanName(situation: Situation, meanName: string): Situation {
  const renamed: Situation = JSON.parse(
    JSON.stringify({...situation, domainFilter: undefined}).replaceAll('api.shop.io', `${meanName}.shop.io`),
  )
  const stored = (renamed.stored as Contents).map(([zone, sets]) => {
    const byKey = new Map(sets.map((set) => [recordSetKey(set), revive(set)]))
    return [zone, [...byKey.values()]] as const
  })
  // JSON cannot contain functions either, so the registry is copied.
  return {...renamed, stored, ...(situation.registry === undefined ? {} : {registry: situation.registry})}
}

/** Restores properties that JSON omits because they are undefined. */
function revive(set: RecordSet): RecordSet {
  return {...set, setIdentifier: set.setIdentifier, healthCheckId: set.healthCheckId}
}

async function readInPart(input: PlanInput, zones: PagedZones): Promise<PlanInput> {
  const snapshots = await readWhatMatters(
    zones,
    input.zones.map(({zone}) => zone),
    () => 'in-part',
    namesOf(input),
  )
  return {...input, zones: snapshots}
}

function decisionsOf(input: PlanInput) {
  const plan = makePlan(input)
  const requested = requestedNames(input, input.settings)
  return {
    hosts: plan.zones.map(({zone, hosts, unchangedHosts}) => ({zone: zone.id, hosts, unchangedHosts})),
    blocked: plan.blocked.filter(({host}) => requested.has(host)),
    refusal: plan.refusal,
  }
}

function law(name: string, arbitrary: fc.Arbitrary<Situation>, holds: (situation: Situation) => Promise<void>) {
  const readable = arbitrary.map((situation) =>
    Object.assign(situation, {[fc.toStringMethod]: () => describeSituation(situation)}),
  )
  it(name, () => fc.assert(fc.asyncProperty(readable, holds), OPTIONS), 600_000)
}

/** Expects the same plan from reading names as from reading everything. */
async function expectSamePlan(situation: Situation, mode: Mode, pageSize?: number) {
  const input = planInput(large(situation, mode))
  const partial = await readInPart(input, pagedZonesOf(input, pageSize))
  if (mode === 'name by name') expect(partial.zones.every(({reading}) => reading === 'in-part')).toBe(true)
  expect(decisionsOf(partial)).toEqual(decisionsOf(input))
  // Whatever else it blocks is blocked in the plan for the whole zone too.
  const known = new Set(makePlan(input).blocked.map((block) => JSON.stringify(block)))
  for (const block of makePlan(partial).blocked) expect(known).toContain(JSON.stringify(block))
}

function pagedZonesOf(input: PlanInput, pageSize: number | undefined): PagedZones {
  return pagedZones(
    input.zones.map(({zone, recordSets}) => [zone, recordSets]),
    pageSize,
  )
}

describe('a part of a zone tells', () => {
  const upsert = {policy: 'upsert-only'} as const
  const zoned = (...sets: RecordSet[]): Contents => [[SHOP, sets]]
  const star = txtRegistry({wildcardReplacement: 'star'})
  const glued = txtRegistry({suffix: '%{record_type}'})
  const templated = txtRegistry({prefix: '%{record_type}-own.'})

  it.each<[string, Situation]>([
    [
      'that a text at a wanted name is still needed by another host',
      {stored: zoned(set('web', 'A', '192.0.2.1'), txt('a-web')), wants: [wanted('a-web', 'CNAME', 'x.example.net')]},
    ],
    [
      'that a text at a wanted name is a leftover, which makes room',
      {stored: zoned(txt('a-web')), wants: [wanted('a-web', 'CNAME', 'x.example.net')]},
    ],
    [
      'that a new text would make ours what is not',
      {stored: zoned(set('webaaa', 'A', '192.0.2.1')), wants: [wanted('web', 'AAAA', '2001:db8::1')], registry: glued},
    ],
    [
      'that a text is that of the wildcard, not of its literal namesake',
      {
        stored: zoned(set('*', 'A', '192.0.2.1'), txt('a-star')),
        wants: [wanted('star', 'A', '192.0.2.2')],
        registry: star,
      },
    ],
    [
      'that a wildcard has the text of its literal namesake',
      {
        stored: zoned(set('star', 'A', '192.0.2.1'), txt('a-star')),
        wants: [wanted('*', 'A', '192.0.2.2')],
        registry: star,
      },
    ],
    [
      'that the next run would misread two records',
      {
        stored: zoned(set('*', 'A', '192.0.2.10'), set('cname-star', 'TXT', [ownershipText(), spf])),
        wants: [wanted('star', 'CNAME', LB)],
        registry: star,
      },
    ],
    [
      'that an alias into its own zone has its target',
      {
        stored: zoned(set('api', 'A', '192.0.2.1')),
        wants: [wanted('web', 'CNAME', 'api.shop.io', {properties: {alias: 'true'}})],
      },
    ],
    [
      'that another owner holds a type that nobody wants',
      {
        stored: zoned(set('web', 'MX', '10 mx.example.net'), txt('mx-web', 'blue')),
        wants: [wanted('web', 'CNAME', 'x.net')],
      },
    ],
    [
      'that the old format names our owner',
      {stored: zoned(alias('web', 'A'), txt('cname-web')), wants: [wanted('web', 'CNAME', LB)]},
    ],
    [
      'where the type may stand besides in a templated prefix',
      {
        stored: zoned(set('web', 'A', '192.0.2.1'), txt('-own.a-web')),
        wants: [wanted('web', 'A', '192.0.2.2')],
        registry: templated,
      },
    ],
    [
      'what a pending host holds',
      {
        stored: zoned(set('web', 'A', '192.0.2.1'), txt('a-web')),
        wants: [wanted('api', 'A', '192.0.2.1')],
        pending: [pending('web')],
      },
    ],
    [
      'what a host of an excluded type holds',
      {stored: zoned(set('web', 'A', '192.0.2.1'), txt('a-web')), wants: [wanted('web', 'MX', '10 mx.example.net')]},
    ],
  ])('%s', async (_what, situation) => {
    await expectSamePlan({...upsert, ...situation}, 'name by name')
    await expectSamePlan({...upsert, ...situation}, 'name by name', 3)
    await expectSamePlan({...upsert, ...situation}, 'at once', 3)
  })
})

describe('a part of a zone', () => {
  const upserting = fc.tuple(situations(), policy).map(([situation, chosen]) => ({...situation, policy: chosen}))
  const mean = fc
    .tuple(upserting, fc.constantFrom('a-web', 'cname-web', 'aaaa-star', 'own-a-web', 'web-own', '-own.a-web', 'weba'))
    .map(([situation, meanName]) => withMeanName(situation, meanName))

  for (const [kind, arbitrary] of [
    ['', upserting],
    [', also for a host named like an ownership TXT', mean],
  ] as const) {
    for (const [mode, pageSize] of [
      ['name by name', undefined],
      ['name by name', 3],
      ['at once', 3],
    ] as const) {
      law(
        `gives the plan that the whole zone gives (${mode}, ${pageSize ?? 'no'} neighbours)${kind}`,
        arbitrary,
        async (situation) => {
          await expectSamePlan(situation, mode, pageSize)
        },
      )
    }
  }
})

describe('the number of calls', () => {
  const label = fc.oneof(
    fc.stringMatching(/^[a-c0-1_*-]{1,3}$/),
    fc
      .constantFrom('a', 'aaaa', 'cname', 'mx', 'txt', 'zz')
      .chain((type) => fc.constantFrom(type, `${type}-b`, `${type}-c`)),
  )
  const name = fc.array(label, {minLength: 1, maxLength: 2}).map((labels) => labels.join('.'))
  const types = fc.constantFrom('A', 'A', 'TXT', 'MX' as const)
  const stored = fc.array(fc.tuple(name, types), {minLength: 40, maxLength: 500, size: 'max'}).map((pairs) => {
    const sets = pairs.map(([host, type]) =>
      type === 'TXT' ? txt(host, 'blue') : set(host, type, type === 'A' ? '192.0.2.1' : 'x.example.net'),
    )
    return [...new Map(sets.map((each) => [recordSetKey(each), each])).values()]
  })

  it('is never larger for a part than for the whole', () => {
    let parts = 0
    return fc
      .assert(
        fc.asyncProperty(stored, fc.array(name, {minLength: 1, maxLength: 9}), async (sets, hosts) => {
          // A page has three sets here, and the zone reports as many sets as give the same number of pages.
          const zone = {...SHOP, recordSetCount: sets.length * 100}
          const input = planInput({
            stored: [[zone, sets]],
            wants: hosts.map((host) => wanted(host, 'A', '192.0.2.7')),
            policy: 'upsert-only',
          })
          const zones = pagedZonesOf(input, 3)
          const {zones: snapshots} = await readInPart(input, zones)
          if (snapshots[0]?.reading === 'in-part') parts += 1
          expect(zones.calls()).toBeLessThanOrEqual(Math.max(1, Math.ceil(sets.length / 3)))
        }),
        {...OPTIONS, numRuns: OPTIONS.numRuns / 2},
      )
      .then(() => expect(parts).toBeGreaterThan(0))
  }, 600_000)
})
