import type {RecordSet} from '../dns/record-set.js'
import type {OwnershipTxt} from '../registry/claim.js'
import type {HostPlan} from './change.js'
import {findMisreadings, type PresentState} from './end-claims.js'
import {endState, groupStored, type StoredSets} from './end-state.js'
import type {Draft} from './host-plan.js'
import {blockHost, findObstacle, isBefore, type Obstacle, type Outlook} from './obstacle.js'
import type {Blocked} from './plan.js'
import type {ProviderRules} from './provider-rules.js'
import {settleTexts, type TextContext} from './settle-texts.js'

/** What hosts are checked against. */
export interface ZoneContext extends PresentState {
  readonly texts: TextContext
  readonly rules: ProviderRules
}

export interface CheckedHosts {
  readonly hosts: readonly HostPlan[]
  readonly blocked: readonly Blocked[]
  /** AAAA twins of aliases without a target: to be planned without them. */
  readonly lonelyTwins: readonly RecordSet[]
}

interface Refused {
  readonly draft: Draft
  readonly obstacle: Obstacle
}

/**
 * Takes out the hosts that Route 53 would refuse once everything planned stands side by side: an ownership TXT beside
 * a CNAME, two hosts with one TXT, an alias to a name that its zone does not hold, more than fits into a request.
 * What is taken out changes the rest, so it looks again until nothing is refused; those that gave way to a host that
 * was itself taken out are tried once more.
 */
export function checkZones(drafts: readonly Draft[], context: ZoneContext): CheckedHosts {
  const stored = groupStored(context.contents)
  let left = drafts
  let refused: Refused[] = []
  for (;;) {
    const found = findAll(left, stored, context)
    const twins = found.flatMap(({obstacle}) => obstacle.lonelyTwin ?? [])
    if (twins.length > 0) return {hosts: [], blocked: [], lonelyTwins: twins}
    if (found.length === 0) break
    const now = yieldingFirst(found)
    refused = [...refused, ...now]
    const out = new Set(now.map(({draft}) => draft))
    left = left.filter((draft) => !out.has(draft))
  }
  for (const one of retriable(refused)) {
    const trial = [...left, one.draft]
    if (findAll(trial, stored, context).length > 0) continue
    left = trial
    refused = refused.filter((other) => other !== one)
  }
  return {
    hosts: settleTexts(left, context.texts),
    blocked: refused.map(({draft, obstacle}) => blockHost(draft.host, obstacle)),
    lonelyTwins: [],
  }
}

/** Those whose rival was refused as well. */
function retriable(refused: readonly Refused[]): readonly Refused[] {
  const out = new Set(refused.map(({draft}) => hostKey(draft.host)))
  return refused.filter(({obstacle: {rival}}) => rival !== undefined && out.has(hostKey(rival))).sort(compareRefused)
}

/** First those that nothing can help, then those whose rival stands; when all depend on one another, one of them. */
function yieldingFirst(found: readonly Refused[]): readonly Refused[] {
  const helpless = found.filter(({obstacle}) => obstacle.rival === undefined)
  if (helpless.length > 0) return helpless
  const names = new Set(found.map(({draft}) => hostKey(draft.host)))
  const clear = found.filter(({obstacle}) => obstacle.rival !== undefined && !names.has(hostKey(obstacle.rival)))
  return clear.length > 0 ? clear : [...found].sort(compareRefused).slice(-1)
}

/** What the zones refuse, and once nothing is refused, what the next run would misread. */
function findAll(drafts: readonly Draft[], stored: StoredSets, context: ZoneContext): readonly Refused[] {
  const hosts = settleTexts(drafts, context.texts)
  const outlook = makeOutlook(hosts, stored, context)
  const refused = collect(drafts, hosts, (draft, host) => findObstacle(draft, host, outlook))
  if (refused.length > 0) return refused
  const adopted = new Set(drafts.flatMap((draft) => [...draft.adopts]))
  const misreadings = findMisreadings(hosts, adopted, context)
  return collect(drafts, hosts, (_draft, host) => misreadings.get(host))
}

function collect(
  drafts: readonly Draft[],
  hosts: readonly HostPlan[],
  find: (draft: Draft, host: HostPlan) => Obstacle | undefined,
): readonly Refused[] {
  return drafts.flatMap((draft, index) => {
    const host = hosts[index]
    const obstacle = host === undefined ? undefined : find(draft, host)
    return obstacle === undefined ? [] : [{draft, obstacle}]
  })
}

function makeOutlook(hosts: readonly HostPlan[], stored: StoredSets, {texts, rules, registry}: ZoneContext): Outlook {
  const deleted = new Set<RecordSet>(
    hosts.flatMap((host) => host.changes.flatMap((change) => (change.kind === 'delete' ? [change.current] : []))),
  )
  const names = new Map<OwnershipTxt, string[]>()
  for (const [set, text] of texts.effective) {
    if (!deleted.has(set)) names.set(text, [...(names.get(text) ?? []), set.name])
  }
  const named = new Map<string, HostPlan[]>()
  for (const host of hosts) {
    const key = `${host.zone.id} ${host.name}`
    const same = named.get(key)
    if (same === undefined) named.set(key, [host])
    else same.push(host)
  }
  return {
    state: endState(hosts, stored),
    rules,
    owner: registry.kind === 'noop' ? undefined : registry.ownerId,
    texts: texts.bySet,
    hostsAt: ({zone, name}) => named.get(`${zone.id} ${name}`) ?? [],
    namesOf: (text) => names.get(text) ?? [],
  }
}

function compareRefused(a: Refused, b: Refused): number {
  return isBefore(a.draft.host, b.draft.host) ? -1 : 1
}

function hostKey({zone, name, setIdentifier}: HostPlan): string {
  return `${zone.id} ${name} ${setIdentifier ?? ''}`
}
