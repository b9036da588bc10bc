import type {Blocked} from './blocked.js'
import type {HostPlan} from './change.js'
import type {Plan} from './plan.js'

export interface Comparison {
  /** What the first alone does, or leaves alone for a reason of its own. */
  readonly first: Plan
  readonly second: Plan
  readonly alike: number
}

/** Tells two plans for the same zones apart, host by host: what is planned, and what is left alone and why. */
export function comparePlans(first: Plan, second: Plan): Comparison {
  const [ours, theirs] = [partsOf(first), partsOf(second)]
  return {
    first: without(first, theirs),
    second: without(second, ours),
    alike: [...ours].filter((part) => theirs.has(part)).length,
  }
}

export function isAlike({first, second}: Comparison): boolean {
  return [first, second].every(
    ({zones, blocked}) => blocked.length === 0 && zones.every(({hosts}) => hosts.length === 0),
  )
}

export function countEntries({zones, blocked}: Plan): number {
  return zones.reduce((sum, {hosts}) => sum + hosts.length, 0) + blocked.length
}

function partsOf({zones, blocked}: Plan): ReadonlySet<string> {
  return new Set([...zones.flatMap(({hosts}) => hosts.map(hostText)), ...blocked.map(blockedText)])
}

function without(plan: Plan, known: ReadonlySet<string>): Plan {
  return {
    ...plan,
    zones: plan.zones.map((zone) => ({...zone, hosts: zone.hosts.filter((host) => !known.has(hostText(host)))})),
    blocked: plan.blocked.filter((blocked) => !known.has(blockedText(blocked))),
    unused: [],
    warnings: [],
    doubts: [],
    refusal: undefined,
  }
}

/** The stored text of an ownership counts by its place: two runs read it as two objects. */
function hostText(host: HostPlan): string {
  return JSON.stringify({...host, zone: host.zone.id})
}

function blockedText(blocked: Blocked): string {
  return JSON.stringify({...blocked, zone: blocked.zone?.id, isTolerated: undefined})
}
