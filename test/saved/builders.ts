import {createHash} from 'node:crypto'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {countBatches, type HostOutcome} from '../../src/pipeline/apply/apply-plan.js'
import {makePlan} from '../../src/plan/make-plan.js'
import {makeOwnershipPlan} from '../../src/plan/ownership-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import type {OwnershipGoal, PlanInput} from '../../src/plan/plan-input.js'
import {fingerprintsOf} from '../../src/saved/fingerprint.js'
import {formatReceipt, type Outcome, parseReceipt, type Receipt} from '../../src/saved/receipt.js'
import type {Meta} from '../../src/saved/saved-file.js'
import type {SavedPlan} from '../../src/saved/saved-plan.js'
import {LIMITS, planInput, SHOP, type Situation, set, txt, wanted} from '../plan/builders.js'

export const META: Meta = {
  createdAt: '2026-01-02T03:04:05.000Z',
  maxAge: '86400s',
  identities: ['arn:aws:sts::111122223333:assumed-role/ci/run'],
}

/** A plan of every kind of change: created, updated, replaced and deleted hosts, and one that is blocked. */
const MIXED: Situation = {
  stored: [
    set('web', 'A', '192.0.2.9'),
    txt('a-web', 'red', 'service/shop/web'),
    set('old', 'CNAME', 'shop-7.example.net'),
    txt('cname-old', 'red', 'ingress/shop/old'),
    set('gone', 'A', ['192.0.2.1', '192.0.2.2']),
    txt('a-gone', 'red', 'service/shop/gone'),
    set('cart', 'A', '192.0.2.7'),
    txt('a-cart', 'blue', 'service/shop/cart'),
  ],
  wants: [
    wanted('new', 'A', '192.0.2.10', {by: 'service/shop/new'}),
    wanted('web', 'A', '192.0.2.10'),
    wanted('old', 'A', '192.0.2.10', {by: 'ingress/shop/old'}),
    wanted('cart', 'A', '192.0.2.10', {by: 'service/shop/cart'}),
  ],
}

export function savedPlanFor(situation: Situation = MIXED): SavedPlan {
  return savedPlanOf(planInput(situation))
}

/** Of an ownership command. */
export function savedOwnershipPlan(situation: Situation, goal: OwnershipGoal): SavedPlan {
  const input = planInput(situation)
  return savedPlanOf(input, makeOwnershipPlan({...input, goal}))
}

export function savedPlanOf(input: PlanInput, plan = makePlan(input)): SavedPlan {
  return {
    program: '0.1.0',
    registry: input.registry.kind,
    plan,
    batches: countBatches(plan, LIMITS),
    deleteLimit: {kind: 'default'},
    fingerprints: fingerprintsOf(
      plan.zones.flatMap((zone) => zone.hosts),
      input.zones,
      input.registry,
    ),
    registryPlace: undefined,
  }
}

/** What each host changes, and what it rests on: sets that are kept, and places that stay free. */
export function fingerprintsIn({fingerprints}: SavedPlan): readonly (readonly string[])[] {
  return fingerprints.map(({sets}) =>
    sets.map(({zone: {id}, name, type, setIdentifier, before, after}) => {
      const unchanged = before === undefined ? 'free' : 'kept'
      const changed = before === undefined ? 'made' : after === undefined ? 'gone' : 'changed'
      const where = id === SHOP.id ? undefined : `in ${id}`
      const words = [before === after ? unchanged : changed, name.replace('.shop.io', ''), type, setIdentifier, where]
      return words.filter((word) => word !== undefined).join(' ')
    }),
  )
}

/** The receipt of a run, as a file brings it back. */
export function receiptOf(saved: SavedPlan, outcomes: readonly HostOutcome[]): Receipt {
  const hosts = hostsOf(saved.plan).map((host) => {
    const kind: Outcome = outcomes.find((outcome) => outcome.host === host)?.kind ?? 'unknown'
    return {zoneId: host.zone.id, name: host.name, setIdentifier: host.setIdentifier, outcome: kind, messages: []}
  })
  const read = parseReceipt(formatReceipt({saved, hosts, accepted: []}, META).text)
  if (!read.ok) throw new Error(read.problem)
  return read.value.content
}

/** What is stored, as a reading of these names would tell. */
export function reading(contents: readonly (readonly [Zone, readonly RecordSet[]])[]) {
  return contents.map(([zone, recordSets]) => ({zone, recordSets}))
}

export function hostsOf(plan: Plan) {
  return plan.zones.flatMap((zone) => zone.hosts)
}

/** A file as its maker signs it: the digest over all but itself, `seal` and `meta`; the seal over `digest` and `meta`. */
export function signed(file: {
  readonly kind: string
  readonly formatVersion: number
  readonly meta: unknown
  readonly content: unknown
}): string {
  const {kind, formatVersion, meta, content} = file
  const digest = hashOf({kind, formatVersion, content})
  const seal = hashOf({digest, meta})
  return `${JSON.stringify({kind, formatVersion, digest, seal, meta, content}, null, 1)}\n`
}

/** The digest of a value, and the fingerprint of a record set as a file has it. */
export function hashOf(json: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(json)).digest('hex')}`
}
