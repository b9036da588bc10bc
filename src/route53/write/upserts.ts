import {type RecordSet, recordSetKey} from '../../dns/record-set.js'
import type {ChangeGroup, WireChange} from '../ports.js'

/** What is stored before these changes, and goes or is overwritten. */
export function setsBefore(changes: readonly WireChange[]): readonly RecordSet[] {
  return changes.flatMap(({action, recordSet, replaces}) => (action === 'DELETE' ? [recordSet] : (replaces ?? [])))
}

/** What is stored after them. */
export function setsAfter(changes: readonly WireChange[]): readonly RecordSet[] {
  return changes.flatMap(({action, recordSet}) => (action === 'DELETE' ? [] : [recordSet]))
}

/**
 * The group with an UPSERT in place of the DELETE and CREATE of each update. Since an UPSERT proves nothing of what it
 * overwrites, the ownership TXT is deleted as it was read and created again in the same batch: a new owner still stops it.
 * Undefined where no update has its ownership TXT in the zone.
 */
export function toUpserts(group: ChangeGroup): ChangeGroup | undefined {
  const {changes, changeCount} = group
  const desired = new Map(setsAfter(changes).map((set) => [recordSetKey(set), set]))
  const texts = new Map<string, RecordSet>()
  const upserts = new Map<string, WireChange>()
  for (const {recordSet: replaces, text} of changes) {
    const key = recordSetKey(replaces)
    const recordSet = desired.get(key)
    if (text === undefined || recordSet === undefined) continue
    upserts.set(key, {action: 'UPSERT', recordSet, replaces})
    texts.set(recordSetKey(text), text)
  }
  if (upserts.size === 0) return undefined
  const others = changes.filter(({recordSet}) => !upserts.has(recordSetKey(recordSet)))
  for (const set of setsBefore(others)) texts.delete(recordSetKey(set))
  const exchanged = [...texts.values()].flatMap((recordSet): WireChange[] => [
    {action: 'DELETE', recordSet},
    {action: 'CREATE', recordSet},
  ])
  return {...group, changes: [...exchanged, ...others, ...upserts.values()], changeCount: changeCount + texts.size}
}
