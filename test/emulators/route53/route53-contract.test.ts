import {CreateHostedZoneCommand, type ResourceRecordSet} from '@aws-sdk/client-route-53'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {BATCH_CLAUSES} from './batch-contract.js'
import type {Clause} from './clause.js'
import {startRoute53Emulator} from './emulator.js'
import {findMoto, startMoto} from './moto.js'
import {MOTO_DIFFERENCES} from './moto-differences.js'
import {type Bench, READING_CLAUSES} from './reading-contract.js'
import {change, create, listAll, type Outcome, openSdkClient} from './sdk-client.js'
import {SET_CLAUSES} from './set-contract.js'

const CLAUSES = [...BATCH_CLAUSES, ...SET_CLAUSES]

/** The result of a clause about writing: the outcome of the batch, and the final sets of the zone. */
type Ending = {readonly outcome: Outcome; readonly sets: readonly string[]; readonly expected: readonly string[]}

async function play(clause: Clause, {client, makeZone}: Bench): Promise<Ending> {
  const zoneId = await makeZone('example.com')
  const given = clause.given ?? []
  if (given.length > 0 && (await change(client, zoneId, given.map(create))) !== 'ok') throw new Error('bad clause')
  const before = (await listAll(client, zoneId)).map(textOf)
  const changes = clause.changes(zoneId)
  const outcome = await change(client, zoneId, changes)
  const sets = (await listAll(client, zoneId)).map(textOf)
  if (clause.refused !== undefined) return {outcome, sets, expected: before}
  const expected = new Set(before)
  for (const {Action, ResourceRecordSet} of changes) {
    const key = keyOf(ResourceRecordSet)
    for (const text of expected) if (text.startsWith(key)) expected.delete(text)
    if (Action !== 'DELETE') expected.add(textOf(ResourceRecordSet))
  }
  return {outcome, sets: sets.toSorted(), expected: [...expected].toSorted()}
}

function keyOf(set: ResourceRecordSet | undefined): string {
  return `${set?.Name?.toLowerCase().replace(/\.?$/, '.')} ${set?.Type} ${set?.SetIdentifier ?? ''} `
}

function textOf(set: ResourceRecordSet | undefined): string {
  const values = (set?.ResourceRecords ?? []).map(({Value}) => Value).toSorted()
  const target = set?.AliasTarget && `${set.AliasTarget.HostedZoneId} ${set.AliasTarget.DNSName?.replace(/\.?$/, '.')}`
  return `${keyOf(set)}${set?.TTL} ${set?.Weight} ${set?.Region} ${values.join(' ')} ${target}`
}

/** Throws when the server does not keep the clause. */
function expectKept(clause: Clause, {outcome, sets, expected}: Ending): void {
  if (clause.refused === undefined) expect(outcome).toBe('ok')
  else {
    expect(outcome).toMatchObject({code: clause.refused.code, status: 400})
    expect(outcome === 'ok' ? '' : outcome.message).toContain(clause.refused.text)
  }
  expect(sets).toEqual(expected)
}

describe('our emulator keeps the contract of Route 53', () => {
  const withEmulator = async (use: (bench: Bench) => Promise<void>) => {
    const emulator = await startRoute53Emulator()
    const client = openSdkClient(emulator.url)
    try {
      await use({client, url: emulator.url, makeZone: async (name) => emulator.addZone({name})})
    } finally {
      client.destroy()
      await emulator.close()
    }
  }

  for (const clause of CLAUSES) {
    it(clause.title, () => withEmulator(async (bench) => expectKept(clause, await play(clause, bench))))
  }
  for (const clause of READING_CLAUSES) it(clause.title, () => withEmulator(clause.run))
})

const motoPath = findMoto()

describe.skipIf(motoPath === undefined)(
  'moto_server keeps it but for the listed differences (needs moto_server on PATH)',
  () => {
    let moto: Awaited<ReturnType<typeof startMoto>>

    beforeAll(async () => {
      moto = await startMoto(motoPath ?? '')
    }, 70_000)

    afterAll(() => moto.close())

    const withMoto = async (use: (bench: Bench) => Promise<void>) => {
      await moto.reset()
      const client = openSdkClient(moto.url)
      try {
        await use({
          client,
          url: moto.url,
          async makeZone(name) {
            const {HostedZone} = await client.send(new CreateHostedZoneCommand({Name: name, CallerReference: name}))
            return HostedZone?.Id?.replace('/hostedzone/', '') ?? ''
          },
        })
      } finally {
        client.destroy()
      }
    }

    for (const clause of CLAUSES) {
      const difference = MOTO_DIFFERENCES[clause.title]
      it(difference === undefined ? clause.title : `does not: ${clause.title} (${difference})`, () =>
        withMoto(async (bench) => {
          const ending = await play(clause, bench)
          if (difference === undefined) return expectKept(clause, ending)
          expect(() => expectKept(clause, ending)).toThrow()
          expect(ending.outcome === 'ok' && clause.refused !== undefined ? 'accepts' : 'otherwise').toBe(difference)
        }),
      )
    }
    for (const {title, run} of READING_CLAUSES) {
      const difference = MOTO_DIFFERENCES[title]
      it(difference === undefined ? title : `does not: ${title} (${difference})`, () =>
        withMoto(async (bench) => {
          if (difference === undefined) await run(bench)
          else await expect(run(bench)).rejects.toThrow()
        }),
      )
    }

    it('has no difference listed that names no clause', () => {
      const titles = [...CLAUSES, ...READING_CLAUSES].map(({title}) => title)
      expect(Object.keys(MOTO_DIFFERENCES).filter((title) => !titles.includes(title))).toEqual([])
    })
  },
)
