import {cachedDataVersionTag} from 'node:v8'
import {expect, it} from 'vitest'
import {optimizeLaterFor, withUsualFlags} from '../../src/start/optimizer.js'

/** V8 makes it of all flags, and does not say which it knows: one that it does not know changes nothing. */
const usual = cachedDataVersionTag()
const isKnown = ['20', '22'].includes(process.versions.node.split('.')[0] ?? '')

it('changes a flag for much work only, and takes it back for kept code', () => {
  optimizeLaterFor(499)
  expect(cachedDataVersionTag()).toBe(usual)
  optimizeLaterFor(500)
  const late = cachedDataVersionTag()
  expect(late === usual).toBe(!isKnown)
  expect(withUsualFlags(() => cachedDataVersionTag())).toBe(usual)
  expect(cachedDataVersionTag()).toBe(late)
  const failing = () => withUsualFlags(() => JSON.parse('{'))
  expect(failing).toThrow(SyntaxError)
  expect(cachedDataVersionTag()).toBe(late)
})
