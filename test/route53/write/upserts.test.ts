import {describe, expect, it} from 'vitest'
import type {WireChange} from '../../../src/route53/ports.js'
import {groupSize} from '../../../src/route53/write/change-batch.js'
import {setsAfter, setsBefore, toUpserts} from '../../../src/route53/write/upserts.js'
import {create, group, remove, values, zone} from '../builders.js'

const shop = zone('shop.io', 'Z1')
const text = values('a-web.shop.io', 'TXT', ['"ours"'])
const newText = values('a-web.shop.io', 'TXT', ['"ours, renewed"'])
const [old, wanted] = ['192.0.2.1', '192.0.2.2'].map((address) => values('web.shop.io', 'A', [address])) as [
  typeof text,
  typeof text,
]
const [old6, wanted6] = ['2001:db8::1', '2001:db8::2'].map((address) => values('web.shop.io', 'AAAA', [address])) as [
  typeof text,
  typeof text,
]
const removeOurs = (recordSet: typeof text): WireChange => ({...remove(recordSet), text})
const update = group('web.shop.io', shop, [removeOurs(old), create(wanted)], 1)
const upsert: WireChange = {action: 'UPSERT', recordSet: wanted, replaces: old}

describe('toUpserts', () => {
  it('puts an UPSERT in place of an update, and exchanges the text that stays', () => {
    const upserts = toUpserts(update)
    expect(upserts).toEqual({...update, changes: [remove(text), create(text), upsert], changeCount: 2})
    expect(setsBefore(upserts?.changes ?? [])).toEqual([text, old])
    expect(setsAfter(upserts?.changes ?? [])).toEqual([text, wanted])
  })

  it('exchanges a text of two record sets once', () => {
    const changes = [removeOurs(old), removeOurs(old6), create(wanted), create(wanted6)]
    const upserts = toUpserts(group('web.shop.io', shop, changes, 2))
    expect(upserts?.changes.map(({action}) => action)).toEqual(['DELETE', 'CREATE', 'UPSERT', 'UPSERT'])
    expect(upserts?.changeCount).toBe(3)
  })

  it('leaves a text that changes or goes as it is, and what goes for good', () => {
    const changed = [remove(old6), removeOurs(old), remove(text), create(wanted), create(newText)]
    const upserts = toUpserts(group('web.shop.io', shop, changed, 3))
    expect(upserts?.changes).toEqual([remove(old6), remove(text), create(newText), upsert])
    expect(upserts?.changeCount).toBe(3)
    const gone = toUpserts(group('web.shop.io', shop, [removeOurs(old), remove(text), create(wanted)], 2))
    expect(gone?.changes).toEqual([remove(text), upsert])
  })

  it('has none for an update without a text, nor for another type or set identifier', () => {
    const cname = values('web.shop.io', 'CNAME', ['lb.example.net'])
    expect(toUpserts(group('web.shop.io', shop, [remove(old), create(wanted)], 1))).toBeUndefined()
    expect(toUpserts(group('web.shop.io', shop, [removeOurs(old), create(cname)], 2))).toBeUndefined()
    const blue = {...wanted, setIdentifier: 'blue'}
    expect(toUpserts(group('web.shop.io', shop, [removeOurs(old), create(blue)], 2))).toBeUndefined()
  })

  it('counts the values of an UPSERT twice', () => {
    const size = groupSize(group('web.shop.io', shop, [upsert]))
    expect(size).toEqual({changes: 1, values: 2, bytes: 18})
  })
})
