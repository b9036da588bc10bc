import {describe, expect, it} from 'vitest'
import {OUTAGE} from './outage.js'
import {explore, ONE_FAULT, outageIn, SMALL_WORLDS} from './small-worlds.js'
import {tellOutage} from './story.js'

/** The others have more interleavings: `npm run soak`. */
const FEW = SMALL_WORLDS.slice(0, 3)

describe.each(FEW.map((world) => [world.name, world] as const))('two saved plans and a cleanup: %s', (_name, world) => {
  it('break no law, in whatever order their calls come', async () => {
    const {interleavings, broken} = await explore(world)
    expect(interleavings).toBeGreaterThan(40)
    expect(broken.map(({problems}) => problems)).toEqual([])
  }, 600_000)

  it('delete what they have not seen where Route 53 compares nothing', async () => {
    const {broken} = await explore(world, {compares: false, goesOn: true})
    expect(broken.flatMap(({problems}) => problems).filter((problem) => problem.includes('has not seen'))).not.toEqual(
      [],
    )
  }, 600_000)
})

/** Late requests take most of the interleavings: `npm run soak`. */
const QUICK_FAULTS = ONE_FAULT.filter((fault) => fault !== 'arrives late, answer lost')

it('a host is new, and one change has a fault: they break no law, whichever change and wherever it stands', async () => {
  const world = SMALL_WORLDS.find(({name}) => name === 'a host is new')
  if (world === undefined) throw new Error('bug: no such world')
  const {interleavings, broken} = await explore(world, {}, QUICK_FAULTS)
  expect(interleavings).toBeGreaterThan(300)
  expect(broken.map(({problems}) => problems)).toEqual([])
}, 600_000)

it('tells the outage as docs/reliability.md does', async () => {
  const [world] = SMALL_WORLDS
  if (world === undefined) throw new Error('bug: no small world')
  expect(tellOutage(world, outageIn(await explore(world, {compares: false, goesOn: true})))).toEqual(OUTAGE)
}, 600_000)
