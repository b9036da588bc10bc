import {describe, expect, it} from 'vitest'
import {findFailure} from './many.js'
import {SABOTAGES} from './sabotage.js'
import {shrink} from './shrink.js'
import {tellStory} from './story.js'

// The laws are those of docs/laws.md.

const SCHEDULES = 2000

describe('a deliberate fault is found, and the story of it is short', () => {
  it.each(Object.entries(SABOTAGES))(
    '%s',
    async (_name, {law, options}) => {
      const failure = await findFailure(SCHEDULES, options)
      if (failure === undefined) throw new Error('no law is broken')
      const shortest = await shrink(failure, options)
      expect(shortest.simulation.problems.join('\n')).toMatch(law)
      expect(shortest.simulation.steps.length).toBeLessThanOrEqual(25)
      expect(shortest.scenario.actors.length).toBeLessThanOrEqual(3)
    },
    600_000,
  )
})

it('a story says what was there, who did what, and what is wrong', async () => {
  const options = SABOTAGES['other values of a TXT are dropped']?.options ?? {}
  const failure = await findFailure(SCHEDULES, options)
  if (failure === undefined) throw new Error('no law is broken')
  expect(tellStory(await shrink(failure, options)).split('\n')).toEqual([
    'stored: web A 192.0.2.1; a-web TXT red "v=spf1 -all"',
    ' 1. apply 1: ListHostedZones, list services, ListResourceRecordSets eu.shop.io, ListResourceRecordSets shop.io, ListProtections shop.io',
    ' 2. apply 1: the question waits for an answer: goes on',
    ' 3. apply 1: ListResourceRecordSets shop.io from a-web.shop.io',
    ' 4. apply 1: ChangeResourceRecordSets shop.io: DELETE a-web TXT red "v=spf1 -all"; DELETE web A 192.0.2.1: accepted',
    '! law 2: a-web TXT red "v=spf1 -all" is not changed as the plan says',
    '! law 3: a-web TXT red "v=spf1 -all" loses the value of somebody else',
    '! law 2: web.shop.io counts as applied, and a-web TXT "v=spf1 -all" was never as planned',
  ])
}, 600_000)
