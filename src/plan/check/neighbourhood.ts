import {collect, groupBy} from '../../dns/group.js'
import type {OwnershipRecord} from '../../registry/claim.js'
import {currentOf, desiredOf, txtNameOf} from '../change.js'
import type {HostDraft} from '../ownership/host-draft.js'
import type {TextContext} from '../ownership/reconcile-texts.js'

/** Which drafts can matter to which: a draft looks at the names that it changes or leaves, and its alias targets. */
export interface Neighbourhood {
  /** Those that have to do with the names that these look at, themselves included; in the order of the drafts. */
  around(drafts: Iterable<HostDraft>): readonly HostDraft[]
  /** Those that look at a name at which this one does something, and all of their names, since these go in one request; itself perhaps. */
  watching(draft: HostDraft): Iterable<HostDraft>
}

export function makeNeighbourhood(drafts: readonly HostDraft[], texts: TextContext): Neighbourhood {
  const order = new Map(drafts.map((draft, index) => [draft, index]))
  const own = new Map(drafts.map((draft) => [draft, placesOf(draft, texts)]))
  const seen = new Map([...own].map(([draft, places]) => [draft, new Set([...places, ...targetsOf(draft)])]))
  const [at, watchers, byName] = [invert(own), invert(seen), groupBy(drafts, nameOf)]
  return {
    around(some) {
      const found = new Set(some)
      for (const draft of [...found]) {
        for (const place of seen.get(draft) ?? []) for (const other of at.get(place) ?? []) found.add(other)
      }
      return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    },
    *watching(draft) {
      const looking = [...(own.get(draft) ?? [])].flatMap((place) => watchers.get(place) ?? [])
      for (const name of new Set(looking.map(nameOf))) yield* byName.get(name) ?? []
    },
  }
}

/** Where it does something, and where a text stands that it needs or no longer needs. */
function placesOf(draft: HostDraft, {effective, use}: TextContext): ReadonlySet<string> {
  const {host, keeps, releases} = draft
  const changed = currentOf(host.changes)
  const isLeaving = host.changes.some(({kind}) => kind === 'delete')
  const texts = [
    ...keeps,
    ...[...releases].flatMap((set) => effective.get(set) ?? []),
    ...changed.flatMap((set) => use.texts.get(set) ?? []),
    ...(isLeaving ? use.orphansAt(host.zone, host.name) : []),
  ]
  return new Set([
    nameOf(draft),
    ...host.ownership.map((change) => placeOf(change.zone.id, txtNameOf(change))),
    ...texts.map(({zone, recordSet}: OwnershipRecord) => placeOf(zone.id, recordSet.name)),
  ])
}

/** The place of its host. */
export function nameOf({host}: HostDraft): string {
  return placeOf(host.zone.id, host.name)
}

function targetsOf({host}: HostDraft): readonly string[] {
  return desiredOf(host.changes).flatMap(({data}) =>
    data.kind === 'alias' ? [placeOf(host.zone.id, data.target.dnsName)] : [],
  )
}

function invert(places: ReadonlyMap<HostDraft, ReadonlySet<string>>): ReadonlyMap<string, readonly HostDraft[]> {
  return collect([...places].flatMap(([draft, some]) => [...some].map((place) => [place, draft] as const)))
}

export function placeOf(zoneId: string, name: string): string {
  return `${zoneId} ${name}`
}
