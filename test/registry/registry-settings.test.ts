import {describe, expect, it} from 'vitest'
import {toOwnerId} from '../../src/registry/ownership.js'
import {isOurs} from '../../src/registry/registry-settings.js'
import {txtRegistry} from '../plan/builders.js'

describe('a text is ours', () => {
  const red = toOwnerId('red')
  const blue = toOwnerId('blue')

  it('by each owner for whom the run speaks, and by none without a registry', () => {
    const registry = txtRegistry({ownerId: red, owners: [red, blue]})
    expect([red, blue, toOwnerId('green')].map((owner) => isOurs(registry, owner))).toEqual([true, true, false])
    expect([red, toOwnerId('')].map((owner) => isOurs({kind: 'noop'}, owner))).toEqual([false, false])
  })
})
