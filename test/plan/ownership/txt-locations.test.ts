import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {
  makeTxtLocations,
  replaceOwnText,
  rewritten,
  toOwnershipSet,
  withoutOwnText,
  withValue,
} from '../../../src/plan/ownership/txt-locations.js'
import {claimRecordSets} from '../../../src/registry/claim.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {PLAIN_CODEC} from '../../../src/registry/ownership-codec.js'
import {
  alias,
  fullName,
  ownershipText,
  planInput,
  SHOP,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  web,
  weighted,
  zone,
} from '../builders.js'

const EU = zone('eu.shop.io', {id: 'Z2'})
const RED = {owner: toOwnerId('red'), codec: PLAIN_CODEC}
const v1 = {id: 'v1', routing: weighted(1)}

function read(stored: Situation['stored'] = [], registry = txtRegistry()) {
  const {zones} = planInput({stored})
  if (registry.kind !== 'txt') throw new Error('bug: not the registry that was asked for')
  const {ownershipRecords} = claimRecordSets(zones, registry)
  return {ownershipRecords, locations: makeTxtLocations(zones, ownershipRecords, registry)}
}

function textIn(stored: readonly RecordSet[]) {
  const [text] = read(stored).ownershipRecords
  if (text === undefined) throw new Error('bug: no ownership text')
  return text
}

const key = (host: string, type: RecordSet['type'] = 'A', setIdentifier?: string) => {
  return {name: fullName(host), type, setIdentifier}
}

describe('the place of an ownership TXT', () => {
  const free = {setIdentifier: undefined, isUntyped: false, stored: undefined, ownershipRecord: undefined}

  it('is a name with the type in it, in the zone of the record set', () => {
    expect(read().locations.locationOf(SHOP, key('web'))).toEqual({
      ...free,
      zone: SHOP,
      name: 'a-web.shop.io',
      hiddenOwners: [],
    })
  })

  it('is in the parent zone for the apex of a zone, if that is selected too', () => {
    const {locations} = read([
      [SHOP, []],
      [EU, []],
    ])
    expect(locations.locationOf(EU, key('eu', 'AAAA'))).toEqual({
      ...free,
      zone: SHOP,
      name: 'aaaa-eu.shop.io',
      hiddenOwners: [],
    })
    expect(locations.hasTypedLocation(EU, key('eu'))).toBe(true)
  })

  it('is the apex itself where no selected zone can hold another name', () => {
    const {locations} = read()
    expect(locations.locationOf(SHOP, key('@'))).toEqual({
      ...free,
      zone: SHOP,
      name: 'shop.io',
      isUntyped: true,
      hiddenOwners: [],
    })
    expect([locations.hasTypedLocation(SHOP, key('@')), locations.hasTypedLocation(SHOP, key('web'))]).toEqual([
      false,
      true,
    ])
  })

  it('holds the TXT of the same name and set identifier, and no set of another type', () => {
    const [simple, routed] = [txt('a-web'), txt('a-web', 'blue', WEB, v1)]
    const {locations} = read([simple, routed, set('aaaa-web', 'CNAME', 'x.example.net')])
    expect(locations.locationOf(SHOP, key('web'))).toMatchObject({stored: simple, ownershipRecord: {owner: 'red'}})
    expect(locations.locationOf(SHOP, key('web', 'A', 'v1'))).toMatchObject({
      setIdentifier: 'v1',
      stored: routed,
      ownershipRecord: {owner: 'blue'},
    })
    expect(locations.locationOf(SHOP, key('web', 'A', 'v2')).stored).toBeUndefined()
    expect(locations.locationOf(SHOP, key('web', 'AAAA')).stored).toBeUndefined()
  })

  it('tells the owners of texts that stand behind another value, and not of the one that counts', () => {
    const values = [ownershipText('red'), spf, ownershipText('blue'), ownershipText('green'), `"${'A'.repeat(120)}"`]
    const {locations} = read([set('a-web', 'TXT', values)])
    expect(locations.locationOf(SHOP, key('web')).hiddenOwners).toEqual(['blue', 'green'])
  })
})

describe('the typed name of a record set', () => {
  it.each<[string, readonly RecordSet[], boolean]>([
    ['free', [], false],
    ['taken by its own text', [txt('a-web')], true],
    ['taken by the text of another owner', [txt('a-web', 'blue')], true],
    ['taken by the text of another owner under another identifier', [txt('a-web', 'blue', WEB, v1)], true],
    ['not taken by a text of ours under another identifier', [txt('a-web', 'red', WEB, v1)], false],
    ['not taken by a TXT that is no ownership text', [set('a-web', 'TXT', spf)], false],
    ['not taken by the text of another name', [txt('a-api', 'blue', WEB, v1)], false],
  ])('is %s', (_what, stored, isTaken) => {
    expect(read(stored).locations.isTypedNameTaken(SHOP, key('web'))).toBe(isTaken)
  })

  it('is not taken by a text of that name in another zone', () => {
    const twin = zone('shop.io', {id: 'Z7', isPrivate: true})
    const {locations} = read([
      [SHOP, []],
      [twin, [txt('a-web', 'blue', WEB, v1)]],
    ])
    expect([SHOP, twin].map((each) => locations.isTypedNameTaken(each, key('web')))).toEqual([false, true])
  })
})

describe('an ownership TXT that is written', () => {
  const location = {name: fullName('a-web'), ownershipRecord: undefined}
  const labelled = {recordSet: web, resource: WEB, labels: {team: 'shop'}}
  const valuesIn = ({data}: RecordSet) => (data.kind === 'values' ? data.values : [])

  it('has the routing and health check of its record set, and 300 seconds', () => {
    const routed = set('web', 'A', '192.0.2.1', {...v1, ttl: 60, healthCheckId: 'h-1'})
    expect(toOwnershipSet(location, {...labelled, recordSet: routed, labels: {}}, RED)).toEqual({
      ...txt('a-web', 'red', WEB, {...v1, healthCheckId: 'h-1'}),
    })
  })

  it('names the owner of the object, and its labels', () => {
    const blue = {...labelled, owner: toOwnerId('blue')}
    expect(valuesIn(toOwnershipSet(location, blue, RED))).toEqual([
      `"heritage=external-dns,external-dns/owner=blue,external-dns/resource=${WEB},external-dns/team=shop"`,
    ])
  })

  it('says the types where its name does not: of a CAA, or at a name itself', () => {
    const caa = {...labelled, recordSet: set('web', 'CAA', '0 issue "x"')}
    const texts = [toOwnershipSet(location, caa, RED), toOwnershipSet(location, labelled, RED, ['A', 'AAAA'])]
    const start = `"heritage=external-dns,external-dns/owner=red,external-dns/resource=${WEB},external-dns/team=shop`
    expect(texts.map(valuesIn)).toEqual([
      [`${start},external-dns/txt=typed+caa"`],
      [`${start},external-dns/txt=own-name+a+aaaa"`],
    ])
  })
})

describe('a stored set with our text as its first value', () => {
  const shared = set('a-web', 'TXT', [ownershipText(), spf, '"b"'], {ttl: 60, ...v1})
  const alone = txt('a-web')

  it('keeps its other values and its TTL, and nothing else, when the text is replaced', () => {
    const desired = txt('a-web', 'blue')
    expect(replaceOwnText(shared, desired)).toEqual(set('a-web', 'TXT', [ownershipText('blue'), spf, '"b"'], {ttl: 60}))
    expect(replaceOwnText(txt('a-web', 'red', WEB, {ttl: 60, healthCheckId: 'h-1'}), desired)).toEqual(desired)
  })

  it('keeps all but the text when that goes, and goes itself with the last value', () => {
    expect(withoutOwnText(shared)).toEqual(set('a-web', 'TXT', [spf, '"b"'], {ttl: 60, ...v1}))
    expect(withoutOwnText(alone)).toBeUndefined()
    expect(withoutOwnText(alias('web', 'A'))).toBeUndefined()
  })

  it('is rewritten in its place with what the text says now', () => {
    const current = textIn([shared])
    const {resource, labels} = current
    expect(rewritten(current, {owner: toOwnerId('blue'), resource, labels}, RED)).toEqual({
      kind: 'update',
      current,
      zone: SHOP,
      desired: {...shared, data: {kind: 'values', ttlSeconds: 60, values: [ownershipText('blue'), spf, '"b"']}},
    })
  })

  it('gets one value alone, if it has values at all', () => {
    expect(withValue(shared, spf)).toEqual({...shared, data: {kind: 'values', ttlSeconds: 60, values: [spf]}})
    expect(withValue(alias('web', 'A'), spf)).toEqual(alias('web', 'A'))
  })
})
