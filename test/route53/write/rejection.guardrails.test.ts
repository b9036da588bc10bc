import {describe, expect, it} from 'vitest'
import type {ChangeGroup, WireChange} from '../../../src/route53/ports.js'
import {findBarred, guardrailsIn} from '../../../src/route53/write/rejection.js'
import {SHOP, set} from '../../plan/builders.js'

const group = (key: string, action: WireChange['action']): ChangeGroup => ({
  key,
  resource: key,
  zone: SHOP,
  changes: [{action, recordSet: set(key, 'A', '192.0.2.1')}],
  changeCount: 1,
})

const GROUPS = [group('web', 'DELETE'), group('www', 'CREATE'), group('*', 'DELETE'), group('api', 'DELETE')] as const
const barred = (...messages: readonly string[]) =>
  [...findBarred({zone: SHOP, groups: GROUPS}, messages)].map(([{key}, texts]) => [key, ...texts])

describe('findBarred', () => {
  it.each([
    ['WEB.shop.io. A: ACTIVE_RECORD_CHECK', ['web']],
    ["ACTIVE_RECORD_CHECK refuses [name='\\052.shop.io.', type='A']", ['*']],
    ['"web.shop.io", "api.shop.io": ACTIVE_RECORD_CHECK', ['web', 'api']],
    // The alias in the way is only made here; what is deleted is meant.
    ['web.shop.io. A: ALIAS_TARGET_CHECK, www.shop.io. points at it', ['web']],
    ['www.shop.io. A: NS_OCCLUSION_CHECK', ['www']],
    ['web.shop.io., www.shop.io.: NS_FORMAT_CHECK', ['www']],
    ['web.shop.io., www.shop.io.: NS_DELEGATION_AUTHORITY_CHECK', ['www']],
    ['web.shop.io., www.shop.io.: ACTIVE_DELEGATION_CHECK', ['web']],
    ['shop.io. A: ACTIVE_RECORD_CHECK; xweb.shop.io., web.shop.io.net', []],
    ['web.shop.io. A: SOME_CHECK', []],
  ])('finds by %j %j', (message, keys) => {
    expect(barred(message).map(([key]) => key)).toEqual(keys)
  })

  it('finds a group by one of its changes', () => {
    const [web] = GROUPS
    const withText = {...web, changes: [...web.changes, {action: 'DELETE', recordSet: set('a-web', 'TXT', '"x"')}]}
    const text = 'web.shop.io. A: ACTIVE_RECORD_CHECK'
    expect(findBarred({zone: SHOP, groups: [withText as ChangeGroup]}, [text])).toEqual(new Map([[withText, [text]]]))
  })

  it('gives each group the texts that are about it', () => {
    expect(barred('web.shop.io. A: ACTIVE_RECORD_CHECK', 'api.shop.io. A: ALIAS_TARGET_CHECK')).toEqual([
      ['web', 'web.shop.io. A: ACTIVE_RECORD_CHECK'],
      ['api', 'api.shop.io. A: ALIAS_TARGET_CHECK'],
    ])
  })
})

it('finds no guardrail in a text that is known, whatever names it has', () => {
  const known =
    "Tried to create resource record set [name='ACTIVE_RECORD_CHECK.shop.io.', type='A'] but it already exists"
  expect(guardrailsIn([known])).toEqual([])
  expect(guardrailsIn([known, 'NS_FORMAT_CHECK'])).toEqual(['NS_FORMAT_CHECK'])
  expect(guardrailsIn(['NS_FORMAT', '_CHECK'])).toEqual([])
})
