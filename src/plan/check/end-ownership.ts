import {collect} from '../../dns/group.js'
import {once} from '../../dns/once.js'
import type {RecordSet} from '../../dns/record-set.js'
import {hostKey, hostKeyOf, setKey, type Zone} from '../../dns/zone.js'
import {
  type Claim,
  claimRecordSets,
  decidingRecord,
  resourceOf,
  textsOf,
  type ZoneContent,
} from '../../registry/claim.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import {isOtherType, parseTxtName, type TxtNaming, toTxtHost, typedTxtNamesOf} from '../../registry/txt-name.js'
import {causeOf} from '../blocked.js'
import {currentOf, desiredOf, type HostPlan, storedSets, txtNameOf} from '../change.js'
import {addedSets, type TextContext} from '../ownership/reconcile-texts.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {HostRejection} from './host-rejection.js'

export interface PresentState {
  readonly contents: readonly ZoneContent[]
  readonly claims: readonly Claim[]
  readonly registry: RegistrySettings
  readonly texts: Pick<TextContext, 'bySet'>
}

/**
 * Reads the zones as the next run will, and refuses hosts whose changes that run would misread: a record set that is
 * not ours would be read as ours, another one would lose its owner, or their own record set would not be read as ours.
 * That happens where one text fits several record sets: in a parent zone, in a public and a private zone of one name,
 * with a wildcard replacement, or with a prefix that another name begins with.
 * @param adopted stored sets that become ours on purpose, by `--migrate-from-txt-owner`.
 */
export function findMisreadOwnership(
  hosts: readonly HostPlan[],
  adopted: ReadonlySet<RecordSet>,
  {contents, claims, registry, texts}: PresentState,
): ReadonlyMap<HostPlan, HostRejection> {
  const rejections = new Map<HostPlan, HostRejection>()
  if (registry.kind !== 'txt' || hosts.length === 0) return rejections
  const names = namesConcerned(hosts, registry)
  const isOther = ({type}: RecordSet) => isOtherType(type)
  const stored = contents.flatMap(({recordSets}) => recordSets.filter(isOther))
  const others = [...stored, ...hosts.flatMap(({changes}) => desiredOf(changes).filter(isOther))]
  // `caa-web` speaks of `web` or of `caa-web`, as there is a CAA record or not; any other text speaks of what it did.
  const ambiguous = new Set(others.flatMap(({name, type}) => typedTxtNamesOf(registry, name, type)))
  const isConcerned = (set: RecordSet) =>
    names.has(set.name) || ambiguous.has(set.name) || names.has(texts.bySet.get(set)?.host ?? '')
  const concerned = claims.filter(({recordSet}) => isConcerned(recordSet))
  const before = new Map<RecordSet, Claim>(concerned.map((claim) => [claim.recordSet, claim]))
  const after = claimRecordSets(endContents(hosts, contents, isConcerned), registry).claims
  // Hardly any plan needs these.
  const writers = once(() => writersOf(hosts))
  const takers = once(() => usersOf(after, writers()))
  const releasers = once(() => usersOf(claims, changersOf(hosts)))
  for (const claim of after) {
    const {recordSet, zone, kind} = claim
    if (adopted.has(recordSet) && kind === 'owned') continue
    const text = decidingRecord(claim.ownershipRecords)
    // A text that no key decrypts is a record as soon as another text speaks of it.
    const typed = texts.bySet.get(recordSet)
    const read = typed && ({...claim, kind: 'unowned', ownershipRecords: {...claim.ownershipRecords, typed}} as const)
    const earlier = before.get(recordSet) ?? read
    if (earlier === undefined) {
      if (kind === 'owned' && registry.owners.length === 1) continue
      for (const host of writers().get(placeOf(claim)) ?? []) {
        if (kind === 'owned' && claim.owner === host.owner) continue
        const isOwn = desiredOf(host.changes).includes(recordSet)
        if (isOwn) rejections.set(host, ownershipPhrases.readAsAnother(recordSet))
      }
    } else if (earlier.kind !== 'owned' && kind === 'owned') {
      const culprits = [writers(), releasers()].flatMap((hostsAt) => hostsAt.get(placeOf(text)) ?? [])
      const rejection = ownershipPhrases.speaksOfNotOurs(causeOf(earlier), text, zone, recordSet)
      for (const host of culprits) rejections.set(host, rejection)
    } else {
      const isTaken = whoseOf(claim) !== whoseOf(earlier)
      if (kind === 'owned' && (isTaken || claim.resource !== resourceOf(earlier))) {
        const culprits = writers().get(placeOf(text)) ?? []
        const own = culprits.find((host) => hostKey(host) === hostKeyOf(claim))
        if (own !== undefined && !isTaken) continue
        const rejection = ownershipPhrases.speaksOfAnotherObjects(text, zone, recordSet)
        for (const host of culprits) if (host !== own) rejections.set(host, rejection)
      }
      if (!isTaken) continue
      const former = decidingRecord(earlier.ownershipRecords)
      const rejection = ownershipPhrases.takesText(former, zone, recordSet)
      // Only who takes over a host writes to the text of another owner.
      const users = earlier.kind === 'foreign' ? [takers(), writers()] : [takers()]
      for (const host of users.flatMap((at) => at.get(placeOf(former)) ?? [])) rejections.set(host, rejection)
    }
  }
  return rejections
}

function whoseOf(claim: Claim): string {
  return claim.kind === 'owned' ? `owned ${claim.owner}` : claim.kind
}

/** Hosts by the places, of zone and record set, that they have to do with. */
type HostsAt = ReadonlyMap<string, readonly HostPlan[]>

function placeOf(at: {readonly zone: Zone; readonly recordSet: RecordSet} | undefined): string {
  return at === undefined ? '' : setKey(at.zone, at.recordSet)
}

/** The hosts that put a set there; a text that several zones share has several. */
function writersOf(hosts: readonly HostPlan[]): HostsAt {
  return collect(
    hosts.flatMap((host) => addedSets(host).map(({zone, set}) => [placeOf({zone, recordSet: set}), host] as const)),
  )
}

function changersOf(hosts: readonly HostPlan[]): HostsAt {
  return collect(
    hosts.flatMap((host) =>
      currentOf(host.changes).map((recordSet) => [placeOf({zone: host.zone, recordSet}), host] as const),
    ),
  )
}

/** By the place of a text: the hosts that change a record set that it speaks of. */
function usersOf(claims: readonly Claim[], hostsAt: HostsAt): HostsAt {
  return collect(
    claims.flatMap((claim) =>
      (hostsAt.get(placeOf(claim)) ?? []).flatMap((host) =>
        textsOf(claim.ownershipRecords).map((text) => [placeOf(text), host] as const),
      ),
    ),
  )
}

/** Names of which the texts that hosts write or take away may speak, as they are read. */
function namesConcerned(hosts: readonly HostPlan[], naming: TxtNaming): ReadonlySet<string> {
  const {wildcardReplacement: literal} = naming
  const names = new Set<string>()
  const add = (host: string) => {
    names.add(host)
    if (literal !== '' && host.startsWith(`${literal}.`)) names.add(`*${host.slice(literal.length)}`)
  }
  for (const host of hosts) {
    add(toTxtHost(naming, host.name))
    names.add(host.name)
    for (const change of host.ownership) {
      const txtName = txtNameOf(change)
      names.add(txtName)
      add(parseTxtName(naming, txtName)?.host ?? '')
    }
  }
  return names
}

/** Of the zones as the plan leaves them, what it adds and what is concerned. */
export function endContents(
  hosts: readonly HostPlan[],
  contents: readonly ZoneContent[],
  isConcerned: (set: RecordSet) => boolean,
): readonly ZoneContent[] {
  const gone = storedSets(hosts)
  const added = collect(hosts.flatMap((host) => addedSets(host).map(({zone, set}) => [zone, set] as const)))
  return contents.map(({zone, recordSets}) => ({
    zone,
    recordSets: [...recordSets.filter((set) => isConcerned(set) && !gone.has(set)), ...new Set(added.get(zone))],
  }))
}
