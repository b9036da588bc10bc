import {type DnsName, trimDot} from '../dns/dns-name.js'
import {patternText} from '../dns/host-pattern.js'
import type {RecordSet, Routing} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {argumentWord, shellWord} from '../errors/shell-word.js'
import type {OwnershipRecord} from '../registry/claim.js'
import {type Blocked, type BlockedCause, type BlockedReason, because} from './blocked.js'
import type {Field} from './change.js'
import {clash, nameOrigin} from './decide/conflict.js'
import type {Candidate, PlanCluster, Protection} from './plan-input.js'

type Wanted = Pick<Candidate, 'recordSet' | 'origins' | 'targets'>
type Text = Pick<OwnershipRecord, 'recordSet' | 'owner'>
type Unreachable = Pick<PlanCluster, 'context' | 'owner' | 'unreachable'>
/** What a plan would put into a zone: a record set, or the ownership TXT of one. */
interface Coming {
  readonly set: RecordSet
  readonly isOwnership: boolean
}

const MOST_NAMES = 3

/** Why an object does not get what it asks for: phrases without a full stop. Of ownership: `ownership-phrases.ts`. */
export const phrases = {
  // What an object asks for cannot be, or is left out by flags.
  objectProblem: (problem: string) => because('object-problem', problem),
  invalidName: (problem: string) => because('invalid-name', problem),
  tooLarge: (problem: string) => because('too-large', problem),
  noZone: (why = 'no selected zone holds this name') => because('no-zone', why),
  outsideDomainFilters: () => because('filtered', 'the domain filters leave this name out'),
  ofOtherShard: (index: number) =>
    because('filtered', 'another shard plans this host', {fix: `--shard-index=${index}`}),
  typeLeftOut: (type: string, isExcluded: boolean) =>
    isExcluded
      ? because('type-excluded', `--exclude-record-types names ${type}`)
      : because('type-excluded', `${type} is not among the managed types`, {
          fix: `--managed-record-types=${type}, in addition to those in use`,
        }),
  ownTypeLeftOut({type, data}: RecordSet, isExcluded: boolean) {
    const {reason, detail, fix = 'drop that flag'} = phrases.typeLeftOut(type, isExcluded)
    const held = data.kind === 'alias' ? `alias ${data.target.dnsName}` : data.values.join(', ')
    return because(reason, `the record is ours and stays as it is (${held}): ${detail}`, {fix})
  },
  /** @param others names that `--only` does not list. @param why what stands in the way without them. */
  togetherWithLeftOut(others: readonly DnsName[], why: string | undefined) {
    const isListed = others.length > 0 && others.length <= MOST_NAMES
    const beside = isListed ? `${others.join(', ')}, which` : 'hosts that'
    const flags = others.map((name) => `--only=${shellWord(patternText({name, isBelow: false}))}`).join(' ')
    return because(
      'filtered',
      `it can only be changed together with ${beside} --only leaves out${why === undefined ? '' : `: otherwise ${why}`}`,
      {fix: isListed ? `${flags}, in addition to the hosts that you name` : 'run it without --only'},
    )
  },
  aliasLoop: (names: readonly string[]) =>
    because('object-problem', `it forms a loop, which Route 53 refuses: ${[...names, names[0]].join(' → ')}`),
  missingAliasTarget: (target: string, {type}: RecordSet, zone: Zone) =>
    because('object-problem', `the alias target ${target} has no ${type} record in zone ${zone.name}`),
  unknownElement: ({name, type, unknownElements = []}: RecordSet) =>
    because(
      'unknown-element',
      `Route 53 holds ${unknownElements.join(', ')} of ${name} ${type}, which this version does not know and would lose`,
      {fix: 'use a version that knows it, or change the record set where it was made'},
    ),
  protectedSet: ({name, type, comment}: Protection) =>
    because(
      'protected',
      `${name} ${type} is protected in Route 53${comment === undefined ? '' : `: ${JSON.stringify(comment)}`}`,
      {fix: 'have its protection removed in Route 53'},
    ),
  /** @param words those of AWS. @param enabled the guardrails of the zone that are on, where that is known. */
  refusedByGuardrail(guardrails: readonly string[], words: string, enabled: readonly string[]) {
    const rest = enabled.length === 0 ? '' : ` (guardrails of the zone that are on: ${enabled.join(', ')})`
    return because('guardrail', `refused by ${guardrails.join(', ')}: ${words}${rest}`)
  },
  hiddenName: (name: string, delegation: string) =>
    because('guardrail', `NS_OCCLUSION_CHECK is on, and the delegation ${delegation} hides ${name}`),
  zonesOwn(candidate: Wanted) {
    const kept = `Route 53 itself keeps the ${candidate.recordSet.type} record of a zone's own name`
    return because('unowned', `${wantedBy(candidate)}; ${kept}`)
  },
  trafficPolicy: () => because('unowned', 'a traffic policy of Route 53 made it, and only that policy can change it'),

  // Wishes against one another, and against what stands there.
  cnameYields: () => because('conflict-lost', 'other types are wanted for the name, and they come before a CNAME'),
  /** @param isHeld the winner's object holds the name already. */
  contestLost(winner: Wanted, loser: Wanted, isHeld: boolean) {
    const isFewer = winner.targets.length < loser.targets.length
    const why = isFewer ? 'has fewer targets' : 'comes first in the order of targets'
    return because('conflict-lost', `${nameOrigin(winner.origins[0])} ${isHeld ? 'holds the name and keeps it' : why}`)
  },
  /** @param isHolder the winner's owner has what is stored there; else its cluster is listed first. */
  ownerContestLost(winner: Wanted | undefined, owner: string, hold: string | undefined, isHolder: boolean) {
    const by = `${winner === undefined ? '' : `${nameOrigin(winner.origins[0])} of `}owner ${owner}`
    const why = hold === undefined ? '' : `: ${hold}`
    return because(
      'conflict-lost',
      isHolder ? `${by} holds the host and keeps it${why}` : `${by} gets it: that cluster is listed first`,
    )
  },
  moveNotAllowed: (owner: string | undefined) =>
    because('policy', `it would be moved from owner ${owner}, which policy create-only does not allow`, {
      fix: '--policy=upsert-only',
    }),
  ownerUnreachable: ({context, owner, unreachable}: Unreachable) =>
    because('unreachable-cluster', `its owner ${owner} is that of context ${context} too: ${unreachable}`),
  heldUnreachable: ({context, owner, unreachable}: Unreachable) =>
    because(
      'unreachable-cluster',
      `stays${owner === undefined ? ': ' : ` with owner ${owner}, whose `}context ${context} was not read: ${unreachable}`,
    ),
  besideUnreachable: ({detail, owner}: Blocked, {context, unreachable}: Unreachable) =>
    because('unreachable-cluster', `${detail}; context ${context} was not read: ${unreachable}`, {owner}),
  besideCandidate({recordSet}: Wanted, other: Wanted) {
    const by = nameOrigin(other.origins[0])
    return because('conflict-lost', `${clashText(recordSet, other.recordSet)}, which ${by} asks for`)
  },
  besideExisting({recordSet}: Wanted, {set, reason, owner}: BlockedCause & {readonly set: RecordSet}) {
    const detail = clashText(recordSet, set)
    switch (reason) {
      case 'owner-mismatch':
        return because(reason, `${detail}, which belongs to owner ${owner}`, {owner})
      case 'unreadable':
        return because(reason, `${detail}, whose ownership TXT no given key decrypts`)
      case 'policy':
        return because(reason, `${detail}, and policy create-only removes nothing`, {fix: '--policy=upsert-only'})
      default:
        return because(clash(recordSet, set) === 'cname' ? 'cname-conflict' : reason, detail, {
          fix: reason === 'unowned' ? adoptFix(set.name) : undefined,
        })
    }
  },
  besideSet: (cause: BlockedCause, coming: Coming, other: RecordSet) =>
    impossible(cause, coming, clashText(coming.set, other)),
  placeTaken(cause: BlockedCause, coming: Coming, isText: boolean) {
    const what = isText ? 'an ownership TXT' : `a record of type ${coming.set.type}`
    return impossible(cause, coming, `${what} of that name exists`)
  },
  textOfHost: (cause: BlockedCause, coming: Coming, host: string) =>
    impossible(cause, coming, `it is also that of ${host}`),
  /** @param problem the rule of the provider that breaks. */
  brokenName: (coming: Coming, problem: string) =>
    impossible({reason: coming.isOwnership ? 'unowned' : 'object-problem'}, coming, problem),
  halfMade: ({recordSet}: Wanted, {reason, owner}: Blocked) =>
    because(reason, `the ${recordSet.type} record of the host is blocked, so the host would be incomplete`, {owner}),
  /** To take away a record whose successor cannot come would leave the host without any. */
  successorBlocked({recordSet, origins}: Omit<Wanted, 'targets'>, {reason, owner}: Blocked) {
    const successor = `the ${recordSet.type} record that ${nameOrigin(origins[0])} wants in its place`
    return because(reason, `record kept: ${successor} is blocked`, {owner})
  },
  updateNotAllowed: () =>
    because('policy', 'it would be an update, which policy create-only does not allow', {fix: '--policy=upsert-only'}),

  // Wanted, and another owner's or nobody's.
  wantedOfOwner(candidate: Wanted, owner: string, besideType?: string) {
    const beside = besideType === undefined ? '' : `, next to the ${besideType} record of that owner`
    return because('owner-mismatch', `${wantedBy(candidate)}${beside}`, {owner})
  },
  /** What is not proven to be ours for a reason of its own, said of a candidate. */
  wantedBut(candidate: Wanted, {reason, detail, fix}: BlockedReason) {
    return because(reason, `${wantedBy(candidate)}; ${detail}`, {fix})
  },
  /** @param differs what the record has otherwise than wanted. */
  wantedOfNobody(candidate: Wanted, current: RecordSet, differs: readonly Field[]) {
    const {recordSet, origins} = candidate
    const [held, wanted] = [valuesOf(current), valuesOf(recordSet)]
    const detail =
      differs.length === 0
        ? `${held}, the same as ${wantedBy(candidate)}`
        : held === wanted
          ? `${held}, ${wantedBy(candidate)} with another ${differs.join(' and ')}`
          : `${held}, wanted ${wanted} by ${nameOrigin(origins[0])}`
    return because('unowned', detail, {fix: adoptFix(recordSet.name)})
  },
  /** @param isWanted an object asks for the other type too. */
  wantedBesideNobodys(candidate: Wanted, other: RecordSet, isWanted: boolean) {
    // `apply` puts a set in the place of one of ours only where the two cannot stand together.
    const isAdopted = isWanted || clash(candidate.recordSet, other) !== undefined
    const without = `--exclude-record-types=${other.type}, or let an object ask for it too`
    const fix = isAdopted ? adoptFix(candidate.recordSet.name) : without
    return because('unowned', `${wantedBy(candidate)}, next to an unowned record of type ${other.type}`, {fix})
  },
  wantedUnderAnotherId(candidate: Wanted, id: string | undefined) {
    const {type, setIdentifier} = candidate.recordSet
    const detail = `with the set identifier "${setIdentifier}"; the ${type} record without an owner has "${id}"`
    return because('unowned', `${wantedBy(candidate)} ${detail}`, {fix: `let the object ask for it as "${id}"`})
  },
  wantedUnderOtherPrefix(candidate: Wanted, {owner, recordSet}: Text) {
    const detail = `TXT ${recordSet.name} says owner ${owner}, under a prefix other than ours`
    const release = `owners release ${argumentWord(candidate.recordSet.name)} --txt-owner-id=${shellWord(owner)}`
    const fix = `run with the prefix of that TXT; if owner ${owner} is gone, with it too: ${release}`
    return because('owner-mismatch', `${wantedBy(candidate)}; ${detail}`, {owner, fix})
  },
  /** @param unmanagedType where that is why. */
  staysWithOwner(owner: string, resource: string, unmanagedType: string | undefined) {
    const why =
      unmanagedType === undefined ? 'no object here asks for it' : `${unmanagedType} records are not managed here`
    return because('owner-mismatch', `stays with ${owner}: ${why}${resource === '' ? '' : ` (${resource})`}`, {owner})
  },
}

function adoptFix(host: string): string {
  return `owners adopt ${argumentWord(host)}`
}

export function proposesAdoption({host, fix}: Blocked): boolean {
  return fix === adoptFix(host)
}

export function adoptedByText(proposal: Blocked): Blocked {
  return {...proposal, fix: `${proposal.fix} --registry=txt`}
}

const MOST_VALUES = 3

function valuesOf({data}: RecordSet): string {
  if (data.kind === 'alias') return `alias ${data.target.dnsName}`
  const rest = data.values.length - MOST_VALUES
  return `${data.values.slice(0, MOST_VALUES).map(trimDot).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function wantedBy({origins}: Wanted): string {
  return `wanted by ${nameOrigin(origins[0])}`
}

function impossible({reason, owner}: BlockedCause, {set, isOwnership}: Coming, problem: string): BlockedReason {
  return because(reason, isOwnership ? `its ownership TXT ${set.name} is impossible: ${problem}` : problem, {owner})
}

function clashText(set: RecordSet, other: RecordSet): string {
  if (set.type !== other.type) {
    return set.type === 'CNAME'
      ? `a CNAME cannot coexist with the ${other.type} record of that name`
      : `nothing can coexist with the CNAME record of that name`
  }
  if (set.routing.kind === other.routing.kind) {
    const place = SHARED_PLACES[set.routing.kind] ?? ''
    return `the set "${set.setIdentifier}" cannot coexist with the set "${other.setIdentifier}" of the same name${place}`
  }
  return `${routingWord(set.routing)} cannot coexist with the ${routingWord(other.routing)} of the same name`
}

function routingWord(routing: Routing): string {
  if (routing.kind === 'multivalue') return 'multivalue answers'
  if (routing.kind === 'cidr') return 'CIDR routing'
  if (routing.kind === 'az-affinity') return 'AZ-affinity routing'
  return `${routing.kind === 'other' ? routing.policy : routing.kind} routing`
}

/** What two sets of one routing policy clash over, besides the name. */
const SHARED_PLACES: Readonly<Partial<Record<Routing['kind'], string>>> = {
  latency: ' and region',
  failover: ' and role',
  geolocation: ' and location',
  'az-affinity': ' and location',
  geoproximity: ' and place',
  weighted: ' with another TTL',
}
