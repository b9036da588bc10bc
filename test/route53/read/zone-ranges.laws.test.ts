import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {DnsName} from '../../../src/dns/dns-name.js'
import type {RecordSet} from '../../../src/dns/record-set.js'
import type {Zone} from '../../../src/dns/zone.js'
import {nextStart, type Page, type PageStart} from '../../../src/route53/read/record-set-page.js'
import {readInRanges} from '../../../src/route53/read/zone-ranges.js'
import {zone} from '../builders.js'

// docs/laws.md#5: for any zone, cutting, page size and order of the answers, reading side by side gives what one pass gives.

const APEX = 'shop.io'

type Key = {readonly name: string; readonly type: string; readonly identifier: string}

/** AWS does not document whether it compares an escaped character as such or as its escape: both must do. */
type Comparison = 'as such' | 'escaped'

function sortKey({name, type, identifier}: Key, comparison: Comparison): string {
  const reversed = `${name.split('.').reverse().join('.')}.`
  const compared =
    comparison === 'as such'
      ? reversed
      : reversed.replace(/[^a-z0-9._-]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`)
  // No name has a blank, which comes before all its characters.
  return `${compared} ${type} ${identifier}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function toSet({name, type, identifier}: Key): RecordSet {
  return {
    name: name as DnsName,
    type: type as RecordSet['type'],
    setIdentifier: identifier || undefined,
    data: {kind: 'values', ttlSeconds: 60, values: [`${name} ${type} ${identifier}`]},
    routing: identifier === '' ? {kind: 'simple'} : {kind: 'weighted', weight: 1},
    healthCheckId: undefined,
    trafficPolicyInstanceId: undefined,
  }
}

/** A zone that is read page by page, and may be written meanwhile. */
class MemoryZone {
  private sets: {readonly sortKey: string; readonly key: Key}[]
  calls = 0
  /** Names of which one page had a part and the next one the rest. */
  readonly parted = new Set<string>()

  constructor(
    keys: readonly Key[],
    private readonly pageSize: number,
    private readonly comparison: Comparison,
  ) {
    this.sets = []
    this.write(keys, [])
  }

  write(added: readonly Key[], removedNames: readonly string[]): void {
    const kept = this.sets.filter(({key}) => !removedNames.includes(key.name)).map(({key}) => key)
    const all = new Map([...kept, ...added].map((key) => [sortKey(key, this.comparison), key]))
    this.sets = [...all].map(([text, key]) => ({sortKey: text, key})).sort((a, b) => compare(a.sortKey, b.sortKey))
  }

  listing(): readonly RecordSet[] {
    return this.sets.map(({key}) => toSet(key))
  }

  stateOf(name: string): string {
    return JSON.stringify(this.sets.filter(({key}) => key.name === name).map(({sortKey}) => sortKey))
  }

  page({name, type = '', identifier = ''}: PageStart): Page {
    const start = name === undefined ? '' : sortKey({name, type, identifier}, this.comparison).trimEnd()
    const from = this.sets.filter((set) => compare(set.sortKey, start) >= 0)
    const next = from[this.pageSize]?.key
    const recordSets = from.slice(0, this.pageSize).map(({key}) => toSet(key))
    if (next !== undefined && recordSets.at(-1)?.name === next.name) this.parted.add(next.name)
    return {recordSets, next: next && nextStart(next, recordSets.at(-1))}
  }

  pages(): number {
    return Math.max(1, Math.ceil(this.sets.length / this.pageSize))
  }
}

const plainLabel = fc.oneof(
  fc.stringMatching(/^[ab0-9_-]{1,4}$/),
  fc.constantFrom('a', 'b', 'd', 'n', 'z', 'web', 'web-1', 'web-10', 'a-web'),
)
const anyLabel = fc.oneof(
  {weight: 4, arbitrary: plainLabel},
  {weight: 1, arbitrary: fc.constantFrom('*', 'b!', 'b*', 'd~', '0*', '-*', 'a\\056b', '\\303\\274', '{n}', 'n|')},
)
const namesOf = (label: fc.Arbitrary<string>) =>
  fc.array(label, {minLength: 1, maxLength: 3}).map((labels) => [...labels, APEX].join('.'))
const keysOf = (label: fc.Arbitrary<string>): fc.Arbitrary<readonly Key[]> =>
  fc
    .array(
      fc.record({
        name: namesOf(label),
        type: fc.constantFrom('A', 'AAAA', 'TXT'),
        identifiers: fc.array(fc.constantFrom('', '', '', 'blue', 'green', 'x 1', '2'), {minLength: 1, maxLength: 4}),
      }),
      {maxLength: 60},
    )
    .map((hosts) => hosts.flatMap(({identifiers, ...host}) => identifiers.map((identifier) => ({...host, identifier}))))
    .map((keys) => [{name: APEX, type: 'SOA', identifier: ''}, ...keys])

/** How many record sets the listing of zones reports: it decides how often the zone may be cut. */
const recordSetCount = fc.oneof(fc.constant(undefined), fc.integer({min: 0, max: 60_000}))
const pageSize = fc.integer({min: 1, max: 12})
const comparison = fc.constantFrom<Comparison>('as such', 'escaped')
const scene = (label: fc.Arbitrary<string>) =>
  fc.record({keys: keysOf(label), pageSize, comparison, recordSetCount, scheduler: fc.scheduler()})

type Scene = {
  readonly pageSize: number
  readonly comparison: Comparison
  readonly recordSetCount: number | undefined
  readonly scheduler: fc.Scheduler
}

/** Reads with the answers in the order of the scheduler. */
async function read(
  memory: MemoryZone,
  {recordSetCount, scheduler}: Pick<Scene, 'recordSetCount' | 'scheduler'>,
  onCall: (call: number) => void = () => {},
): Promise<readonly RecordSet[]> {
  const shop: Zone = {...zone(APEX, 'Z1'), recordSetCount}
  const reading = readInRanges(shop, () => async (start) => {
    memory.calls += 1
    const call = memory.calls
    await scheduler.schedule(Promise.resolve())
    onCall(call)
    return memory.page(start)
  })
  return scheduler.waitFor(reading)
}

describe('a zone that is read by several ranges', () => {
  it('is what one pass reads, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(scene(anyLabel), async ({keys, ...how}) => {
        const memory = new MemoryZone(keys, how.pageSize, how.comparison)
        expect(await read(memory, how)).toEqual(memory.listing())
      }),
      {numRuns: 1500},
    )
  })

  it('takes at most one call for each cut more than one pass', async () => {
    await fc.assert(
      fc.asyncProperty(scene(plainLabel), async ({keys, ...how}) => {
        const memory = new MemoryZone(keys, how.pageSize, how.comparison)
        await read(memory, how)
        const mostCuts = Math.floor((how.recordSetCount ?? 0) / 3000)
        expect(memory.calls).toBeLessThanOrEqual(memory.pages() + mostCuts)
      }),
      {numRuns: 1000},
    )
  })

  it('is an error where one call fails, and soon makes no more calls', async () => {
    await fc.assert(
      fc.asyncProperty(scene(anyLabel), fc.integer({min: 1, max: 40}), async ({keys, ...how}, failing) => {
        const memory = new MemoryZone(keys, how.pageSize, how.comparison)
        let callsAtFailure = Number.POSITIVE_INFINITY
        const reading = read(memory, how, (call) => {
          if (call !== failing) return
          callsAtFailure = memory.calls
          throw new Error('no answer')
        })
        const outcome = await reading.catch((error: unknown) => error)
        if (callsAtFailure === Number.POSITIVE_INFINITY) expect(outcome).toEqual(memory.listing())
        else expect(outcome).toEqual(new Error('no answer'))
        await how.scheduler.waitIdle()
        if (callsAtFailure !== Number.POSITIVE_INFINITY) expect(memory.calls).toBe(callsAtFailure)
      }),
      {numRuns: 500},
    )
  })

  it('has each name as it was at some moment of the reading', async () => {
    const writes = fc.array(fc.record({added: keysOf(anyLabel), removes: fc.nat(30), before: fc.nat(40)}), {
      maxLength: 15,
    })
    await fc.assert(
      fc.asyncProperty(scene(anyLabel), writes, async ({keys, ...how}, changes) => {
        const memory = new MemoryZone(keys, how.pageSize, how.comparison)
        const names = new Set([...keys, ...changes.flatMap(({added}) => added)].map(({name}) => name))
        const states = new Map([...names].map((name) => [name, new Set([memory.stateOf(name)])]))
        const sets = await read(memory, how, (call) => {
          for (const {added, removes} of changes.filter(({before}) => before === call)) {
            memory.write(added.slice(1), [...names].slice(1).slice(removes, removes + 5))
            for (const name of names) states.get(name)?.add(memory.stateOf(name))
          }
        })
        const found = new MemoryZone(sets.map(toKey), how.pageSize, how.comparison)
        expect(found.listing()).toHaveLength(sets.length)
        for (const name of names) {
          if (!memory.parted.has(name)) expect([...(states.get(name) ?? [])]).toContain(found.stateOf(name))
        }
      }),
      {numRuns: 1000},
    )
  })
})

function toKey({name, type, setIdentifier}: RecordSet): Key {
  return {name, type, identifier: setIdentifier ?? ''}
}

describe('an answer that is not a page of the listing', () => {
  const keys = Array.from({length: 40}, (_each, index) => ({name: `h${index}.${APEX}`, type: 'A', identifier: ''}))
  const shop: Zone = {...zone(APEX, 'Z1'), recordSetCount: 60_000}
  const UNUSABLE = 'The answer is not in the order of a listing, or not from where it was asked.'

  it.each<[string, (memory: MemoryZone, start: PageStart) => Page]>([
    ['begins before its start', (memory) => memory.page({})],
    ['goes on before its end', (memory, start) => ({...memory.page(start), next: {name: APEX, type: 'A'}})],
    [
      'is turned round',
      (memory, start) => {
        const page = memory.page(start)
        return {...page, recordSets: page.recordSets.toReversed()}
      },
    ],
  ])('%s: an error', async (_what, answer) => {
    const memory = new MemoryZone(keys, 4, 'as such')
    await expect(readInRanges(shop, () => async (start) => answer(memory, start))).rejects.toThrow(UNUSABLE)
  })
})
