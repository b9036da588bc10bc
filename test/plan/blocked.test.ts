import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import {BLOCK_REASONS, because, blockClaims, blockEndpoint, causeOf, isProblem} from '../../src/plan/blocked.js'
import {claimRecordSets} from '../../src/registry/claim.js'
import {planInput, set, txt, txtRegistry, wanted, web} from './builders.js'

function claimOfWeb(...texts: readonly RecordSet[]) {
  const {claims} = claimRecordSets(planInput({stored: [web, ...texts]}).zones, txtRegistry())
  const found = claims.find(({recordSet}) => recordSet === web)
  if (found === undefined) throw new Error('no claim')
  return found
}

const sealed = set('a-web', 'TXT', `"${'A'.repeat(120)}"`)

it('four reasons are problems, with which a run ends with 4, unless they are tolerated', () => {
  expect(BLOCK_REASONS.filter((reason) => isProblem({reason}))).toEqual([
    'invalid-name',
    'too-large',
    'object-problem',
    'unreachable-cluster',
  ])
  expect(BLOCK_REASONS.filter((reason) => isProblem({reason, isTolerated: true}))).toEqual([])
})

describe('a stored set is in the way', () => {
  it('of nobody, of another owner, or of whom its text does not tell', () => {
    expect(causeOf(claimOfWeb(), 'policy')).toEqual({reason: 'unowned'})
    expect(causeOf(claimOfWeb(txt('a-web', 'blue')), 'policy')).toEqual({reason: 'owner-mismatch', owner: 'blue'})
    expect(causeOf(claimOfWeb(sealed), 'policy')).toEqual({reason: 'unreadable'})
  })

  it('of ours, for the reason that is given', () => {
    expect(causeOf(claimOfWeb(txt('a-web')), 'policy')).toEqual({reason: 'policy'})
    expect(causeOf(claimOfWeb(txt('a-web')))).toEqual({reason: 'unowned'})
  })
})

describe('an entry of what is left alone', () => {
  const why = because('no-zone', 'no')

  it('names the type that an object asks for, where there is such a type', () => {
    expect(blockEndpoint(wanted('web', 'A', '192.0.2.1'), why).types).toEqual(['A'])
    expect(blockEndpoint(wanted('web', 'NONE', '192.0.2.1'), why).types).toEqual([])
  })

  it('is about something', () => {
    expect(() => blockClaims([], why)).toThrow('bug: nothing to block')
  })
})
