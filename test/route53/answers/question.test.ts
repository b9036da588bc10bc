import {describe, expect, it} from 'vitest'
import type {Change} from '../../../src/plan/change.js'
import {parentOf, questionsOf, wildcardsOver} from '../../../src/route53/answers/question.js'
import {create, remove, set, update, zone} from '../../render/builders.js'

const ZONE = zone()
const asked = (...changes: readonly Change[]) =>
  questionsOf([{zone: ZONE, changes}]).map(({host, type, wanted}) => [`${type} ${host}`, wanted])

const weighted = (id: string, value: string) =>
  set('web', 'A', [value], {setIdentifier: id, routing: {kind: 'weighted', weight: 1}})

describe('the question about a record set', () => {
  it('expects its values, and nothing once it is gone', () => {
    const [before, after] = [set('web', 'A', ['192.0.2.1']), set('web', 'A', ['192.0.2.2'])]
    expect(asked(update(before, after))).toEqual([['A web.example.com', {kind: 'values', values: ['192.0.2.2']}]])
    expect(asked(remove(before))).toEqual([['A web.example.com', {kind: 'nothing'}]])
  })

  it('expects whatever its target has, where it is an alias', () => {
    expect(asked(create(set('web', 'A', [], {alias: 'lb.example.net'})))).toEqual([
      ['A web.example.com', {kind: 'choice', chosenBy: 'alias lb.example.net', possible: []}],
    ])
  })

  it('expects the values of any of its sets, of which an alias has none that is known', () => {
    const routing = {kind: 'weighted', weight: 1} as const
    const alias = set('web', 'A', [], {alias: 'lb.example.net', setIdentifier: 'c', routing})
    const sets = [weighted('a', '192.0.2.1'), weighted('b', '192.0.2.2'), alias]
    expect(asked(...sets.map(create))).toEqual([
      ['A web.example.com', {kind: 'choice', chosenBy: 'weighted routing', possible: [['192.0.2.1'], ['192.0.2.2']]}],
    ])
  })

  it('expects what other sets have, where one of several is gone', () => {
    expect(asked(remove(weighted('a', '192.0.2.1')))).toEqual([
      ['A web.example.com', {kind: 'choice', chosenBy: 'its other sets', possible: []}],
    ])
  })

  it('is not asked where a CNAME comes in its place', () => {
    const changes = [remove(set('web', 'A', ['192.0.2.1'])), create(set('web', 'CNAME', ['lb.example.net']))]
    expect(asked(...changes).map(([question]) => question)).toEqual(['CNAME web.example.com'])
  })
})

describe('the names above a name', () => {
  it('end with that of the zone, where wildcards may answer for it', () => {
    expect(wildcardsOver('a.b.example.com', ZONE)).toEqual(['*.b.example.com', '*.example.com'])
    expect(wildcardsOver('*.example.com', ZONE)).toEqual([])
  })

  it('end with a top-level domain', () => {
    expect([parentOf('example.com'), parentOf('com')]).toEqual(['com', ''])
  })
})
