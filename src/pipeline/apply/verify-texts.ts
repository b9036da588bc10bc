import {isDeepStrictEqual} from 'node:util'
import {recordSetKey} from '../../dns/record-set.js'
import {CliError} from '../../errors/cli-error.js'
import type {ChangeGroup} from '../../route53/ports.js'
import type {AtomicChange} from '../../route53/write/plan-groups.js'
import {setsAfter} from '../../route53/write/upserts.js'
import type {ApplyPorts} from '../ports.js'
import type {GroupOutcome} from './send-until-known.js'

/**
 * Reads the TXT that `owners repair` has just written. Old ones are deleted only when the new ones can be read.
 * @returns the groups that must not be sent, with the reason.
 */
export async function findUnverified(
  atomicChanges: readonly AtomicChange[],
  isDone: (group: ChangeGroup) => boolean,
  {zones}: Pick<ApplyPorts, 'zones'>,
): Promise<ReadonlyMap<ChangeGroup, GroupOutcome>> {
  const writes = ({before, main}: AtomicChange) => [...before, ...(main === undefined ? [] : [main])]
  const waiting = atomicChanges.filter(
    (one) => one.hosts.some(({action}) => action === 'repair') && one.after.length > 0 && writes(one).some(isDone),
  )
  const written = waiting.flatMap(writes)
  const missing = new Set<ChangeGroup>()
  for (const zone of new Set(written.map((group) => group.zone))) {
    const groups = written.filter((group) => group.zone === zone)
    const names = [...new Set(groups.flatMap(({changes}) => setsAfter(changes)).map(({name}) => name))]
    const stored = await readOrNothing(() => zones.listRecordSetsNamed(zone, names))
    const byKey = new Map(stored.map((set) => [recordSetKey(set), set]))
    for (const group of groups) {
      const isThere = setsAfter(group.changes).every((set) => isDeepStrictEqual(byKey.get(recordSetKey(set)), set))
      if (!isThere) missing.add(group)
    }
  }
  return new Map(
    waiting
      .filter((one) => writes(one).some((group) => missing.has(group)))
      .flatMap(({after}) => after.map((group) => [group, NOT_READ_AGAIN])),
  )
}

const NOT_READ_AGAIN: GroupOutcome = {
  kind: 'failed',
  messages: ['the new ownership TXT was written and was not found when it was read again; the old one was kept'],
  error: undefined,
}

/** A read error counts as not found, and so as not verified. */
async function readOrNothing<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof CliError) return []
    throw error
  }
}
