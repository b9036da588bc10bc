import type {Plan} from '../../src/plan/plan.js'
import {countPlan} from '../../src/plan/plan.js'
import {fullName, planFor, planInput} from './builders.js'
import type {Near} from './near-situations.js'

/** What the laws have to meet, each in at least 2 % of their runs. */
export const SITUATIONS = [
  'update of targets',
  'update of ttl',
  'update of routing',
  'update of alias',
  'update of health check',
  'another set identifier',
  'an adoption that is proposed',
  'a hold that keeps an owned record',
  'a problem that keeps an owned record',
  'waiting, served by another',
  'refused by the delete limit',
  'first run',
  'owner not chosen, which keeps a record',
  '--only, with changes left out',
  'a filter that hides an owned record',
  'an excluded type',
  'onMissingTarget=delete, which deletes',
  'failover',
  'geolocation',
  'geoproximity',
  'weighted',
  'latency',
  'multivalue',
  'two sets of one name and type',
  'a host in both twins',
  'a host in a child zone',
  'a text in another zone',
  'a typed text',
  'a text by a template',
  'a text in the old format',
  'a text of an alias before v0.22',
  'stored texts are encrypted',
  'rows of a ledger',
  'prefer-cname',
  'migration from a former owner',
  'several deletes',
  'a protection that keeps a host',
] as const
type Name = (typeof SITUATIONS)[number]

/** By what was drawn and what the plan makes of it. */
export function situationsIn(near: Near): ReadonlySet<Name> {
  const {situation, plain, stories, naming, traits} = near
  const plan = planFor(situation)
  const found = new Set<Name>()
  const note = (name: Name, isSo: boolean) => {
    if (isSo) found.add(name)
  }
  const changes = plan.zones.flatMap(({hosts}) => hosts.flatMap((host) => host.changes))
  const fields = new Set(changes.flatMap((change) => (change.kind === 'update' ? [...change.differs] : [])))
  note('update of targets', fields.has('targets'))
  note('update of ttl', fields.has('ttl'))
  note('update of routing', fields.has('routing'))
  note('update of alias', fields.has('alias'))
  note('update of health check', fields.has('health-check'))
  const counts = countPlan(plan)
  note(
    'an adoption that is proposed',
    plan.blocked.some(({host, fix}) => fix === `owners adopt ${host}`),
  )
  const hostsOf = (some: Plan) => some.zones.flatMap(({hosts}) => hosts)
  const isNarrowed = traits.has('--only') && hostsOf(plan).length > 0
  note(
    '--only, with changes left out',
    isNarrowed && hostsOf(planFor({...situation, only: []})).length > hostsOf(plan).length,
  )
  note('several deletes', counts.delete > 1)
  note('refused by the delete limit', plan.refusal !== undefined && !plan.isFirstRun)
  note('first run', plan.isFirstRun && plan.refusal !== undefined)
  noteBlocks(plan, near, note)
  const sets = plain.flatMap(([zone, stored]) => stored.map((set) => ({zone, set})))
  const records = sets.filter(({set}) => !['TXT', 'NS', 'SOA'].includes(set.type))
  const routings = new Set(records.map(({set}) => set.routing.kind))
  for (const kind of ['failover', 'geolocation', 'geoproximity', 'weighted', 'latency', 'multivalue'] as const) {
    note(kind, routings.has(kind))
  }
  const isAgain = (same: (a: (typeof records)[number], b: (typeof records)[number]) => boolean) =>
    records.some((one, index) => records.some((other, nth) => nth > index && same(one, other)))
  const isAlike = (a: (typeof records)[number], b: (typeof records)[number]) =>
    a.set.name === b.set.name && a.set.type === b.set.type
  note(
    'two sets of one name and type',
    isAgain((a, b) => a.zone === b.zone && isAlike(a, b)),
  )
  note(
    'a host in both twins',
    isAgain((a, b) => a.zone.isPrivate !== b.zone.isPrivate && isAlike(a, b)),
  )
  note(
    'a host in a child zone',
    records.some(({zone}) => zone.name.startsWith('eu.')),
  )
  const ownership = plan.zones.flatMap(({hosts}) =>
    hosts.flatMap((host) => host.ownership.map((one) => [host, one] as const)),
  )
  note(
    'a text in another zone',
    ownership.some(([host, one]) => one.zone !== host.zone),
  )
  const isKept = stories.filter(({edit, stored}) => edit !== 'new' && stored.owner !== undefined)
  const isTemplate = `${naming.prefix}${naming.suffix}`.includes('%')
  note('a typed text', !isTemplate && isKept.some(({stored}) => stored.formats.includes('typed')))
  note('a text by a template', isTemplate && isKept.length > 0)
  note(
    'a text in the old format',
    isKept.some(({stored}) => stored.formats.includes('old')),
  )
  note(
    'a text of an alias before v0.22',
    isKept.some(({stored}) => stored.kind === 'pair' && stored.formats.includes('legacy')),
  )
  note(
    'waiting, served by another',
    isKept.some(({edit}) => edit === 'waiting, served by another'),
  )
  note(
    'another set identifier',
    isKept.some(({edit}) => edit === 'set identifier'),
  )
  const {registry} = planInput(situation)
  const former = registry.kind === 'noop' ? undefined : registry.migrateFrom
  note('migration from a former owner', former !== undefined && counts.adopt > 0)
  for (const name of ['stored texts are encrypted', 'rows of a ledger', 'prefer-cname'] as const)
    note(name, traits.has(name))
  note('an excluded type', traits.has('an excluded type') && records.some(({set}) => set.type === 'AAAA'))
  return found
}

/** What is not done, by its reason. */
function noteBlocks({blocked, zones}: Plan, near: Near, note: (name: Name, isSo: boolean) => void): void {
  const {situation, stories, traits} = near
  const keeps = (reason: string) => blocked.some((block) => block.reason === reason && block.types.length > 0)
  const waiting = new Set((situation.pending ?? []).map(({dnsName}): string => dnsName))
  note('a hold that keeps an owned record', situation.onMissingTarget === 'hold' && keeps('pending-target'))
  const goes = zones.some(({hosts}) => hosts.some(({action, name}) => action === 'delete' && waiting.has(name)))
  note('onMissingTarget=delete, which deletes', situation.onMissingTarget === 'delete' && goes)
  const unreadable = new Set(
    stories.flatMap(({stored, edit}) => (edit === 'unreadable object' ? [fullName(stored.host)] : [])),
  )
  const isKept = blocked.some(
    ({reason, types, host}) =>
      reason === 'object-problem' && types.length > 0 && [...unreadable].some((name) => name === host),
  )
  note('a problem that keeps an owned record', isKept)
  note('owner not chosen, which keeps a record', keeps('owner-not-chosen'))
  note('a protection that keeps a host', keeps('protected'))
  const [first] = stories
  const isHidden = traits.has('a filter') && first !== undefined && first.edit !== 'new' && first.stored.owner === 'red'
  note('a filter that hides an owned record', isHidden)
}
