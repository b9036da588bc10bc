import type {Origin} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {once} from '../../dns/once.js'
import {phrases, plural} from '../../dns/phrase.js'
import {shellWord} from '../../errors/shell-word.js'
import {suggestFor} from '../../errors/suggestion.js'
import {type Claim, type Claims, type OwnershipRecord, resourceOf} from '../../registry/claim.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {HostPlan} from '../change.js'
import {isManagedType, nameFilter} from '../decide/name-contexts.js'
import {makeOwnerOf} from '../parties.js'
import {goneHosts, type ZonePlan} from '../plan.js'
import {
  isWhole,
  kindOf,
  namespaceOf,
  type OwnershipInput,
  type PlanCluster,
  type PlanInput,
  type Requests,
  requestingObjects,
} from '../plan-input.js'
import type {DeleteFindings} from './delete-limit.js'

/** Fewer deletes than this have something in common by chance. */
const FEWEST_DELETES = 3

export interface Suspicions extends DeleteFindings {
  /** What makes the plan as a whole doubtful, the gravest first. */
  readonly doubts: readonly string[]
}

type AnyInput = PlanInput | OwnershipInput

/** What hints at a wrong cluster, namespace, owner or prefix, and what the hosts that would be deleted have in common. */
export function findSuspicions(
  zones: readonly ZonePlan[],
  input: AnyInput,
  claims: Claims,
  parties: readonly PlanCluster[],
): Suspicions {
  const read = parties.filter(({unreachable}) => unreachable === undefined)
  const each = read.map((party) => suspicionsOf(zones.flatMap(goneHosts), ofParty(input, party), claims, party))
  return {
    doubts: each.flatMap(({doubts}) => doubts),
    commonCause: each.find(({commonCause}) => commonCause !== undefined)?.commonCause,
    isFirstRun: each.some(({isFirstRun}) => isFirstRun),
  }
}

/** What the objects of one owner's clusters ask for, as if the run were theirs alone. */
function ofParty(input: AnyInput, party: PlanCluster): AnyInput {
  const {registry, clusters, candidates, leftOut = [], pending, problems, waiting = [], unplaced} = input
  const {owner} = party
  if (clusters === undefined) return input
  const ownerOf = makeOwnerOf(input)
  const theirs = <T extends {readonly origin: Origin} | {readonly origins: readonly Origin[]}>(some: readonly T[]) =>
    some.filter((one) => ownerOf('origin' in one ? one.origin : one.origins[0]) === owner)
  return {
    ...input,
    ...party,
    registry: registry.kind === 'noop' || owner === undefined ? registry : {...registry, ownerId: owner},
    candidates: theirs(candidates),
    leftOut: theirs(leftOut),
    pending: theirs(pending),
    problems: theirs(problems),
    waiting: theirs(waiting),
    unplaced: theirs(unplaced),
  }
}

function suspicionsOf(
  allGone: readonly HostPlan[],
  input: AnyInput,
  all: Claims,
  {owner, context}: PlanCluster,
): Suspicions {
  const isJoint = input.clusters !== undefined
  const gone = allGone.filter((host) => !isJoint || host.owner === owner)
  const claims = {...all, claims: all.claims.filter((claim) => claim.kind !== 'owned' || claim.owner === owner)}
  const cause = findCommonCause(gone, input)
  const mistakes = phrases(...(input.doubts ?? []), findOwnerMismatch(input, claims))
  const whose = isJoint ? `${owner === undefined ? '' : `owner ${owner}, `}context ${context}: ` : ''
  const causeText = cause && `${whose}${cause.text}`
  const suspiciousCause = cause?.isSuspicious === true && gone.length >= FEWEST_DELETES ? causeText : undefined
  const others = [findMistypedOwner(input, claims), findPrefixMismatch(claims, input.registry)]
  return {
    doubts: phrases(...(mistakes.length > 0 ? mistakes : [suspiciousCause]), ...others),
    commonCause: mistakes[0] ?? causeText,
    isFirstRun: mistakes.length > 0 && (!isJoint || gone.length > 0),
  }
}

type CauseInput = Requests & Pick<PlanInput, 'wantedHosts' | 'context' | 'sources'>

/** What deleted hosts have in common, and whether it looks like a mistake rather than like a clean-up. */
export interface CommonCause {
  /** A phrase without a full stop. */
  readonly text: string
  readonly isSuspicious: boolean
}

/** What the hosts that would be deleted have in common; undefined when nothing stands out. */
function findCommonCause(gone: readonly HostPlan[], input: CauseInput): CommonCause | undefined {
  if (gone.length === 0) return undefined
  const requesting = [...requestingObjects(input)]
  if (input.wantedHosts === 0 && requesting.length === 0) {
    const text = 'no object asks for any host (a wrong context, namespace, annotation prefix or filter?)'
    return {text, isSuspicious: true}
  }
  const resources = gone.flatMap((host) => host.formerResources)
  // A text without a `resource` label names no object, so nothing can be said of all hosts.
  if (resources.length === 0 || gone.some((host) => host.formerResources.length === 0)) return undefined
  return (
    ofOneKind(gone.length, resources, requesting, input.sources) ?? ofNamespaces(resources, requesting, input.context)
  )
}

function ofOneKind(
  count: number,
  resources: readonly string[],
  requesting: readonly string[],
  sources: readonly string[] | undefined,
): CommonCause | undefined {
  const [kind = '', ...others] = new Set(resources.map(kindOf))
  if (kind === '' || others.length > 0 || requesting.some((label) => kindOf(label) === kind)) return undefined
  const what = count === 1 ? `the one delete is of ${kind}/*` : `all ${count} deletes are of ${kind}/*`
  const source = sources?.find((name) => name === kind || name.endsWith(`-${kind}`))
  if (source !== undefined) return {text: `source ${source} yielded no host; ${what}`, isSuspicious: true}
  return {text: `no ${kind} asks for a host here; ${what} (is its source selected?)`, isSuspicious: true}
}

function ofNamespaces(
  resources: readonly string[],
  requesting: readonly string[],
  context: string,
): CommonCause | undefined {
  const namespaces = [...new Set(resources.map(namespaceOf))].sort()
  const alive = new Set(requesting.map(namespaceOf))
  const [first = ''] = namespaces
  if (namespaces.includes('')) return undefined
  const isGone = namespaces.every((namespace) => !alive.has(namespace))
  if (namespaces.length > 1) {
    if (!isGone) return undefined
    const text = `of the namespaces that asked for them (${listed(namespaces)}) none asks for a host in context ${context}: is it another cluster?`
    return {text, isSuspicious: true}
  }
  const state = isGone ? ', which asks for nothing now' : ''
  return {text: `all were asked for by objects of namespace ${first}${state}`, isSuspicious: false}
}

const NAMES_SHOWN = 3

function listed(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN
  return [...names.slice(0, NAMES_SHOWN), ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}

/** With one host or two, a deployment under new names looks just the same. */
const FEWEST_HOSTS = 3

/** The owner holds hosts here and none for this cluster: a shared owner id? A part of a cluster cannot tell. */
function findOwnerMismatch(input: AnyInput, claims: Claims): string | undefined {
  const {registry, settings, manifests, candidates, leftOut = [], takes, context} = input
  if (registry.kind === 'noop' || settings.only.length > 0) return undefined
  const isOfOtherShard = (name: string) => takes?.(name) === false
  if (candidates.length === 0 && !leftOut.some(({recordSet}) => isOfOtherShard(recordSet.name))) return undefined
  if (manifests !== undefined && !isWhole(manifests)) return undefined
  const passes = nameFilter(settings)
  const isOwned = ({kind, recordSet}: Claim) =>
    kind === 'owned' && isManagedType(settings, recordSet.type) && passes(recordSet.name)
  const requesting = once(() => requestingObjects(input))
  const wanted = once(() => new Set(candidates.map(({zone, recordSet}) => `${zone.id} ${recordSet.name}`)))
  const isOurs = (claim: Claim) => {
    const resource = resourceOf(claim)
    return resource === '' || wanted().has(`${claim.zone.id} ${claim.recordSet.name}`) || requesting().has(resource)
  }
  if (claims.claims.some((claim) => isOwned(claim) && isOurs(claim))) return undefined
  const owned = claims.claims.filter(isOwned)
  const hosts = new Set(owned.map(({zone, recordSet}) => `${zone.id} ${recordSet.name}`))
  if (hosts.size < FEWEST_HOSTS) return undefined
  return `owner ${registry.ownerId} holds ${hosts.size} hosts here, none of them for an object of context ${context}: does another cluster use this owner id?`
}

/** With more letters wrong, another owner is meant. */
const MOST_TYPOS = 2

/** Tells, as a phrase, that the owner holds nothing here, while one with nearly the same id holds hosts that objects ask for. */
function findMistypedOwner(
  {registry, candidates, goal, clusters = []}: AnyInput,
  {claims}: Claims,
): string | undefined {
  if (registry.kind === 'noop' || goal.kind === 'migrate' || claims.some(({kind}) => kind === 'owned')) return undefined
  const wanted = new Set(candidates.map(({recordSet}) => recordSet.name))
  const foreign = claims.flatMap((claim) =>
    claim.kind === 'foreign' && wanted.has(claim.recordSet.name)
      ? [{owner: claim.owner, name: claim.recordSet.name}]
      : [],
  )
  const held = groupBy(foreign, ({owner}) => owner)
  for (const {owner} of clusters) if (owner !== undefined) held.delete(owner)
  const near = suggestFor(registry.ownerId, held.keys(), MOST_TYPOS)
  if (near === undefined || near === registry.migrateFrom) return undefined
  const count = new Set(held.get(near)?.map(({name}) => name)).size
  return `owner ${registry.ownerId} holds nothing here, while ${near} holds ${count} of the ${plural(wanted.size, 'host')} that objects ask for: did you mean --txt-owner-id=${shellWord(near)}?`
}

/** A zone of many texts is not compared with all of its records. */
const TEXTS_TRIED = 20

/** Ownership texts of this owner that match no record by the flags, and would under another prefix. */
function findPrefixMismatch(claims: Claims, registry: RegistrySettings): string | undefined {
  if (registry.kind === 'noop' || claims.claims.some(({kind}) => kind === 'owned')) return undefined
  const own = claims.orphans.filter(({owner}) => owner === registry.ownerId)
  const found = own.slice(0, TEXTS_TRIED).flatMap((text) => prefixOf(text, claims) ?? [])
  const [prefix, ...others] = new Set(found)
  if (prefix === undefined || others.length > 0) return undefined
  const texts = own.length === 1 ? 'the ownership TXT' : `the ${own.length} ownership TXT`
  const [fix, used] =
    prefix === ''
      ? ['without a prefix', '--txt-prefix=']
      : [`with the prefix ${prefix}`, `--txt-prefix=${shellWord(prefix)}`]
  const flags = registry.suffix === '' ? used : `${used} and no --txt-suffix`
  return `${texts} of owner ${registry.ownerId} would match records ${fix}, and match none now: did you mean ${flags}?`
}

/** What stands before the typed name of a record set that is there, in the text's own zone. */
function prefixOf({recordSet: text, zone}: OwnershipRecord, claims: Claims): string | undefined {
  for (const {zone: other, recordSet} of claims.claims) {
    if (other !== zone) continue
    const typed = `${recordSet.type.toLowerCase()}-${recordSet.name}`
    if (text.name.endsWith(typed)) return text.name.slice(0, -typed.length)
  }
  return undefined
}
