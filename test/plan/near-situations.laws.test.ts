import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../src/dns/endpoint.js'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {makePlan} from '../../src/plan/make-plan.js'
import {isEmptyPlan, type Plan} from '../../src/plan/plan.js'
import {describeSituation, planFor, planInput, requests, reversed} from './builders.js'
import {type Near, nearSituations} from './near-situations.js'
import {differences, isOwnershipText, type Judgement, judge, takersOf, typesOf} from './oracle.js'
import {outcomeOf} from './outcome.js'

const RUNS = Number(process.env.LAW_RUNS ?? 150)
const OPTIONS = {numRuns: RUNS, ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)})}

function holds(name: string, law: (near: Near) => Promise<void> | void) {
  const readable = nearSituations().map((near) =>
    Object.assign(near, {[fc.toStringMethod]: () => describeSituation({...near.situation, stored: near.plain})}),
  )
  it(
    name,
    () =>
      fc.assert(
        fc.asyncProperty(readable, async (near) => law(near)),
        OPTIONS,
      ),
    600_000,
  )
}

/** Encrypted texts, in which every nonce is new. */
const NONCES = /"\\"[A-Za-z0-9+/=]{60,}\\""/g

interface Judged {
  readonly zone: Zone
  /** As it is stored, with what the zones hold after the run to look it up in. */
  readonly set: RecordSet
  readonly judgement: Judgement
}

/** Every record set that is no ownership text, with whose it is by the texts or the rows alone. */
function judged({situation, plain, naming}: Near): readonly Judged[] {
  return plain.flatMap(([zone, sets], index) =>
    sets.flatMap((set, nth) => {
      const stored = situation.stored?.[index]
      const kept = Array.isArray(stored) ? (stored[1] as readonly RecordSet[])[nth] : undefined
      if (kept === undefined || isOwnershipText(set) || ['NS', 'SOA'].includes(set.type)) return []
      const row = situation.ledger?.find(
        ({key}) => key.name === set.name && key.type === set.type && key.setIdentifier === set.setIdentifier,
      )
      const judgement =
        row === undefined
          ? judge(plain, naming, zone, set)
          : {owners: new Set<string>([row.owner]), sure: {owner: row.owner, resource: row.resource}}
      return [{zone, set: kept, judgement}]
    }),
  )
}

const isAsked = ({zone, set}: Judged, {situation, plain}: Near, wants: readonly Endpoint[]): boolean =>
  wants.some(
    (one) =>
      one.dnsName === set.name &&
      typesOf(one, situation.route53?.prefersCname === true).includes(set.type) &&
      one.setIdentifier === (set.setIdentifier ?? '') &&
      takersOf(
        set.name,
        plain.map(([each]) => each),
      ).includes(zone),
  )

/** True where the run was told to look at nothing else. */
function isOutside(name: string, {situation}: Near): boolean {
  const {only, domainFilter} = planInput(situation).settings
  return !domainFilter.matches(name) || (only.length > 0 && !only.some((one) => one.name === name))
}

const isTold = (plan: Plan, name: string, zone: Zone) =>
  plan.blocked.some((block) => block.host === name && (block.zone === undefined || block.zone.id === zone.id))

/** The wildcard and the host that is called like its replacement share a text. */
const isShared = (name: string, {naming, plain}: Near) =>
  naming.wildcardReplacement !== '' &&
  (name.startsWith('*.') || name.startsWith(`${naming.wildcardReplacement}.`)) &&
  plain.some(([, sets]) => sets.some((set) => set.name.startsWith('*.')))

describe('laws of situations near what is stored, judged by code of their own', () => {
  holds('planning the outcome of a plan gives no changes, and Route 53 refuses nothing', async ({situation}) => {
    const {account, after} = await outcomeOf(situation)
    expect(account.refusals).toEqual([])
    const again = planFor(after)
    expect(requests(again)).toEqual([])
    expect(isEmptyPlan(again)).toBe(true)
  })

  holds('nothing changes of which no text and no row says that it is ours', async (near) => {
    const {account} = await outcomeOf(near.situation)
    const after = new Set(account.contents().flatMap(([, sets]) => sets))
    const {registry} = planInput(near.situation)
    const former = registry.kind === 'noop' ? undefined : registry.migrateFrom
    for (const one of judged(near)) {
      const {owners} = one.judgement
      const wants = near.situation.wants ?? []
      const isWanted = wants.some(({dnsName}) => dnsName === one.set.name)
      if (owners.has('red') || (former !== undefined && owners.has(former) && isWanted)) continue
      expect(after, `${one.zone.id} ${JSON.stringify(one.set)} of ${[...owners].join() || 'nobody'}`).toContain(one.set)
    }
  })

  holds('what is ours and asked for is afterwards as it is asked for, or the plan says why not', async (near) => {
    const {situation} = near
    if (situation.policy === 'create-only') return
    const {account, plan} = await outcomeOf(situation)
    for (const one of judged(near)) {
      const {zone, set} = one
      const wants = (situation.wants ?? []).filter(({dnsName}) => dnsName === set.name)
      const [asked, ...others] = wants.filter((each) => isAsked(one, near, [each]))
      if (asked === undefined || others.length > 0 || one.judgement.sure?.owner !== 'red') continue
      if (isOutside(set.name, near) || isTold(plan, set.name, zone)) continue
      if (situation.managedTypes?.includes(set.type) !== true) continue
      const found = setsOf(account.contents(), zone).filter(
        ({name, type, setIdentifier}) => name === set.name && type === set.type && setIdentifier === set.setIdentifier,
      )
      expect(found.length, `${set.name} ${set.type}`).toBe(1)
      for (const now of found) expect(differences(now, asked), `${set.name} ${set.type}`).toEqual([])
    }
  })

  holds('what is as it is asked for is not written again', async (near) => {
    const {situation} = near
    const {account} = await outcomeOf(situation)
    for (const one of judged(near)) {
      const {zone, set} = one
      const wants = (situation.wants ?? []).filter(({dnsName}) => dnsName === set.name)
      const [asked, ...others] = wants.filter((each) => isAsked(one, near, [each]))
      if (asked === undefined || others.length > 0 || one.judgement.sure?.owner !== 'red') continue
      if (
        wants.length > 1 ||
        differences(set, asked).length > 0 ||
        (set.data.kind === 'alias') !== (asked.recordType === 'CNAME')
      )
        continue
      expect(setsOf(account.contents(), zone), `${set.name} ${set.type}`).toContain(set)
    }
  })

  holds('what waits for a target or cannot be read keeps its records', async (near) => {
    const {situation} = near
    const {account} = await outcomeOf(situation)
    const unreadable = new Set((situation.problems ?? []).map(({resource}) => resource))
    for (const one of judged(near)) {
      const {zone, set} = one
      const {sure} = one.judgement
      if (sure?.owner !== 'red' || (situation.wants ?? []).some(({dnsName}) => dnsName === set.name)) continue
      const isWaiting =
        situation.onMissingTarget === 'hold' &&
        (situation.pending ?? []).some(
          (host) => host.dnsName === set.name && host.setIdentifier === (set.setIdentifier ?? ''),
        )
      if (!isWaiting && !unreadable.has(sure.resource)) continue
      expect(setsOf(account.contents(), zone), `${set.name} ${set.type}`).toContain(set)
    }
  })

  holds('what is ours and nobody asks for goes with sync, or the plan says why not', async (near) => {
    const {situation} = near
    if (situation.policy !== 'sync') return
    const {account, plan} = await outcomeOf(situation)
    for (const one of judged(near)) {
      const {zone, set} = one
      if (one.judgement.sure?.owner !== 'red' || isShared(set.name, near)) continue
      if (isAsked(one, near, situation.wants ?? []) || isOutside(set.name, near)) continue
      if (situation.managedTypes?.includes(set.type) !== true || isTold(plan, set.name, zone)) continue
      expect(setsOf(account.contents(), zone), `${set.name} ${set.type}`).not.toContain(set)
    }
  })

  holds('the order of what is stored and asked for never matters', ({situation}) => {
    const input = planInput(situation)
    const plain = (plan: Plan) => JSON.stringify(plan).replaceAll(NONCES, '"…"')
    expect(plain(makePlan(reversed(input)))).toBe(plain(makePlan(input)))
  })
})

function setsOf(contents: readonly (readonly [Zone, readonly RecordSet[]])[], zone: Zone): readonly RecordSet[] {
  return contents.find(([each]) => each.id === zone.id)?.[1] ?? []
}
