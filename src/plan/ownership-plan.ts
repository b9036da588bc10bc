import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {type Claims, claimRecordSets} from '../registry/claim.js'
import {adoptHosts} from './adopt-hosts.js'
import {assemblePlan, sortZones} from './assemble-plan.js'
import type {HostPlan} from './change.js'
import {checkCandidates} from './check-candidates.js'
import {releaseHosts, transferHosts} from './give-up.js'
import type {Offer} from './host-part.js'
import type {Draft} from './host-plan.js'
import {migrateHosts} from './migrate-hosts.js'
import {isManagedType} from './name-contexts.js'
import {blockHost} from './obstacle.js'
import {type Bookkeeping, openBooks} from './ownership-change.js'
import type {OwnershipInput} from './ownership-wish.js'
import {type Blocked, type Plan, PROBLEM_REASONS} from './plan.js'
import {repairTexts} from './repair-texts.js'
import {makeTextContext} from './settle-texts.js'
import {checkZones} from './zone-check.js'

/** The plan of an ownership command: who owns what changes, and no record set goes. */
export function makeOwnershipPlan(given: OwnershipInput): Plan {
  const sorted = {...given, zones: sortZones(given.zones)}
  const claims = claimRecordSets(sorted.zones, sorted.registry)
  const books = openBooks(sorted, claims)
  if (books === undefined) return assemblePlan(sorted, claims, {hosts: [], blocked: [], unchanged: new Map()})
  const checked = checkCandidates(sorted.candidates, sorted.rules, books)
  const input = {...sorted, candidates: checked.candidates, problems: [...sorted.problems, ...checked.problems]}
  const offer = offerFor(input, claims, books)
  const settled = settleDrafts(offer.drafts, input, claims, books)
  const problems = [...input.unplaced, ...checked.blocked].filter(({reason}) => PROBLEM_REASONS.has(reason))
  return assemblePlan(input, claims, {
    hosts: settled.hosts,
    blocked: [...problems, ...offer.blocked, ...settled.blocked],
    unchanged: unchangedHosts(input, claims, settled.hosts),
  })
}

function offerFor(input: OwnershipInput, claims: Claims, books: NonNullable<Bookkeeping>): Offer {
  const {wish} = input
  switch (wish.kind) {
    case 'adopt':
      return adoptHosts(input, claims, books, wish.takesEqualOnly)
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

/** An alias that would lack its AAAA target is left out: ownership alone does not decide about types. */
function settleDrafts(
  drafts: readonly Draft[],
  {zones, registry, rules}: OwnershipInput,
  claims: Claims,
  books: NonNullable<Bookkeeping>,
): {readonly hosts: readonly HostPlan[]; readonly blocked: readonly Blocked[]} {
  const context = {
    contents: zones,
    claims: claims.claims,
    registry,
    texts: makeTextContext(claims, books.owner, rules),
    rules,
  }
  const lonely: Draft[] = []
  for (let left = drafts; ; ) {
    const {hosts, blocked, lonelyTwins} = checkZones(left, context)
    if (lonelyTwins.length === 0) return {hosts, blocked: [...blocked, ...lonely.map(blockLonely)]}
    const twins = new Set<RecordSet>(lonelyTwins)
    const isLonely = ({host}: Draft) =>
      host.changes.some((change) => change.kind !== 'delete' && twins.has(change.desired))
    lonely.push(...left.filter(isLonely))
    left = left.filter((draft) => !isLonely(draft))
  }
}

function blockLonely({host}: Draft): Blocked {
  return blockHost(host, {reason: 'object-problem', detail: 'its alias target has no AAAA record'})
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
