import {parseOwnership} from '../registry/ownership.js'
import {type OwnershipCodec, PLAIN_CODEC} from '../registry/ownership-codec.js'
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
export function comparePlans(first: Plan, second: Plan, codec = PLAIN_CODEC): Comparison {
  const textOf = makeHostText(codec)
  const [ours, theirs] = [partsOf(first, textOf), partsOf(second, textOf)]
  return {
    first: without(first, theirs, textOf),
    second: without(second, ours, textOf),
    alike: [...ours].filter((part) => theirs.has(part)).length,
  }
}

export function isAlike({first, second}: Comparison): boolean {
  return countEntries(first) + countEntries(second) === 0
}

export function countEntries({zones, blocked}: Plan): number {
  return zones.reduce((sum, {hosts}) => sum + hosts.length, 0) + blocked.length
}

type TextOf = (host: HostPlan) => string

function partsOf({zones, blocked}: Plan, textOf: TextOf): ReadonlySet<string> {
  return new Set([...zones.flatMap(({hosts}) => hosts.map(textOf)), ...blocked.map(blockedText)])
}

function without(plan: Plan, known: ReadonlySet<string>, textOf: TextOf): Plan {
  return {
    ...plan,
    zones: plan.zones.map((zone) => ({...zone, hosts: zone.hosts.filter((host) => !known.has(textOf(host)))})),
    blocked: plan.blocked.filter((blocked) => !known.has(blockedText(blocked))),
    unused: [],
    warnings: [],
    doubts: [],
    refusal: undefined,
  }
}

/** An encrypted text counts by its meaning: no two are alike. The stored one counts by its place: two runs read it as two objects. */
function makeHostText({read}: OwnershipCodec): TextOf {
  const meaningOf = (_key: string, value: unknown) => {
    const claim = typeof value === 'string' && parseOwnership(value) === undefined ? read(value) : undefined
    return typeof claim === 'object' ? claim : value
  }
  return (host) => JSON.stringify({...host, zone: host.zone.id}, meaningOf)
}

function blockedText(blocked: Blocked): string {
  return JSON.stringify({...blocked, zone: blocked.zone?.id, isTolerated: undefined})
}
