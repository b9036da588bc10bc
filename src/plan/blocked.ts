import type {Endpoint, Origin} from '../dns/endpoint.js'
import {isRecordType, type RecordType} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {type Claim, decidingRecord} from '../registry/claim.js'
import {type HostPlan, setOf} from './change.js'

/** Why something wanted, or something owned, is not changed. Scripts rely on these words: none is renamed, some are added. */
export const BLOCK_REASONS = [
  'unowned',
  'owner-mismatch',
  'no-zone',
  'filtered',
  'pending-target',
  'type-excluded',
  'conflict-lost',
  'invalid-name',
  'too-large',
  'policy',
  'cname-conflict',
  'object-problem',
  'owner-not-chosen',
  'no-txt-zone',
  'unreadable',
  'not-read',
  'known-after-deploy',
  'not-in-manifests',
  'protected',
  'guardrail',
  'unknown-element',
  'unreachable-cluster',
] as const
export type BlockReason = (typeof BLOCK_REASONS)[number]

/** The reasons for which a run ends with exit code 4, unless `--tolerate` names them. */
const PROBLEM_REASONS: ReadonlySet<BlockReason> = new Set([
  'object-problem',
  'invalid-name',
  'too-large',
  'unreachable-cluster',
])

/** A host that stays as it is although an object wants it otherwise, or nobody wants it any more: silence is how records get lost. */
export interface Blocked {
  readonly reason: BlockReason
  /** Undefined when no zone takes the host. */
  readonly zone: Zone | undefined
  /** The host; as the object wrote it where it is no DNS name. */
  readonly host: string
  readonly setIdentifier: string | undefined
  readonly types: readonly RecordType[]
  /** Who owns what stands there, for `owner-mismatch`. */
  readonly owner: string | undefined
  readonly origins: readonly Origin[]
  /** In a plan of several clusters: the contexts of the objects that ask, or of the cluster that was not read. */
  readonly cluster?: string | undefined
  /** A phrase without a full stop: `Ingress shop/beta has no address yet; record kept`. */
  readonly detail: string
  /** The command or change that would resolve it; undefined where none would. */
  readonly fix: string | undefined
  /** True when `--tolerate` names the reason. It is not part of a saved plan, since each run tolerates what it is told to. */
  readonly isTolerated?: true
}

export function isProblem({reason, isTolerated}: Pick<Blocked, 'reason' | 'isTolerated'>): boolean {
  return PROBLEM_REASONS.has(reason) && isTolerated !== true
}

export function tolerate(blocked: readonly Blocked[], reasons: ReadonlySet<BlockReason>): readonly Blocked[] {
  return blocked.map((one) => (reasons.has(one.reason) ? {...one, isTolerated: true} : one))
}

/** Why not, whatever it is said of. Its texts are made in `blocked-phrases.ts`. */
export type BlockedReason = Pick<Blocked, 'reason' | 'detail' | 'fix' | 'owner'>

/** Such a reason before it is put into words. */
export type BlockedCause = Pick<BlockedReason, 'reason'> & Partial<Pick<BlockedReason, 'owner'>>

export function because(
  reason: BlockReason,
  detail: string,
  {fix, owner}: Partial<Pick<BlockedReason, 'fix' | 'owner'>> = {},
): BlockedReason {
  return {reason, detail, fix, owner}
}

/** Of what it is said. An empty set identifier is none. */
interface BlockedSubject extends Pick<Blocked, 'host'>, Partial<Pick<Blocked, 'zone' | 'types' | 'origins'>> {
  readonly setIdentifier?: string | undefined
}

export function block(
  {host, zone, setIdentifier = '', types = [], origins = []}: BlockedSubject,
  {reason, detail, fix, owner}: BlockedReason,
): Blocked {
  const identifier = setIdentifier === '' ? undefined : setIdentifier
  return {reason, zone, host, setIdentifier: identifier, types, owner, origins, detail, fix}
}

export function blockHost({zone, name, setIdentifier, changes, origins}: HostPlan, why: BlockedReason): Blocked {
  const types = [...new Set(changes.map((change) => setOf(change).type))]
  return block({host: name, zone, setIdentifier, types, origins}, why)
}

/** Why a stored set is in the way. @param ofOurs the reason for one of ours. */
export function causeOf(claim: Claim, ofOurs: BlockReason = 'unowned'): BlockedCause {
  if (decidingRecord(claim.ownershipRecords)?.isUnreadable === true) return {reason: 'unreadable'}
  if (claim.kind === 'foreign') return {reason: 'owner-mismatch', owner: claim.owner}
  return {reason: claim.kind === 'owned' ? ofOurs : 'unowned'}
}

type SetInZone = Pick<Claim, 'zone' | 'recordSet'>

export function blockCandidate(candidate: SetInZone & Pick<Blocked, 'origins'>, why: BlockedReason): Blocked {
  return blockClaims([candidate], why, candidate.origins)
}

/** Stored record sets of one host, in one entry. */
export function blockClaims(
  claims: readonly SetInZone[],
  why: BlockedReason,
  origins: readonly Origin[] = [],
): Blocked {
  const [first] = claims
  if (first === undefined) throw new Error('bug: nothing to block')
  const {name, setIdentifier} = first.recordSet
  const types = [...new Set(claims.map(({recordSet}) => recordSet.type))].sort()
  return block({host: name, zone: first.zone, setIdentifier, types, origins}, why)
}

/** What is done, and what is not. */
export interface DecidedHosts {
  readonly hosts: readonly HostPlan[]
  readonly blocked: readonly Blocked[]
}

/** Before there is a record set of it. @param place where its name and zone are known. */
export function blockEndpoint(
  {dnsName, setIdentifier, recordType, origins}: Endpoint,
  why: BlockedReason,
  {host = dnsName, zone}: Partial<Pick<Blocked, 'host' | 'zone'>> = {},
): Blocked {
  return block({host, zone, setIdentifier, types: isRecordType(recordType) ? [recordType] : [], origins}, why)
}
