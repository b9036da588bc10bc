import {toStoredName} from '../dns/dns-name.js'
import type {RecordSet} from '../dns/record-set.js'
import {type Claim, type Claims, effectiveGuard, makeIsNamed, type OwnershipTxt} from '../registry/claim.js'
import type {OwnerId} from '../registry/ownership.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {HostPlan} from './change.js'
import {type KeepReason, mayNotDelete} from './delete-permission.js'
import {makeIsHandedOn} from './handed-on.js'
import {cannotBeRead, type Holds} from './holds.js'
import {nameFilter} from './name-contexts.js'
import {removal} from './ownership-change.js'
import type {Blocked} from './plan.js'
import type {PlanInput} from './plan-input.js'
import {makeIsStranded} from './stranded-texts.js'
import {textUsers} from './text-users.js'
import {keptForUnread, makeUnreadUsers} from './unread-zones.js'

/**
 * What `prune --orphans` and `prune --obsolete-txt` take away besides records, what `sync` and `prune` finish of a delete
 * that was cut, and what of it has to stay.
 *
 * @param pruned the hosts whose records go: what only they needed is not needed any more.
 */
export function pruneTexts(
  input: PlanInput,
  claims: Claims,
  pruned: readonly HostPlan[],
  holds: Holds,
): {readonly hosts: readonly HostPlan[]; readonly blocked: readonly Blocked[]} {
  const {wish, registry, settings} = input
  if (registry.kind === 'noop') return {hosts: [], blocked: []}
  const isStranded = makeIsStranded(input)
  const unreadUsers = makeUnreadUsers(input)
  const isMeant = ({text, isOrphan}: UnneededText) =>
    isOrphan
      ? (wish.kind === 'prune' && wish.removesOrphans) || isStranded(text)
      : wish.kind === 'prune' && wish.removesObsoleteTxt
  const passes = nameFilter(settings)
  const keepReason = mayNotDelete(registry, settings)
  const texts = unneededTexts(input, claims, registry, pruned)
    .filter(isMeant)
    .filter(({text}) => passes(hostOf(text)))
  const hosts: HostPlan[] = []
  const blocked: Blocked[] = []
  for (const one of texts) {
    const problem = holds.problemAt(hostOf(one.text), one.text.resource)
    const unread = unreadUsers(one.text)
    if (unread.length > 0) {
      // Of a text whose record set goes now, that host tells it.
      if (!one.isLeft) blocked.push(blockText(one.text, keptForUnread(one.text.recordSet.name, unread)))
    } else if (keepReason !== undefined) blocked.push(blockText(one.text, keepReason))
    else if (problem === undefined) hosts.push(txtHost(one))
    else {
      const detail = `${cannotBeRead(problem)}; ownership TXT kept`
      blocked.push(blockText(one.text, {reason: 'object-problem', detail, fix: undefined}))
    }
  }
  return {hosts, blocked}
}

const OBSOLETE = 'older format; the record has an ownership TXT in the current one'

interface UnneededText {
  readonly text: OwnershipTxt
  /** True: no record set is left that it speaks of; false: each has a text of ours in the current format. */
  readonly isOrphan: boolean
  /** A record set of which it speaks goes in this very plan. */
  readonly isLeft: boolean
}

/**
 * Own texts that no record set needs. Not those whose name is made otherwise than the flags say, nor those of a host
 * that the zone hands on to another one: whether their record is there was not read.
 */
function unneededTexts(
  input: PlanInput,
  claims: Claims,
  {ownerId: owner, ...naming}: Exclude<RegistrySettings, {kind: 'noop'}>,
  pruned: readonly HostPlan[],
): readonly UnneededText[] {
  const gone = new Set<RecordSet>(
    pruned.flatMap(({changes}) => changes.flatMap((change) => (change.kind === 'delete' ? [change.current] : []))),
  )
  const touched = new Set<OwnershipTxt>(
    pruned.flatMap(({ownership}) => ownership.flatMap((change) => (change.kind === 'create' ? [] : [change.current]))),
  )
  const staying = claims.claims.filter((claim) => !gone.has(claim.recordSet))
  const users = textUsers(staying)
  const left = textUsers(claims.claims.filter((claim) => gone.has(claim.recordSet)))
  const isNamed = makeIsNamed(staying, naming)
  const isHandedOn = makeIsHandedOn(input, claims)
  return claims.guards.flatMap((text): UnneededText[] => {
    if (text.owner !== owner || touched.has(text)) return []
    const needing = users.get(text) ?? []
    const isLeft = left.has(text)
    if (needing.length === 0) {
      return text.host === '' || isHandedOn(text) || isNamed(text) ? [] : [{text, isOrphan: true, isLeft}]
    }
    return needing.every((claim) => isCovered(claim, text, owner) || hasRow(claim, claims, owner))
      ? [{text, isOrphan: false, isLeft}]
      : []
  })
}

function isCovered(claim: Claim, guard: OwnershipTxt, owner: OwnerId): boolean {
  return effectiveGuard(claim.guards) !== guard && claim.guards.typed?.owner === owner
}

/** Its ownership stands in the ledger, and the text is from before. */
function hasRow({recordSet}: Claim, {rows}: Claims, owner: OwnerId): boolean {
  return rows.get(recordSet)?.owner === owner
}

function txtHost({text, isOrphan}: UnneededText): HostPlan {
  return {
    zone: text.zone,
    name: toStoredName(hostOf(text)),
    setIdentifier: text.recordSet.setIdentifier,
    action: 'delete',
    changes: [],
    ownership: [removal(text)],
    ledger: [],
    isGone: false,
    origins: [],
    formerResources: text.resource === '' ? [] : [text.resource],
    notes: [isOrphan ? 'ownership TXT without a record' : OBSOLETE],
  }
}

function hostOf({host, recordSet}: OwnershipTxt): string {
  return host === '' ? recordSet.name : host
}

function blockText(text: OwnershipTxt, why: KeepReason): Blocked {
  return {
    ...why,
    zone: text.zone,
    host: hostOf(text),
    setIdentifier: text.recordSet.setIdentifier,
    types: ['TXT'],
    owner: undefined,
    origins: [],
  }
}
