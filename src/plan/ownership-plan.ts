import type {DnsName} from '../dns/dns-name.js'
import {namedHosts, patternText} from '../dns/host-pattern.js'
import {hostKey, type Zone} from '../dns/zone.js'
import {argumentWord, shellWord} from '../errors/shell-word.js'
import {
  type Claim,
  type Claims,
  claimRecordSets,
  decidingRecord,
  isZonesOwn,
  type ZoneContent,
} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import {assemblePlan, sortZones} from './assemble-plan.js'
import {type DecidedHosts, isProblem} from './blocked.js'
import {phrases} from './blocked-phrases.js'
import {desiredOf, type HostPlan} from './change.js'
import {checkCandidates} from './check/check-candidates.js'
import {makeZoneContext} from './check/review.js'
import {type CheckedHosts, checkZones} from './check/zone-check.js'
import {isManagedType} from './decide/name-contexts.js'
import {shownBlocks} from './narrow-plan.js'
import {type AdoptionGoal, adoptHosts} from './ownership/adopt.js'
import {migrateHosts} from './ownership/migrate.js'
import {releaseHosts, transferHosts} from './ownership/owner-change.js'
import type {DraftedHosts} from './ownership/ownership-step.js'
import {makeOwnershipWriter, type OwnershipWriter} from './ownership/ownership-writer.js'
import {repairTexts} from './ownership/repair.js'
import {withOwners} from './parties.js'
import type {Plan} from './plan.js'
import type {OwnershipGoal, OwnershipInput} from './plan-input.js'
import type {PlanSettings} from './plan-settings.js'

/** The plan of an ownership command: who owns what changes, and no record set goes. */
export function makeOwnershipPlan(unsorted: OwnershipInput): Plan {
  const sorted = {...unsorted, unused: [], zones: sortZones(unsorted.zones)}
  const claims = claimRecordSets(sorted.zones, sorted.registry)
  const writers = makeOwnershipWriter(sorted, claims)
  if (writers === undefined) return assemblePlan(sorted, claims, {hosts: [], blocked: [], unchanged: new Map()})
  const checked = checkCandidates(sorted, writers)
  const problems = [...sorted.problems, ...checked.problems]
  const input = withOwners({...sorted, candidates: checked.candidates, problems})
  const {hosts, blocked} = decideOwners(input, claims, writers)
  const problemBlocks = [...input.unplaced, ...checked.blocked].filter(isProblem)
  const isShown = shownBlocks(input.settings)
  return assemblePlan(input, claims, {
    hosts,
    blocked: [...problemBlocks.filter(isShown), ...blocked],
    unchanged: unchangedHosts(input, claims, hosts),
  })
}

function decideOwners(input: OwnershipInput, claims: Claims, writers: NonNullable<OwnershipWriter>): DecidedHosts {
  const {goal} = input
  // Only here, where zones are read whole, texts under another prefix are looked for.
  if (goal.kind === 'adopt') return decideAdoption(input, claims, writers, {...goal, seesOtherNaming: true})
  const drafted = draftsFor(input, claims, writers, goal)
  const {hosts, blocked} = checkZones(drafted.drafts, () => makeZoneContext(input, claims))
  return {hosts, blocked: [...drafted.blocked, ...blocked]}
}

function draftsFor(
  input: OwnershipInput,
  claims: Claims,
  writers: NonNullable<OwnershipWriter>,
  goal: Exclude<OwnershipGoal, {kind: 'adopt'}>,
): DraftedHosts {
  switch (goal.kind) {
    case 'migrate':
      return migrateHosts(input, claims, writers, goal.from)
    case 'release':
      return releaseHosts(input, claims, writers)
    case 'transfer':
      return transferHosts(input, claims, writers, goal.to)
    case 'repair':
      return repairTexts(input, claims, writers, goal)
  }
}

/** `owners adopt`. Where a zone would not take a new value, the host gets its texts alone, and `apply` the rest. */
export function decideAdoption(
  input: OwnershipInput,
  claims: Claims,
  writers: NonNullable<OwnershipWriter>,
  goal: Omit<AdoptionGoal, 'keepsValues'>,
): DecidedHosts {
  const context = makeZoneContext(input, claims)
  const keepsValues = new Map<string, string>()
  for (;;) {
    const {drafts, blocked} = adoptHosts(input, claims, writers, {...goal, keepsValues})
    const checked = checkZones(drafts, () => context)
    const refused = drafts.flatMap(({host}) => {
      const why = host.changes.length === 0 ? undefined : refusalOf(host, checked)
      return why === undefined ? [] : [[hostKey(host), why] as const]
    })
    if (refused.length === 0) return {hosts: checked.hosts, blocked: [...blocked, ...checked.blocked]}
    for (const [key, why] of refused) keepsValues.set(key, why)
  }
}

function refusalOf(host: HostPlan, {blocked, companionsWithoutTarget}: CheckedHosts): string | undefined {
  const isWithoutTarget = desiredOf(host.changes).some((set) => companionsWithoutTarget.includes(set))
  if (isWithoutTarget) return 'its alias target has no AAAA record'
  // Without those twins the others may be let through.
  if (companionsWithoutTarget.length > 0) return undefined
  const {zone, name, setIdentifier} = host
  return blocked.find((one) => one.zone === zone && one.host === name && one.setIdentifier === setIdentifier)?.detail
}

function unchangedHosts(
  {settings}: OwnershipInput,
  {claims}: Claims,
  hosts: readonly HostPlan[],
): ReadonlyMap<Zone, number> {
  const touched = new Set(hosts.map(hostKey))
  const unchanged = new Map<Zone, Set<string>>()
  for (const {kind, zone, recordSet} of claims) {
    const key = hostKey({zone, ...recordSet})
    if (kind !== 'owned' || touched.has(key) || !isManagedType(settings, recordSet.type)) continue
    unchanged.set(zone, (unchanged.get(zone) ?? new Set()).add(key))
  }
  return new Map([...unchanged].map(([zone, keys]) => [zone, keys.size]))
}

/** A host that was named and does not get what was asked for. */
export interface UnmetHost {
  readonly host: DnsName
  /** A phrase without a full stop. */
  readonly detail: string
  readonly fix: string
}

/** Who names a host means it: the command is refused as a whole where one of them cannot be served. */
export function findUnmetHosts(
  plan: Plan,
  zones: readonly ZoneContent[],
  {plan: {only}, registry}: {readonly plan: Pick<PlanSettings, 'only'>; readonly registry: RegistrySettings},
  goal: OwnershipGoal,
): readonly UnmetHost[] {
  if (goal.kind === 'migrate') return []
  const planned = new Set<string>(plan.zones.flatMap(({hosts}) => hosts.map(({name}) => name)))
  const {claims} = claimRecordSets(zones, registry)
  return namedHosts(only).flatMap((host): readonly UnmetHost[] => {
    // What of a host nobody owns is taken over; what another owner has of it is problemBlocks, and stays.
    if (goal.kind === 'adopt' && planned.has(host)) return []
    const block = plan.blocked.find((one) => one.host === host)
    const held = claims.filter(({recordSet, zone}) => recordSet.name === host && !isZonesOwn(zone, recordSet))
    if (block !== undefined) {
      const foreign = held.find((claim) => claim.kind === 'foreign')
      if (block.reason === 'owner-mismatch' && foreign !== undefined) return [ofAnother(host, foreign)]
      const word = shellWord(patternText({name: host, isBelow: false}))
      return [{host, detail: block.detail, fix: block.fix ?? `look at it: external-dns-ts plan --only=${word}`}]
    }
    if (planned.has(host)) return []
    return unmet(host, held, goal)
  })
}

function unmet(host: DnsName, held: readonly Claim[], {kind}: OwnershipGoal): readonly UnmetHost[] {
  if (held.length === 0) {
    return [{host, detail: 'no zone that was read holds a record of that name', fix: 'see external-dns-ts owners'}]
  }
  if (held.some((claim) => claim.kind === 'owned')) {
    // What was asked for is so already.
    if (kind === 'adopt' || kind === 'repair') return []
    return [{host, detail: phrases.outsideDomainFilters().detail, fix: 'run it without the filter that leaves it out'}]
  }
  const foreign = held.find((claim) => claim.kind === 'foreign')
  if (foreign !== undefined) return [ofAnother(host, foreign)]
  if (kind === 'adopt') {
    return [{host, detail: 'no object here asks for it', fix: `let an object ask for ${host}, or leave it alone`}]
  }
  const fix = `if an object asks for it, take it over: external-dns-ts owners adopt ${argumentWord(host)}`
  return [{host, detail: 'it is unowned', fix}]
}

function ofAnother(host: DnsName, claim: Claim & {kind: 'foreign'}): UnmetHost {
  if (decidingRecord(claim.ownershipRecords)?.isUnreadable === true) {
    const detail = 'its ownership TXT is encrypted, and no given key decrypts it'
    return {host, detail, fix: 'give its key in --txt-encrypt-aes-key'}
  }
  const fix = `have its owner hand it over: external-dns-ts owners transfer --txt-owner-id=${shellWord(claim.owner)} --to=ID ${argumentWord(host)}`
  return {host, detail: `it belongs to owner ${claim.owner}`, fix}
}
