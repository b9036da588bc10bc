import {type DnsName, toPlanKey} from '../dns/dns-name.js'
import type {Origin} from '../dns/endpoint.js'
import {hostMatcher} from '../dns/host-pattern.js'
import type {RecordSet} from '../dns/record-set.js'
import {hostKey} from '../dns/zone.js'
import {type Blocked, blockHost, type DecidedHosts} from './blocked.js'
import {phrases} from './blocked-phrases.js'
import {currentOf, desiredOf, type HostPlan} from './change.js'
import {makeNeighbourhood} from './check/neighbourhood.js'
import type {ZoneContext} from './check/review.js'
import {checkZones} from './check/zone-check.js'
import type {HostDraft} from './ownership/host-draft.js'
import type {PlanWarning} from './plan.js'
import type {PlanInput} from './plan-input.js'
import type {PlanSettings} from './plan-settings.js'

/** True for what `--only` leaves of the entries of a plan: those of its hosts, and those of objects that may ask for any. */
export function shownBlocks({only}: Pick<PlanSettings, 'only'>): (block: Blocked) => boolean {
  const isNamed = hostMatcher(only)
  return ({host, origins}) =>
    isNamed(toPlanKey(host)) || origins.some(({kind, namespace, name}) => `${kind} ${namespace}/${name}` === host)
}

/** The warnings about a host of `--only` or an object that asks for one, and those about nothing. */
export function shownWarnings(
  {candidates, pending, problems, unplaced, warnings}: PlanInput,
  {only}: Pick<PlanSettings, 'only'>,
): readonly PlanWarning[] {
  if (only.length === 0) return warnings
  const isNamed = hostMatcher(only)
  const isShown = shownBlocks({only})
  const requesting = new Set(
    [
      ...candidates.filter(({recordSet}) => isNamed(recordSet.name)).flatMap(({origins}) => origins),
      ...pending.filter(({dnsName}) => isNamed(dnsName)).map(({origin}) => origin),
      ...problems.filter(({dnsName = ''}) => dnsName === '' || isNamed(toPlanKey(dnsName))).map(({origin}) => origin),
      ...unplaced.filter(isShown).flatMap(({origins}) => origins),
    ].map(objectOf),
  )
  return warnings.filter(({host, origin}) =>
    host === undefined ? origin === undefined || requesting.has(objectOf(origin)) : isNamed(host),
  )
}

function objectOf({kind, namespace, name, cluster}: Origin): string {
  return `${cluster} ${kind} ${namespace}/${name}`
}

export interface WholeDecision {
  /** Those that are done. */
  readonly drafts: readonly HostDraft[]
  readonly hosts: readonly HostPlan[]
  /** What is done to hosts once their zones take them. */
  finish(hosts: readonly HostPlan[]): readonly HostPlan[]
}

/** The hosts of `--only`, done just as in the whole plan; one that needs hosts which are left out is blocked. */
export function narrowHosts(
  {drafts, hosts: whole, finish}: WholeDecision,
  zoneContext: () => ZoneContext,
  {only}: Pick<PlanSettings, 'only'>,
): DecidedHosts {
  const isNamed = hostMatcher(only)
  if (only.length === 0) return {hosts: whole, blocked: []}
  const context = zoneContext()
  const planned = new Map(whole.map((host) => [hostKey(host), JSON.stringify(host)]))
  const neighboursOf = neighbourNames(drafts, context)
  const blocked: Blocked[] = []
  for (let left = drafts.filter(({host}) => isNamed(host.name)); ; ) {
    const checked = checkZones(left, zoneContext)
    const hosts = finish(checked.hosts)
    const done = new Set(hosts.filter((host) => planned.get(hostKey(host)) === JSON.stringify(host)).map(hostKey))
    const withoutTarget = new Set(checked.companionsWithoutTarget)
    const isRefused = ({host}: HostDraft) =>
      withoutTarget.size === 0
        ? !done.has(hostKey(host))
        : desiredOf(host.changes).some((set) => withoutTarget.has(set))
    const refused = left.filter(isRefused)
    if (refused.length === 0) return {hosts, blocked}
    for (const draft of refused) {
      const why = checked.refused.find((one) => one.draft === draft)?.rejection.detail
      const others = neighboursOf(draft).filter((name) => !isNamed(name))
      blocked.push(blockHost(draft.host, phrases.togetherWithLeftOut(others, why)))
    }
    left = left.filter((draft) => !refused.includes(draft))
  }
}

export function acceptedDrafts(drafts: readonly HostDraft[], hosts: readonly HostPlan[]): readonly HostDraft[] {
  const accepted = new Set(hosts.map(hostKey))
  return drafts.filter(({host}) => accepted.has(hostKey(host)))
}

/** Of the texts that go on their own, those of the hosts of `--only`; one that a host which is left out still needs stays. */
export function narrowTexts(
  whole: DecidedHosts,
  narrowed: readonly HostPlan[],
  {only}: Pick<PlanSettings, 'only'>,
  textsAfter: (hosts: readonly HostPlan[]) => DecidedHosts,
): DecidedHosts & {readonly leftOut: readonly Blocked[]} {
  if (only.length === 0) return {...whole, leftOut: []}
  const isNamed = hostMatcher(only)
  const free = new Set(textsAfter(narrowed).hosts.flatMap(textSets))
  const shown = whole.hosts.filter(({name}) => isNamed(name))
  const isFree = (host: HostPlan) => textSets(host).every((set) => free.has(set))
  const leftOut = shown.filter((host) => !isFree(host))
  return {
    blocked: whole.blocked,
    hosts: shown.filter(isFree),
    leftOut: leftOut.map((host) => blockHost(host, phrases.togetherWithLeftOut([], undefined))),
  }
}

function textSets({ownership}: HostPlan): readonly RecordSet[] {
  return currentOf(ownership).map(({recordSet}) => recordSet)
}

/** The names of the hosts that one depends on, directly or through others. */
function neighbourNames(drafts: readonly HostDraft[], {texts}: ZoneContext): (draft: HostDraft) => readonly DnsName[] {
  const neighbourhood = makeNeighbourhood(drafts, texts)
  return (draft) => {
    for (let found: readonly HostDraft[] = [draft]; ; ) {
      const more = neighbourhood.around(found)
      if (more.length === found.length) return [...new Set(more.map(({host}) => host.name))]
      found = more
    }
  }
}
