import {groupBy} from '../../dns/group.js'
import {newestFirst, type RecordedChange} from '../../dns/recorded-change.js'
import type {Zone} from '../../dns/zone.js'
import type {ChangeHistory, HistoryQuery, Recorded} from '../../route53/ports.js'

type Changes = Recorded<RecordedChange>

/** Every change of a zone since then. What is not yet among the changes is read batch by batch. */
export async function readZoneHistory(history: ChangeHistory, zone: Zone, since: number | undefined): Promise<Changes> {
  const batches = await history.listBatches(zone, {since})
  if (!batches.ok) return batches
  const listed = await history.listChanges(zone, {since: batches.reachesBack ? since : undefined})
  if (!listed.ok) return listed
  const byBatch = groupBy(listed.value, ({changeId}) => changeId)
  const parts = batches.value.map(async ({changeId, comment, changeCount}): Promise<Changes> => {
    const value = byBatch.get(changeId) ?? []
    if (value.length < changeCount) return history.readBatch(zone, changeId)
    return {...listed, value: value.map((one) => ({...one, comment}))}
  })
  return join(await Promise.all(parts), batches.reachesBack)
}

/** The changes of a name of these types, one call each; a zone without a history is asked once. */
export async function readHostHistory(
  history: ChangeHistory,
  zone: Zone,
  types: readonly string[],
  query: HistoryQuery,
): Promise<Changes> {
  const [first, ...others] = types
  const opening = await history.listChanges(zone, {...query, type: first})
  if (!opening.ok) return opening
  const further = {...query, since: opening.reachesBack ? query.since : undefined}
  const rest = await Promise.all(others.map((type) => history.listChanges(zone, {...further, type})))
  const all = join([opening, ...rest], opening.reachesBack)
  return all.ok ? {...all, value: all.value.slice(0, query.most)} : all
}

/** The same changes with the comments of their batches, one call for each. */
export async function withComments(history: ChangeHistory, changes: readonly RecordedChange[]) {
  const zones = new Map(changes.map(({changeId, zone}) => [changeId, zone]))
  const batches = await Promise.all([...zones].map(([changeId, zone]) => history.readBatch(zone, changeId)))
  const found = batches.flatMap((batch) => (batch.ok ? batch.value : []))
  const comments = new Map(found.map(({changeId, comment}) => [changeId, comment]))
  return changes.map((one) => ({...one, comment: comments.get(one.changeId)}))
}

function join(parts: readonly Changes[], reachesBack: boolean): Changes {
  const found: RecordedChange[] = []
  for (const part of parts) {
    if (!part.ok) return part
    found.push(...part.value)
  }
  return {ok: true, value: newestFirst(found), reachesBack}
}
