import type {ChangeBatch, ChangeGroup} from '../../route53/ports.js'
import {type BatchSize, batchGroups} from '../../route53/write/change-batch.js'
import {findCulprits, readRejection} from '../../route53/write/rejection.js'
import {onlyResource, splitByResource} from './part-batch.js'
import type {GroupOutcome} from './send-until-known.js'

/**
 * The queue of batches for one zone. When a batch is refused, the hosts that Route 53 names have failed and the rest is
 * sent again. If it names none, the batch is split, by object first, until the refused hosts are alone. An object with
 * too many refusals for the same rule is given up, and the others continue without it.
 */
export interface ZoneQueue {
  /** The next batch; undefined when everything was sent. */
  next(): ChangeBatch | undefined
  /** The original batches that are still to be sent. */
  planned(): readonly ChangeBatch[]
  accept(batch: ChangeBatch): void
  /**
   * @param barred the hosts that a guardrail refuses.
   * @returns the hosts that are not sent again, each with the messages of Route 53.
   */
  refuse(
    batch: ChangeBatch,
    messages: readonly string[],
    barred: Iterable<ChangeGroup>,
  ): ReadonlyMap<ChangeGroup, readonly string[]>
  /** @param parts the parts of the batch to try next. */
  deny(batch: ChangeBatch, parts: readonly ChangeBatch[], outcome: GroupOutcome): void
  /** Sends a batch again before anything else. */
  resend(batch: ChangeBatch): void
  /** Why a host was given up with its object; undefined for other hosts. */
  abandoned(group: ChangeGroup): GroupOutcome | undefined
}

export function makeZoneQueue(batches: readonly ChangeBatch[], limits: BatchSize): ZoneQueue {
  /** Batches that come first: a single object, and the others of its batch; their answers help with the rest. */
  const now: ChangeBatch[] = []
  let planned = [...batches]
  /** Parts with several objects come after the original batches, so that those need not wait. */
  const later: ChangeBatch[] = []
  const patience = makePatience()
  const abandoned = new Map<string, GroupOutcome>()

  function abandon(resource: string, outcome: GroupOutcome): void {
    abandoned.set(resource, outcome)
    const rest = planned.flatMap(({groups}) => groups).filter((group) => group.resource !== resource)
    planned = [...batchGroups(rest, limits)]
  }

  return {
    planned: () => planned,
    abandoned: ({resource}) => abandoned.get(resource),
    resend(batch) {
      now.unshift(batch)
    },
    next() {
      for (;;) {
        const next = now.shift() ?? planned.shift() ?? later.shift()
        if (next === undefined) return undefined
        const groups = next.groups.filter(({resource}) => !abandoned.has(resource))
        if (groups.length > 0) return {...next, groups}
      }
    },
    accept(batch) {
      const resource = onlyResource(batch)
      if (resource !== undefined) patience.accept(resource)
    },
    refuse(batch, messages, barred) {
      const {zone, groups} = batch
      const unable = new Map([...barred].map((group) => [group, messages]))
      const named = unable.size > 0 ? unable : findCulprits(batch, messages)
      const done = named.size === 0 && groups.length === 1 ? new Map(groups.map((one) => [one, messages])) : named
      const only = onlyResource(batch)
      const {kind, text} = readRejection(messages[0] ?? '')
      for (const resource of new Set(only === undefined ? [...done.keys()].map((group) => group.resource) : [only])) {
        if (patience.refuse(resource, kind)) continue
        const why = `not sent: too many hosts of ${resource} were refused by one rule (${text})`
        abandon(resource, {kind: 'failed', messages: [why], error: undefined})
      }
      if (done.size > 0) {
        now.unshift({zone, groups: groups.filter((group) => !done.has(group))})
      } else {
        const {parts, isSetApart} = splitByResource(batch)
        if (isSetApart) now.push(...parts)
        else later.push(...parts)
      }
      return done
    },
    deny(batch, parts, outcome) {
      const resource = onlyResource(batch)
      if (resource !== undefined && batch.groups.length > 1 && !patience.refuse(resource, 'denied'))
        abandon(resource, outcome)
      const taken = new Set(parts.flatMap(({groups}) => groups))
      planned = planned.map((one) => ({...one, groups: one.groups.filter((group) => !taken.has(group))}))
      now.unshift(...parts)
    },
  }
}

/** Limit on refusals minus accepted batches: enough to recognise an object that is refused as a whole. */
const MOST_IN_A_ROW = 8

/** Limit on all refusals, high enough to find some bad hosts among hundreds of good ones one by one. */
const MOST_REFUSALS = 24

/**
 * Counts refusals per object. An object whose batches are refused again and again for the same rule is given up: one
 * call for each of its thousands of hosts would keep all others waiting.
 */
export interface Patience {
  /** @returns false when the limit is reached. */
  refuse(resource: string, rule: string): boolean
  accept(resource: string): void
}

function makePatience(): Patience {
  const counts = new Map<string, Map<string, {inARow: number; all: number}>>()
  return {
    refuse(resource, rule) {
      const rules = counts.get(resource) ?? new Map<string, {inARow: number; all: number}>()
      counts.set(resource, rules)
      const count = rules.get(rule) ?? {inARow: 0, all: 0}
      rules.set(rule, count)
      count.inARow++
      count.all++
      return count.inARow < MOST_IN_A_ROW && count.all < MOST_REFUSALS
    },
    accept(resource) {
      for (const count of counts.get(resource)?.values() ?? []) count.inARow = Math.max(0, count.inARow - 1)
    },
  }
}
