import {cachedDataVersionTag} from 'node:v8'
import {afterEach, expect, it} from 'vitest'
import {optimizeAsUsual, optimizeLaterFor} from '../../src/start/optimizer.js'

/** V8 makes it of all flags, and does not say which it knows: one that it does not know changes nothing. */
const usual = cachedDataVersionTag()
const isKnown = ['20', '22'].includes(process.versions.node.split('.')[0] ?? '')

afterEach(() => void optimizeAsUsual())

it('changes a flag for much work only', () => {
  optimizeLaterFor(499)
  expect(cachedDataVersionTag()).toBe(usual)
  optimizeLaterFor(500)
  expect(cachedDataVersionTag() === usual).toBe(!isKnown)
})

it('goes back to the flags of the start, for which code can be kept', () => {
  optimizeLaterFor(7000)
  expect(optimizeAsUsual()).toBe(true)
  expect(cachedDataVersionTag()).toBe(usual)
})
