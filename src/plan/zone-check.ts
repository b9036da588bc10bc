import {type RecordSet, recordSetKey} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {OwnershipTxt} from '../registry/claim.js'
import type {HostPlan} from './change.js'
import {clash, clashPhrase} from './coexistence.js'
import type {Bookkeeping} from './host-plan.js'
import type {Blocked, BlockReason} from './plan.js'
import type {ProviderRules} from './provider-rules.js'

/** What a zone holds, by zone, then by name. */
type Stored = ReadonlyMap<Zone, ReadonlyMap<string, readonly RecordSet[]>>

interface Obstacle {
  readonly host: HostPlan
  readonly reason: BlockReason
  readonly detail: string
}

/**
 * Takes out the hosts that Route 53 would refuse once everything planned stands side by side: an ownership TXT beside
 * a CNAME, two hosts with one TXT, an alias to a name that its zone does not hold, more than fits into a request.
 * What is taken out changes the rest, so it looks again until nothing is refused.
 */
export function blockImpossible(
  hosts: readonly HostPlan[],
  contents: readonly {readonly zone: Zone; readonly recordSets: readonly RecordSet[]}[],
  ownOrphans: readonly OwnershipTxt[],
  rules: ProviderRules,
  bookkeeping: Bookkeeping,
): {readonly hosts: readonly HostPlan[]; readonly blocked: readonly Blocked[]} {
  const stored: Stored = new Map(contents.map(({zone, recordSets}) => [zone, groupByName(recordSets)]))
  let left = hosts.map((host) => clearOrphans(host, ownOrphans))
  const blocked: Blocked[] = []
  for (;;) {
    const state = endState(left, stored)
    left = left.map((host) => dropLonelyTwin(host, state, bookkeeping))
    const obstacles = findObstacles(left, endState(left, stored), rules)
    if (obstacles.length === 0) return {hosts: left, blocked}
    blocked.push(...obstacles.map(toBlocked))
    const refused = new Set(obstacles.map((obstacle) => obstacle.host))
    left = left.filter((host) => !refused.has(host))
  }
}

/** What stands at a name after the plan; `by` names the host that puts it there, undefined for what stays. */
interface Standing {
  readonly set: RecordSet
  readonly by: HostPlan | undefined
  readonly isGuard: boolean
}
type EndState = ReadonlyMap<Zone, ReadonlyMap<string, readonly Standing[]>>

/** Only the names that the plan touches are looked at, and those that an alias points to. */
function endState(hosts: readonly HostPlan[], stored: Stored): EndState {
  const gone = new Set<RecordSet>()
  const added: {zone: Zone; standing: Standing}[] = []
  for (const host of hosts) {
    for (const change of host.changes) {
      if (change.kind !== 'create') gone.add(change.current)
      if (change.kind !== 'delete')
        added.push({zone: host.zone, standing: {set: change.desired, by: host, isGuard: false}})
    }
    for (const change of host.ownership) {
      if (change.kind !== 'create') gone.add(change.current.recordSet)
      if (change.kind !== 'delete')
        added.push({zone: change.zone, standing: {set: change.desired, by: host, isGuard: true}})
    }
  }
  const state = new Map<Zone, Map<string, Standing[]>>()
  const at = (zone: Zone, name: string): Standing[] => {
    const names = state.get(zone) ?? new Map<string, Standing[]>()
    state.set(zone, names)
    const known = names.get(name)
    if (known !== undefined) return known
    const staying = (stored.get(zone)?.get(name) ?? [])
      .filter((set) => !gone.has(set))
      .map((set): Standing => ({set, by: undefined, isGuard: false}))
    names.set(name, staying)
    return staying
  }
  for (const {zone, standing} of added) {
    at(zone, standing.set.name).push(standing)
    if (standing.set.data.kind === 'alias') at(zone, standing.set.data.target.dnsName)
  }
  return state
}

function findObstacles(hosts: readonly HostPlan[], state: EndState, rules: ProviderRules): readonly Obstacle[] {
  const obstacles: Obstacle[] = []
  for (const host of hosts) {
    const obstacle =
      findClash(host, state) ??
      findMissingTarget(host, state) ??
      findBrokenName(host, state, rules) ??
      findSize(host, rules)
    if (obstacle !== undefined) obstacles.push(obstacle)
  }
  return obstacles
}

function findClash(host: HostPlan, state: EndState): Obstacle | undefined {
  for (const change of host.ownership) {
    if (change.kind === 'delete') continue
    const set = change.desired
    const others = (state.get(change.zone)?.get(set.name) ?? []).filter((standing) => standing.set !== set)
    const twin = others.find((standing) => recordSetKey(standing.set) === recordSetKey(set))
    // Of two hosts with one ownership TXT the first keeps it; a TXT that both only rewrite alike is shared.
    if (twin?.by !== undefined && change.kind === 'create' && twin.by !== host && isBefore(twin.by, host)) {
      const detail = `its ownership TXT ${set.name} is that of ${twin.by.name} as well`
      return {host, reason: 'conflict-lost', detail}
    }
    const rival = others.find((standing) => clash(set, standing.set) !== undefined)
    if (rival !== undefined && (rival.by === undefined || !rival.isGuard)) {
      const detail = `its ownership TXT ${set.name} is impossible: ${clashPhrase(set, rival.set)}`
      return {host, reason: 'cname-conflict', detail}
    }
  }
  return undefined
}

/** Of several hosts that together break a rule at one name the last one gives way. */
function findBrokenName(host: HostPlan, state: EndState, rules: ProviderRules): Obstacle | undefined {
  const standing = state.get(host.zone)?.get(host.name) ?? []
  const isLast = standing.every(({by}) => by === undefined || by.name !== host.name || !isBefore(host, by))
  if (!isLast || !standing.some(({by}) => by === host)) return undefined
  const [problem] = rules.checkName(
    standing.map(({set}) => set),
    host.zone,
  )
  return problem === undefined ? undefined : {host, reason: 'object-problem', detail: problem}
}

/** An alias into its own zone needs a target of its own type there (API reference, AliasTarget). */
function findMissingTarget(host: HostPlan, state: EndState): Obstacle | undefined {
  for (const change of host.changes) {
    if (change.kind === 'delete' || hasTarget(host, change.desired, state)) continue
    const target = change.desired.data.kind === 'alias' ? change.desired.data.target.dnsName : ''
    const detail = `the alias target ${target} has no ${change.desired.type} record in zone ${host.zone.name}`
    return {host, reason: 'object-problem', detail}
  }
  return undefined
}

function hasTarget(host: HostPlan, set: RecordSet, state: EndState): boolean {
  if (set.data.kind !== 'alias' || set.data.target.zoneId !== host.zone.id) return true
  const {dnsName} = set.data.target
  return (state.get(host.zone)?.get(dnsName) ?? []).some((standing) => standing.set.type === set.type)
}

/** The AAAA twin of an alias to a name without AAAA records would take the A down with it: it is left out. */
function dropLonelyTwin(host: HostPlan, state: EndState, bookkeeping: Bookkeeping): HostPlan {
  const twin = host.changes.find(
    (change) => change.kind === 'create' && change.desired.type === 'AAAA' && !hasTarget(host, change.desired, state),
  )
  const hasSibling = host.changes.some(
    (change) => change.kind !== 'delete' && change.desired.type === 'A' && hasTarget(host, change.desired, state),
  )
  if (twin === undefined || !hasSibling || twin.kind !== 'create') return host
  const changes = host.changes.filter((change) => change !== twin)
  const slotOf = (set: RecordSet) => bookkeeping?.slots.slotFor(host.zone, set)?.name
  const stillNeeded = new Set(changes.flatMap((change) => (change.kind === 'delete' ? [] : [slotOf(change.desired)])))
  return {
    ...host,
    changes,
    ownership: host.ownership.filter(
      (change) =>
        change.kind !== 'create' ||
        change.desired.name !== slotOf(twin.desired) ||
        stillNeeded.has(change.desired.name),
    ),
    notes: [...host.notes, 'no AAAA: the alias target has none'],
  }
}

function findSize(host: HostPlan, rules: ProviderRules): Obstacle | undefined {
  const detail = rules.checkSize(host)
  return detail === undefined ? undefined : {host, reason: 'too-large', detail}
}

/** An own text left over under another routing policy is in the way of the new one: it goes in the same batch. */
function clearOrphans(host: HostPlan, ownOrphans: readonly OwnershipTxt[]): HostPlan {
  const inTheWay = ownOrphans.filter((orphan) =>
    host.ownership.some(
      (change) =>
        change.kind === 'create' &&
        change.zone === orphan.zone &&
        change.desired.name === orphan.recordSet.name &&
        clash(change.desired, orphan.recordSet) === 'routing',
    ),
  )
  if (inTheWay.length === 0) return host
  const deletes = inTheWay.map((orphan) => ({kind: 'delete' as const, current: orphan, zone: orphan.zone}))
  return {...host, ownership: [...host.ownership, ...deletes]}
}

function toBlocked({host, reason, detail}: Obstacle): Blocked {
  return {
    reason,
    zone: host.zone,
    host: host.name,
    setIdentifier: host.setIdentifier,
    types: [
      ...new Set(host.changes.map((change) => (change.kind === 'delete' ? change.current : change.desired).type)),
    ],
    owner: undefined,
    origins: host.origins,
    detail,
    fix: undefined,
  }
}

function isBefore(a: HostPlan, b: HostPlan): boolean {
  return a.name < b.name || (a.name === b.name && (a.setIdentifier ?? '') < (b.setIdentifier ?? ''))
}

function groupByName(recordSets: readonly RecordSet[]): ReadonlyMap<string, readonly RecordSet[]> {
  const groups = new Map<string, RecordSet[]>()
  for (const set of recordSets) {
    const same = groups.get(set.name)
    if (same === undefined) groups.set(set.name, [set])
    else same.push(set)
  }
  return groups
}
