import type {StatusUpdate, StatusWriter} from '../kubernetes/objects.js'
import {plural} from '../render/phrase.js'

/** Side by side; external-dns writes one after another. */
const UNDER_WAY = 8

/** Writes all of them. @returns one sentence without a full stop for each reason why some were not written. */
export async function writeStatuses(
  updates: readonly StatusUpdate[],
  writer: StatusWriter,
): Promise<readonly string[]> {
  const failures = new Map<string, StatusUpdate[]>()
  const waiting = [...updates]
  const work = async () => {
    for (let update = waiting.shift(); update !== undefined; update = waiting.shift()) {
      const reason = await writer.writeStatus(update)
      if (reason !== undefined) failures.set(reason, [...(failures.get(reason) ?? []), update])
    }
  }
  await Promise.all(Array.from({length: Math.min(UNDER_WAY, updates.length)}, work))
  return [...failures].map(([reason, some]) => `the status of ${nameThem(some)} was not written: ${reason}`).sort()
}

function nameThem(updates: readonly StatusUpdate[]): string {
  const [first] = updates
  if (first === undefined) return 'nothing'
  const {kind, metadata} = first.object
  return updates.length === 1 ? `${kind} ${metadata.namespace}/${metadata.name}` : plural(updates.length, kind)
}
