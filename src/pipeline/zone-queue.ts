import {type BatchSize, batchGroups} from '../route53/change-batch.js'
import {findCulprits} from '../route53/culprits.js'
import type {ChangeBatch, ChangeGroup} from '../route53/ports.js'
import {readRejection} from '../route53/rejection.js'
import {onlyAsker, partByAsker} from './part-batch.js'
import {makePatience} from './patience.js'
import type {GroupOutcome} from './send-until-known.js'

/**
 * What of a zone is sent next. Of a refused batch the hosts that Route 53 names are done with and the rest is sent again;
 * where it names none, the batch is parted until those that are refused stand alone, by object first. An object of which
 * batch after batch is refused by one rule is given up, and all others go on without it.
 */
export interface ZoneQueue {
  /** Undefined when all is sent. */
  next(): ChangeBatch | undefined
  /** Batches as they were planned that are still to come. */
  planned(): readonly ChangeBatch[]
  accept(batch: ChangeBatch): void
  /** @returns the hosts that are not sent again, each with what Route 53 said of it. */
  refuse(batch: ChangeBatch, messages: readonly string[]): ReadonlyMap<ChangeGroup, readonly string[]>
  /** @param parts what is left to try of it. */
  deny(batch: ChangeBatch, parts: readonly ChangeBatch[], outcome: GroupOutcome): void
  /** Sent before anything else. */
  resend(batch: ChangeBatch): void
  /** Why a host was never sent alone; undefined for those that were. */
  givenUp(group: ChangeGroup): GroupOutcome | undefined
}

export function makeZoneQueue(batches: readonly ChangeBatch[], limits: BatchSize): ZoneQueue {
  /** An object on its own, and those that it stood beside: the answer tells something about all that is still to come. */
  const now: ChangeBatch[] = []
  let planned = [...batches]
  /** Parts of many objects come after all that was planned, so that nobody waits for them. */
  const later: ChangeBatch[] = []
  const patience = makePatience()
  const givenUp = new Map<string, GroupOutcome>()

  function giveUp(asker: string, outcome: GroupOutcome): void {
    givenUp.set(asker, outcome)
    const rest = planned.flatMap(({groups}) => groups).filter((group) => group.asker !== asker)
    planned = [...batchGroups(rest, limits)]
  }

  return {
    planned: () => planned,
    givenUp: ({asker}) => givenUp.get(asker),
    resend(batch) {
      now.unshift(batch)
    },
    next() {
      for (;;) {
        const next = now.shift() ?? planned.shift() ?? later.shift()
        if (next === undefined) return undefined
        const groups = next.groups.filter(({asker}) => !givenUp.has(asker))
        if (groups.length > 0) return {...next, groups}
      }
    },
    accept(batch) {
      const asker = onlyAsker(batch)
      if (asker !== undefined) patience.accept(asker)
    },
    refuse(batch, messages) {
      const {zone, groups} = batch
      const named = findCulprits(batch, messages)
      const done = named.size === 0 && groups.length === 1 ? new Map(groups.map((one) => [one, messages])) : named
      const only = onlyAsker(batch)
      const {kind, text} = readRejection(messages[0] ?? '')
      for (const asker of new Set(only === undefined ? [...done.keys()].map((group) => group.asker) : [only])) {
        if (!patience.refuse(asker, kind))
          giveUp(asker, {kind: 'failed', messages: [notTried(asker, text)], error: undefined})
      }
      if (done.size > 0) {
        now.unshift({zone, groups: groups.filter((group) => !done.has(group))})
      } else {
        const {parts, isSetApart} = partByAsker(batch)
        if (isSetApart) now.push(...parts)
        else later.push(...parts)
      }
      return done
    },
    deny(batch, parts, outcome) {
      const asker = onlyAsker(batch)
      if (asker !== undefined && batch.groups.length > 1 && !patience.refuse(asker, 'denied')) giveUp(asker, outcome)
      const taken = new Set(parts.flatMap(({groups}) => groups))
      planned = planned.map((one) => ({...one, groups: one.groups.filter((group) => !taken.has(group))}))
      now.unshift(...parts)
    },
  }
}

function notTried(asker: string, rule: string): string {
  return `not sent: too many hosts of ${asker} were refused by one rule (${rule})`
}
