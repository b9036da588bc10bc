import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import {setKey} from '../../src/dns/zone.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {madeByOthers, type Steps, stepsOf} from '../../src/saved/batch-order.js'
import {planFor, SHOP, type Situation, set, txt, txtRegistry, wanted, zone} from '../plan/builders.js'
import {hostsOf} from './builders.js'

const CHILD = zone('child.shop.io')
const APEX = set('child', 'A', '192.0.2.1')
const WANTS = [wanted('child', 'A', '192.0.2.1')]
const [RECORD, TEXT] = [setKey(CHILD, APEX), setKey(SHOP, txt('a-child'))]

/** The batches of the one host of a plan, step by step. */
function steps(shop: readonly RecordSet[], child: readonly RecordSet[], situation: Situation) {
  const stored = [[SHOP, shop] as const, [CHILD, child] as const]
  return [...stepsOf(hostsOf(planFor({...situation, stored}))).values()].flat()
}

describe('the batches of a host whose ownership TXT lies in another zone', () => {
  it('are the TXT before the record where it is made, and after it where it goes', () => {
    expect(steps([], [], {wants: WANTS})).toEqual([[[TEXT]], [[RECORD]], []])
    expect(steps([txt('a-child')], [APEX], {})).toEqual([[], [[RECORD]], [[TEXT]]])
  })

  it('are the TXT alone where the host is taken over as it is', () => {
    const registry = txtRegistry({migrateFrom: toOwnerId('old')})
    expect(steps([txt('a-child', 'old')], [APEX], {registry, wants: WANTS})).toEqual([[[TEXT]], [], []])
  })
})

/** Texts in two zones, then the records in one batch, then a text that goes. */
const STEPS: Steps = [[['text'], ['away']], [['record', 'record2']], [['former']]]

it.each<[done: readonly string[], strange: readonly string[]]>([
  [[], []],
  [['away'], []],
  [['text', 'away'], []],
  [['text', 'away', 'record', 'record2'], []],
  [['text', 'away', 'record', 'record2', 'former'], []],
  [
    ['text', 'record', 'record2'],
    ['record', 'record2'],
  ],
  [['text', 'away', 'record'], ['record']],
  [
    ['text', 'away', 'record2', 'former'],
    ['record2', 'former'],
  ],
  [['former'], ['former']],
])('of %j, those that no run has made so are %j: batches go in whole, and in order', (done, strange) => {
  expect(madeByOthers(STEPS, (key) => done.includes(key))).toEqual(strange)
})
