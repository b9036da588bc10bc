import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type RecordSet, recordSetKey} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import type {HostPlan} from '../../src/plan/change.js'
import {makePlan} from '../../src/plan/make-plan.js'
import {isEmptyPlan, type Plan} from '../../src/plan/plan.js'
import {claimRecordSets} from '../../src/registry/claim.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeEncryptingCodec, PLAIN_CODEC} from '../../src/registry/ownership-codec.js'
import {parseEncryptionKey} from '../../src/registry/txt-encryption.js'
import type {ChangeGroup} from '../../src/route53/ports.js'
import {type BatchSize, batchGroups, groupSize} from '../../src/route53/write/change-batch.js'
import {type AtomicChange, toAtomicChanges} from '../../src/route53/write/plan-groups.js'
import {describeSituation, line, planFor, planInput, requests, reversed, type Situation} from './builders.js'
import {prunes, situations} from './generators.js'
import {foreignTexts, notOurs, ownerOf} from './not-ours.js'
import {type Contents, outcomeOf} from './outcome.js'

const RUNS = Number(process.env.LAW_RUNS ?? 150)
const OPTIONS = {numRuns: RUNS, ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)})}

let nonces = 0

const storedIn = (situation: Situation) => situation.stored as Contents

function retention(
  name: string,
  arbitrary: fc.Arbitrary<Situation>,
  law: (situation: Situation) => Promise<void> | void,
) {
  const readable = arbitrary.map((situation) =>
    Object.assign(situation, {[fc.toStringMethod]: () => describeSituation(situation)}),
  )
  it(
    name,
    () =>
      fc.assert(
        fc.asyncProperty(readable, async (situation) => law(situation)),
        OPTIONS,
      ),
    600_000,
  )
}

describe.each([
  ['plan', situations()],
  ['prune', prunes()],
] as const)('laws of %s', (_name, arbitrary) => {
  retention('planning the outcome of a plan gives no changes', arbitrary, async (situation) => {
    const {account, after} = await outcomeOf(situation)
    expect(account.refusals).toEqual([])
    const again = planFor(after)
    expect(requests(again)).toEqual([])
    expect(isEmptyPlan(again)).toBe(true)
  })

  retention('Route 53 refuses nothing of a plan', arbitrary, async (situation) => {
    const {account} = await outcomeOf(situation)
    expect(account.refusals).toEqual([])
  })

  retention('nothing foreign or unowned is touched, not a byte', arbitrary, async (situation) => {
    if (planInput(situation).registry.kind === 'noop') return
    const {account} = await outcomeOf(situation)
    const before = new Set(notOurs(situation))
    const after = new Set(account.contents().flatMap(([, sets]) => sets))
    for (const set of before) expect(after, JSON.stringify(set)).toContain(set)
    expect(foreignTexts(account.contents())).toEqual(foreignTexts(storedIn(situation)))
  })

  retention('no record set loses its owner, and none is made without one', arbitrary, async (situation) => {
    const {registry, account} = {...(await outcomeOf(situation)), registry: planInput(situation).registry}
    if (registry.kind === 'noop') return
    const owners = (contents: Contents) =>
      new Map(
        claimRecordSets(
          contents.map(([zone, recordSets]) => ({zone, recordSets})),
          registry,
        ).claims.map((claim) => [`${claim.zone.id} ${recordSetKey(claim.recordSet)}`, claim]),
      )
    const before = owners(storedIn(situation))
    const texts = new Set(
      storedIn(situation).flatMap(([zone, sets]) =>
        sets.filter((set) => ownerOf(set) !== undefined).map((set) => `${zone.id} ${recordSetKey(set)}`),
      ),
    )
    for (const [key, claim] of owners(account.contents())) {
      const earlier = before.get(key)
      // A TXT from which our value was removed is not ours any more.
      if (texts.has(key)) continue
      if (earlier === undefined || earlier.kind === 'owned') expect(`${key} ${claim.kind}`).toBe(`${key} owned`)
      if (earlier?.kind === 'unowned') expect(`${key} ${claim.kind}`).toBe(`${key} unowned`)
      if (earlier?.kind === 'foreign' && earlier.owner !== registry.migrateFrom) {
        expect(`${key} ${claim.kind}`).toBe(`${key} foreign`)
      }
    }
  })

  retention(
    'of the former owner only what is wanted here changes, not a byte of the rest',
    arbitrary,
    async (given) => {
      const {registry} = planInput(given)
      if (registry.kind === 'noop') return
      const theirs = new Set(notOurs({...given, registry: {...registry, migrateFrom: undefined}}))
      const situation: Situation = {...given, registry: {...registry, migrateFrom: toOwnerId('old')}}
      const keyOf = (zone: Zone, {name, setIdentifier}: RecordSet) => `${zone.id} ${name} ${setIdentifier ?? ''}`
      const wanted = new Set(planInput(situation).candidates.map(({zone, recordSet}) => keyOf(zone, recordSet)))
      const {account} = await outcomeOf(situation)
      const after = new Set(account.contents().flatMap(([, sets]) => sets))
      for (const [zone, recordSets] of storedIn(situation)) {
        for (const set of recordSets) {
          const key = keyOf(zone, set)
          if (set.type !== 'TXT' && theirs.has(set) && !wanted.has(key)) expect(after, key).toContain(set)
        }
      }
    },
  )

  retention('the order of the inputs never matters', arbitrary, (situation) => {
    const input = planInput(situation)
    expect(JSON.stringify(makePlan(reversed(input)))).toBe(JSON.stringify(makePlan(input)))
  })

  retention('nothing wanted and nothing owned is left alone in silence', arbitrary, async (situation) => {
    const {plan, after} = await outcomeOf(situation)
    const input = planInput(after)
    const shown = new Set(
      plan.blocked.flatMap(({zone, host, setIdentifier, types}) =>
        types.map((type) => `${zone?.id} ${host} ${type} ${setIdentifier ?? ''}`),
      ),
    )
    const wanted = new Set<string>()
    for (const candidate of input.candidates) {
      const {zone, recordSet} = candidate
      const key = `${zone.id} ${recordSetKey(recordSet)}`
      wanted.add(key)
      if (situation.goal?.kind === 'prune' || shown.has(key)) continue
      const stored = input.zones
        .find((each) => each.zone === zone)
        ?.recordSets.find((set) => recordSetKey(set) === recordSetKey(recordSet))
      const isCompanionWithoutTarget =
        recordSet.type === 'AAAA' && recordSet.data.kind === 'alias' && recordSet.data.target.zoneId === zone.id
      if (stored === undefined) expect(isCompanionWithoutTarget, `${key} is not there`).toBe(true)
      else expect(input.rules.differingFields(stored, candidate), key).toEqual([])
    }
    if (situation.policy !== 'sync' && situation.goal?.kind !== 'prune') return
    const contents = input.zones.map(({zone, recordSets}) => ({zone, recordSets}))
    for (const claim of claimRecordSets(contents, input.registry).claims) {
      const key = `${claim.zone.id} ${recordSetKey(claim.recordSet)}`
      const isManaged = input.settings.managedTypes.includes(claim.recordSet.type)
      const isApex = claim.recordSet.name === claim.zone.name && ['NS', 'SOA'].includes(claim.recordSet.type)
      if (claim.kind !== 'owned' || !isManaged || wanted.has(key) || isApex) continue
      // Records that a request of `apply` would replace do not concern `prune`.
      const isInTheWay = input.candidates.some(
        ({zone, recordSet}) => zone === claim.zone && recordSet.name === claim.recordSet.name,
      )
      if (situation.goal?.kind === 'prune' && isInTheWay) continue
      const isTold = [...shown].some((each) => each.startsWith(`${claim.zone.id} ${claim.recordSet.name} `))
      expect(isTold, `${key} is kept`).toBe(true)
    }
  })
})

/** Removes the list of types from a TXT at a host's own name: under a stricter policy more types are kept. */
function withoutTypes(request: string): string {
  return request.replace(/own-name(\+[a-z]+)+/, 'own-name')
}

describe('laws of the policies', () => {
  const order = ['create-only', 'upsert-only', 'sync'] as const

  retention('a stricter policy gives a subset of the changes', situations({isPlain: true}), (situation) => {
    const [create, upsert, sync] = order.map((policy) => planFor({...situation, policy}))
    if (create === undefined || upsert === undefined || sync === undefined) return
    expect(missing(requests(upsert).map(withoutTypes), requests(sync).map(withoutTypes))).toEqual([])
    const settled = namesDecidedOtherwise(upsert)
    const kept = hostsOf(create).filter((host) => !settled.has(host.name))
    expect(missing(kept.flatMap(changesOf), hostsOf(upsert).flatMap(changesOf))).toEqual([])
  })
})

describe('laws of the batches', () => {
  const sizes = fc.record({
    changes: fc.integer({min: 8, max: 24}),
    values: fc.integer({min: 8, max: 24}),
    bytes: fc.integer({min: 600, max: 3000}),
  })

  it('joined they are the plan, each within the limits, and no host is parted from its ownership', () => {
    fc.assert(
      fc.property(situations(), sizes, (situation, limits) => {
        const route53 = {
          batchChangeSize: limits.changes,
          batchChangeSizeValues: limits.values,
          batchChangeSizeBytes: limits.bytes,
        }
        const hosts = planFor({...situation, route53}).zones.flatMap((zone) => zone.hosts)
        const units = toAtomicChanges(hosts, limits)
        const groups = [...new Set(units.flatMap(groupsOf))]
        const batches = batchGroups(groups, limits)
        expect(batches.flatMap((batch) => batch.groups.map(({key}) => `${batch.zone.id} ${key}`)).sort()).toEqual(
          groups.map(({zone, key}) => `${zone.id} ${key}`).sort(),
        )
        for (const {groups: together} of batches) {
          const total = (of: (size: BatchSize) => number) =>
            together.reduce((sum, group) => sum + of(groupSize(group)), 0)
          expect(total((size) => size.changes)).toBeLessThanOrEqual(limits.changes)
          expect(total((size) => size.values)).toBeLessThanOrEqual(limits.values)
          expect(total((size) => size.bytes)).toBeLessThanOrEqual(limits.bytes)
        }
        for (const unit of units) {
          const sent = new Set(
            groupsOf(unit).flatMap((group) =>
              group.changes.map(({action, recordSet}) => `${action} ${line(recordSet)}`),
            ),
          )
          for (const host of unit.hosts) for (const one of changesOf(host)) expect(sent).toContain(one)
        }
      }),
      OPTIONS,
    )
  }, 600_000)
})

function groupsOf(unit: AtomicChange): readonly ChangeGroup[] {
  return [...unit.before, ...(unit.main === undefined ? [] : [unit.main]), ...unit.after]
}

function changesOf({changes, ownership}: HostPlan): readonly string[] {
  return [
    ...changes.flatMap((change) => (change.kind === 'create' ? [] : [`DELETE ${line(change.current)}`])),
    ...changes.flatMap((change) => (change.kind === 'delete' ? [] : [`CREATE ${line(change.desired)}`])),
    ...ownership.flatMap((change) => (change.kind === 'create' ? [] : [`DELETE ${line(change.current.recordSet)}`])),
    ...ownership.flatMap((change) => (change.kind === 'delete' ? [] : [`CREATE ${line(change.desired)}`])),
  ]
}

/**
 * Names that upsert-only updates, replaces or blocks. There, a record that create-only cannot touch may leave room for
 * a new one, which under upsert-only gives way to the updated one.
 */
function namesDecidedOtherwise(plan: Plan): ReadonlySet<string> {
  const changed = hostsOf(plan).filter(({changes, ownership}) =>
    [...changes, ...ownership].some(({kind}) => kind !== 'create'),
  )
  const blocked = plan.blocked.filter(({origins}) => origins.length > 0)
  return new Set([...changed.map(({name}) => name), ...blocked.map(({host}) => host)])
}

describe('laws of encrypted texts', () => {
  const encrypted = situations().map((situation) => withEncryption(situation))

  retention('planning the outcome of a plan gives no changes', encrypted, async (situation) => {
    const {account, after} = await outcomeOf(situation)
    expect(account.refusals).toEqual([])
    expect(requests(planFor(after))).toEqual([])
  })

  retention('encryption decides nothing', encrypted, (situation) => {
    const plain = {...situation, registry: {...planInput(situation).registry, codec: PLAIN_CODEC}}
    const actions = (plan: Plan) => hostsOf(plan).map(({name, action, changes}) => ({name, action, changes}))
    expect(actions(planFor(situation))).toEqual(actions(planFor(plain)))
  })
})

/** The same situation with encryption: stored TXT stay plain, written ones are encrypted, each with its own nonce. */
function withEncryption(situation: Situation): Situation {
  const {registry} = planInput(situation)
  const key = parseEncryptionKey('kkkkkkkk0123456789abcdefghijklmn')
  if (registry.kind !== 'txt' || !key.ok) return situation
  return {
    ...situation,
    registry: {...registry, codec: makeEncryptingCodec({key: key.value, isEnabled: true, makeNonce})},
  }
}

function makeNonce(): Uint8Array {
  nonces++
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(nonces)
  return nonce
}

function hostsOf(plan: Plan): readonly HostPlan[] {
  return plan.zones.flatMap((zone) => zone.hosts)
}

function missing(lines: readonly string[], among: readonly string[]): readonly string[] {
  return lines.filter((one) => !among.includes(one))
}
