import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type RecordSet, recordSetKey} from '../../src/dns/record-set.js'
import {currentOf, type HostPlan} from '../../src/plan/change.js'
import {makePlan} from '../../src/plan/make-plan.js'
import {withoutOwnText} from '../../src/plan/ownership/txt-locations.js'
import {isEmptyPlan, type Plan} from '../../src/plan/plan.js'
import type {PlanInput} from '../../src/plan/plan-input.js'
import {claimRecordSets, textsOf} from '../../src/registry/claim.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {isOurs} from '../../src/registry/registry-settings.js'
import {orderedChanges} from '../../src/route53/write/change-batch.js'
import {line, requests} from './builders.js'
import {type JointSituation, jointInput, jointOutcome, jointPlan, singleInputs} from './joint-builders.js'
import {describeJoint, jointSituations} from './joint-generators.js'
import {ownerOf} from './not-ours.js'
import type {Contents} from './outcome.js'
import {changeZone} from './strict-account.js'
import {makeTally} from './tally.js'

const RUNS = Number(process.env.LAW_RUNS ?? 100)
const OPTIONS = {numRuns: RUNS, ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)})}

function law(
  name: string,
  check: (situation: JointSituation) => Promise<void> | void,
  arbitrary: fc.Arbitrary<JointSituation> = jointSituations(),
) {
  const readable = arbitrary.map((situation) =>
    Object.assign(situation, {[fc.toStringMethod]: () => describeJoint(situation)}),
  )
  it(
    name,
    () =>
      fc.assert(
        fc.asyncProperty(readable, async (situation) => check(situation)),
        OPTIONS,
      ),
    600_000,
  )
}

const hostsOf = (plan: Plan) => plan.zones.flatMap(({hosts}) => hosts)
const storedIn = (situation: JointSituation) => situation.stored as Contents
const placeOf = (zone: {readonly id: string}, set: RecordSet) => `${zone.id} ${recordSetKey(set)}`

function claimsIn(contents: Contents, registry: PlanInput['registry']) {
  const {claims} = claimRecordSets(
    contents.map(([zone, recordSets]) => ({zone, recordSets})),
    registry,
  )
  return new Map(claims.map((claim) => [placeOf(claim.zone, claim.recordSet), claim]))
}

const tally = makeTally()

/** Record sets of the name, whatever their type, but for ownership texts. */
function answersOf(contents: Contents, {zone: at, name}: HostPlan): number {
  const sets = contents.flatMap(([of, some]) => (of === at ? some : []))
  return sets.filter((one) => one.name === name && ownerOf(one) === undefined).length
}

/**
 * Without the texts of a former owner, of the run too, that decide nothing: a run that is cut before it takes them away
 * leaves them to `prune`.
 */
function withoutFormerTexts(contents: Contents, registry: PlanInput['registry']): Contents {
  const former = new Set<RecordSet>(
    [...claimsIn(contents, registry).values()].flatMap((claim) =>
      textsOf(claim.ownershipRecords)
        .filter(({owner}) => claim.kind === 'owned' && owner !== claim.owner && isOurs(registry, owner))
        .map(({recordSet}) => recordSet),
    ),
  )
  return contents.map(([zone, sets]) => [
    zone,
    sets.flatMap((set) => (former.has(set) ? (withoutOwnText(set) ?? []) : [set])),
  ])
}

/** Who gets what several want may depend on what came first. */
const MEANWHILE: ReadonlySet<string> = new Set(['conflict-lost', 'owner-mismatch', 'cname-conflict'])

describe('laws of a plan of several clusters', () => {
  law('planning the outcome of a plan gives no changes, and Route 53 refuses nothing', async (situation) => {
    const {input, plan, account, after} = await jointOutcome(situation)
    expect(account.refusals).toEqual([])
    count(plan, situation)
    // Where one text fits record sets of two owners, one waits until the other's is gone.
    const isWaiting = plan.blocked.some(({owner}) => owner !== undefined && isOurs(input.registry, toOwnerId(owner)))
    if (isWaiting) tally.count('a text of two')
    const last = isWaiting ? (await jointOutcome(after)).after : after
    expect(requests(jointPlan(last))).toEqual([])
    expect(isEmptyPlan(jointPlan(last))).toBe(true)
  })

  law('nothing of an owner that is not in the run, and nothing of nobody, is touched', async (situation) => {
    const {input, account} = await jointOutcome(situation)
    const after = claimsIn(account.contents(), input.registry)
    for (const [key, before] of claimsIn(storedIn(situation), input.registry)) {
      if (before.kind === 'owned' || before.recordSet.type === 'TXT') continue
      expect(after.get(key)?.recordSet, key).toBe(before.recordSet)
      expect(after.get(key)?.kind, key).toBe(before.kind)
    }
    const foreign = (contents: Contents) =>
      contents.flatMap(([zone, sets]) =>
        sets.flatMap((set) => {
          const owner = ownerOf(set)
          return owner === undefined || isOurs(input.registry, toOwnerId(owner)) ? [] : [placeOf(zone, set)]
        }),
      )
    expect(foreign(account.contents()).sort()).toEqual(foreign(storedIn(situation)).sort())
  })

  law(
    'a record set has another owner afterwards only where its host was moved, and what is made is owned',
    async (situation) => {
      const {input, plan, account} = await jointOutcome(situation)
      const before = claimsIn(storedIn(situation), input.registry)
      const moves = new Map(
        hostsOf(plan)
          .filter(({action}) => action === 'move')
          .map((host) => [`${host.zone.id} ${host.name} ${host.setIdentifier ?? ''}`, host]),
      )
      for (const [key, claim] of claimsIn(account.contents(), input.registry)) {
        const earlier = before.get(key)
        if (claim.recordSet.type === 'TXT') continue
        if (earlier === undefined) expect(claim.kind, key).toBe('owned')
        if (earlier?.kind !== 'owned' || claim.kind !== 'owned' || earlier.owner === claim.owner) continue
        const {name, setIdentifier = ''} = claim.recordSet
        const move = moves.get(`${claim.zone.id} ${name} ${setIdentifier}`)
        expect(move, key).toMatchObject({owner: claim.owner})
      }
    },
  )

  law('nothing is moved away from a cluster that wants or holds it', (situation) => {
    const input = jointInput(situation)
    const claims = claimsIn(storedIn(situation), input.registry)
    for (const {zone: at, name, setIdentifier, formerOwner, action, changes} of hostsOf(makePlan(input))) {
      if (action !== 'move') continue
      // A set that cannot stand beside the new one may have another identifier. The new owner's own may go with it.
      const taken = currentOf(changes).filter((one) => {
        const claim = claims.get(placeOf(at, one))
        return claim !== undefined && claim.kind !== 'unowned' && claim.owner === formerOwner
      })
      const ids = new Set(taken.length === 0 ? [setIdentifier ?? ''] : taken.map((one) => one.setIdentifier ?? ''))
      // Of the host itself every type; of another identifier the sets that go.
      const isTaken = ({type, setIdentifier: id = ''}: RecordSet) =>
        taken.length === 0
          ? ids.has(id)
          : taken.some((one) => id === (one.setIdentifier ?? '') && (one.type === type || id === (setIdentifier ?? '')))
      const theirs = situation.clusters.find(({owner}) => owner === formerOwner)?.context
      const wanting = input.candidates.filter(
        ({zone: of, recordSet, origins}) =>
          of === at &&
          recordSet.name === name &&
          isTaken(recordSet) &&
          input.settings.managedTypes.includes(recordSet.type) &&
          origins.some(({cluster}) => cluster === theirs),
      )
      const waiting = input.pending.filter(
        ({dnsName, setIdentifier: id, origin}) => dnsName === name && ids.has(id) && origin.cluster === theirs,
      )
      expect([wanting, waiting], name).toEqual([[], []])
    }
  })

  law('a delete is told and counted as that of the owner who loses something by it', (situation) => {
    const input = jointInput(situation)
    const claims = claimsIn(storedIn(situation), input.registry)
    for (const host of hostsOf(makePlan(input))) {
      if (host.action !== 'delete') continue
      const losing = currentOf(host.changes).flatMap((one) => {
        const claim = claims.get(placeOf(host.zone, one))
        return claim?.kind === 'owned' ? [claim.owner] : []
      })
      if (losing.length > 0) expect(losing, host.name).toContain(host.owner)
    }
  })

  law('no name that answers goes while an object of any cluster waits to serve it', async (situation) => {
    if (situation.onMissingTarget === 'delete') return
    const {input, account} = await jointOutcome(situation)
    const served = new Set<string>(input.candidates.map(({recordSet}) => recordSet.name))
    const awaited = new Set<string>(input.pending.map(({dnsName}) => dnsName))
    for (const name of served) awaited.delete(name)
    const answering = (contents: Contents) => {
      const sets = contents.flatMap(([, some]) => some)
      return new Set(sets.flatMap((one) => (ownerOf(one) === undefined && awaited.has(one.name) ? [one.name] : [])))
    }
    const before = answering(storedIn(situation))
    if (before.size > 0) tally.count('a name that is awaited')
    const after = answering(account.contents())
    expect([...before].filter((name) => !after.has(name))).toEqual([])
  })

  law('at no moment has a host that is moved fewer answers than before and after', async (situation) => {
    const {plan, account} = await jointOutcome(situation)
    const moved = hostsOf(plan).filter(({action}) => action === 'move')
    let contents = storedIn(situation)
    const answers = (host: HostPlan) => answersOf(contents, host)
    for (const batch of account.batches) {
      contents = contents.map(([zone, sets]) =>
        zone === batch.zone ? [zone, changeZone(zone, sets, orderedChanges(batch)).sets] : [zone, sets],
      )
      for (const host of moved) expect(answers(host), host.name).toBeGreaterThan(0)
    }
  })

  law(
    'cut after any batch, a host that is moved answers on, and at most two more runs end as an undisturbed one',
    async (situation) => {
      const {account: whole, plan, input} = await jointOutcome(situation)
      const moved = hostsOf(plan).filter(({action}) => action === 'move')
      const sorted = (contents: Contents) =>
        withoutFormerTexts(contents, input.registry).map(([at, sets]) => [at.id, sets.map(line).sort()])
      for (const batches of whole.batches.keys()) {
        const {account: cut, after} = await jointOutcome(situation, batches)
        for (const host of moved) expect(answersOf(cut.contents(), host), host.name).toBeGreaterThan(0)
        const {account, after: next} = await jointOutcome(after)
        const {account: last} = await jointOutcome(next)
        expect([...account.refusals, ...last.refusals]).toEqual([])
        if (batches > 0 && moved.length > 0) tally.count('a cut run with a move')
        if (plan.blocked.every(({reason}) => !MEANWHILE.has(reason)))
          expect(sorted(last.contents())).toEqual(sorted(whole.contents()))
      }
    },
  )

  law(
    'of clusters that share no name it is the union of their single plans',
    (situation) => {
      const parted = partedByName(situation)
      const joint = jointPlan(parted)
      const singles = singleInputs(parted).map(makePlan)
      expect(requests(joint)).toEqual([...new Set(singles.flatMap(requests))].sort())
      const blocksIn = (plans: readonly Plan[]) => {
        const entries = plans.flatMap(({blocked}) => blocked)
        return [
          ...new Set(
            entries.map(({zone: at, host, setIdentifier, types}) => `${at?.id} ${host} ${setIdentifier} ${types}`),
          ),
        ].sort()
      }
      expect(blocksIn([joint])).toEqual(blocksIn(singles))
      if (requests(joint).length > 0) tally.count('a union with changes')
    },
    jointSituations({isPlain: true, hosts: ['web', 'api', 'eu', 'cart', 'pay']}),
  )

  law('the order of the clusters matters only where the first one listed gets a host', (situation) => {
    const plan = jointPlan(situation)
    const other = jointPlan({...situation, clusters: [...situation.clusters].reverse()})
    const isByOrder = [plan, other].some(({blocked}) => blocked.some(({reason}) => reason === 'conflict-lost'))
    if (isByOrder) return
    tally.count('no conflict')
    const facts = ({zones}: Plan) => zones.map(({hosts}) => hosts.map(({cluster: _cluster, ...host}) => host))
    expect(facts(other)).toEqual(facts(plan))
  })

  law('of the owner of a cluster that cannot be reached nothing changes', async (situation) => {
    const clusters = situation.clusters.map((cluster, index) => ({...cluster, isUnreachable: index === 1}))
    const {input, account} = await jointOutcome({...situation, clusters})
    const lost = toOwnerId(clusters[1]?.owner ?? '')
    const later = claimsIn(account.contents(), input.registry)
    for (const [key, claim] of claimsIn(storedIn(situation), input.registry)) {
      if (claim.kind !== 'owned' || claim.owner !== lost) continue
      tally.count('held for a cluster that cannot be reached')
      expect(later.get(key)?.recordSet, key).toBe(claim.recordSet)
      expect(later.get(key), key).toMatchObject({owner: lost})
    }
  })

  it('have seen each kind of situation', () => {
    tally.print('several clusters')
    for (const what of [
      'a move',
      'a move to another type',
      'a move of text alone',
      'a conflict',
      'a cut run with a move',
      'a move under upsert-only',
      'a union with changes',
      'no conflict',
      'held for a cluster that cannot be reached',
      'a name that is awaited',
    ]) {
      expect(tally.of(what), what).toBeGreaterThan(0)
    }
  })
})

function count(plan: Plan, {policy}: JointSituation): void {
  const moves = hostsOf(plan).filter(({action}) => action === 'move')
  if (moves.length > 0) tally.count('a move')
  if (moves.length > 0 && policy === 'upsert-only') tally.count('a move under upsert-only')
  if (moves.some(({changes}) => changes.length === 0)) tally.count('a move of text alone')
  if (moves.some(({changes}) => changes.some(({kind}) => kind === 'delete'))) tally.count('a move to another type')
  if (plan.blocked.some(({detail}) => detail.includes('of owner'))) tally.count('a conflict')
}

/** Each name is that of one cluster: what others want or have there is left out, and texts without a record. */
function partedByName(situation: JointSituation): JointSituation {
  const {clusters} = situation
  const {registry} = jointInput(situation)
  const places = new Map<string, number>()
  const ownerAt = (name: string) => {
    if (!places.has(name)) places.set(name, places.size)
    return clusters[(places.get(name) ?? 0) % clusters.length]?.owner ?? ''
  }
  const {claims, orphans} = claimRecordSets(
    storedIn(situation).map(([at, recordSets]) => ({zone: at, recordSets})),
    registry,
  )
  const isOdd = (claim: (typeof claims)[number]) =>
    claim.kind === 'owned' && textsOf(claim.ownershipRecords).some(({owner}) => owner !== ownerAt(claim.recordSet.name))
  const odd = claims.filter(isOdd)
  const out = new Set<RecordSet>([
    ...odd.map(({recordSet}) => recordSet),
    ...[...odd.flatMap((claim) => textsOf(claim.ownershipRecords)), ...orphans].map(({recordSet}) => recordSet),
  ])
  const isStray = ({kind, recordSet}: (typeof claims)[number]) => kind !== 'owned' && recordSet.type === 'TXT'
  for (const claim of claims) if (isStray(claim)) out.add(claim.recordSet)
  return {
    ...situation,
    stored: storedIn(situation).map(([at, sets]) => [at, sets.filter((one) => !out.has(one))] as const),
    clusters: clusters.map((cluster) => ({
      ...cluster,
      wants: cluster.wants?.filter(({dnsName}) => ownerAt(dnsName) === cluster.owner) ?? [],
      pending: cluster.pending?.filter(({dnsName}) => ownerAt(dnsName) === cluster.owner) ?? [],
    })),
  }
}
