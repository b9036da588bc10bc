import type {Zone} from '../dns/zone.js'
import {type Claims, claimRecordSets} from '../registry/claim.js'
import {type AdoptionWish, adoptHosts} from './adopt-hosts.js'
import {assemblePlan, sortZones} from './assemble-plan.js'
import type {HostPlan} from './change.js'
import {checkCandidates} from './check-candidates.js'
import {releaseHosts, transferHosts} from './give-up.js'
import {hostKey, type Offer} from './host-part.js'
import {migrateHosts} from './migrate-hosts.js'
import {isManagedType} from './name-contexts.js'
import {shownBlocks} from './narrow-plan.js'
import {type Bookkeeping, openBooks} from './ownership-change.js'
import type {OwnershipInput, OwnershipWish} from './ownership-wish.js'
import {type Blocked, type Plan, PROBLEM_REASONS} from './plan.js'
import {repairTexts} from './repair-texts.js'
import {makeZoneContext} from './review.js'
import {type CheckedHosts, checkZones} from './zone-check.js'

/** The plan of an ownership command: who owns what changes, and no record set goes. */
export function makeOwnershipPlan(given: OwnershipInput): Plan {
  const sorted = {...given, zones: sortZones(given.zones)}
  const claims = claimRecordSets(sorted.zones, sorted.registry)
  const books = openBooks(sorted, claims)
  if (books === undefined) return assemblePlan(sorted, claims, {hosts: [], blocked: [], unchanged: new Map()})
  const checked = checkCandidates(sorted, books)
  const input = {...sorted, candidates: checked.candidates, problems: [...sorted.problems, ...checked.problems]}
  const {hosts, blocked} = decideOwners(input, claims, books)
  const problems = [...input.unplaced, ...checked.blocked].filter(({reason}) => PROBLEM_REASONS.has(reason))
  const isShown = shownBlocks(input.settings)
  return assemblePlan(input, claims, {
    hosts,
    blocked: [...problems.filter(isShown), ...blocked],
    unchanged: unchangedHosts(input, claims, hosts),
  })
}

interface Decision {
  readonly hosts: readonly HostPlan[]
  readonly blocked: readonly Blocked[]
}

function decideOwners(input: OwnershipInput, claims: Claims, books: NonNullable<Bookkeeping>): Decision {
  const {wish} = input
  // Only here, where zones are read whole, texts under another prefix are looked for.
  if (wish.kind === 'adopt') return decideAdoption(input, claims, books, {...wish, seesOtherNaming: true})
  const offer = offerFor(input, claims, books, wish)
  const {hosts, blocked} = checkZones(offer.drafts, makeZoneContext(input, claims))
  return {hosts, blocked: [...offer.blocked, ...blocked]}
}

function offerFor(
  input: OwnershipInput,
  claims: Claims,
  books: NonNullable<Bookkeeping>,
  wish: Exclude<OwnershipWish, {kind: 'adopt'}>,
): Offer {
  switch (wish.kind) {
    case 'migrate':
      return migrateHosts(input, claims, books, wish.from)
    case 'release':
      return releaseHosts(input, claims, books)
    case 'transfer':
      return transferHosts(input, claims, books, wish.to)
    case 'repair':
      return repairTexts(input, claims, books, wish)
  }
}

/**
 * What `owners adopt` does. Where a zone would not take the new value of a record set, as an alias whose target is not
 * there yet, the host gets its texts alone, and the value is left to `apply`.
 */
export function decideAdoption(
  input: OwnershipInput,
  claims: Claims,
  books: NonNullable<Bookkeeping>,
  wish: Omit<AdoptionWish, 'keepsValues'>,
): Decision {
  const context = makeZoneContext(input, claims)
  const keepsValues = new Map<string, string>()
  for (;;) {
    const {drafts, blocked} = adoptHosts(input, claims, books, {...wish, keepsValues})
    const checked = checkZones(drafts, context)
    const refused = drafts.flatMap(({host}) => {
      const why = host.changes.length === 0 ? undefined : refusalOf(host, checked)
      return why === undefined ? [] : [[keyOf(host), why] as const]
    })
    if (refused.length === 0) return {hosts: checked.hosts, blocked: [...blocked, ...checked.blocked]}
    for (const [key, why] of refused) keepsValues.set(key, why)
  }
}

function refusalOf(host: HostPlan, {blocked, lonelyTwins}: CheckedHosts): string | undefined {
  const isLonely = host.changes.some((change) => change.kind !== 'delete' && lonelyTwins.includes(change.desired))
  if (isLonely) return 'its alias target has no AAAA record'
  // Without those twins the others may be let through.
  if (lonelyTwins.length > 0) return undefined
  return blocked.find(
    (block) => block.zone === host.zone && block.host === host.name && block.setIdentifier === host.setIdentifier,
  )?.detail
}

function keyOf({zone, name, setIdentifier}: HostPlan): string {
  return hostKey({zone, recordSet: {name, setIdentifier}})
}

/** Ours before, and not touched. */
function unchangedHosts(
  {settings}: OwnershipInput,
  {claims}: Claims,
  hosts: readonly HostPlan[],
): ReadonlyMap<Zone, number> {
  const touched = new Set(hosts.map(({zone, name, setIdentifier}) => `${zone.id} ${name} ${setIdentifier ?? ''}`))
  const unchanged = new Map<Zone, Set<string>>()
  for (const {kind, zone, recordSet} of claims) {
    const key = `${zone.id} ${recordSet.name} ${recordSet.setIdentifier ?? ''}`
    if (kind !== 'owned' || touched.has(key) || !isManagedType(settings, recordSet.type)) continue
    unchanged.set(zone, (unchanged.get(zone) ?? new Set()).add(key))
  }
  return new Map([...unchanged].map(([zone, keys]) => [zone, keys.size]))
}
