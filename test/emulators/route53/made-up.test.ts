import type {Route53Client} from '@aws-sdk/client-route-53'
import {describe, expect, it} from 'vitest'
import {serveEachTest} from './each-test.js'
import type {Route53Emulator} from './emulator.js'
import {insertElements} from './made-up.js'
import {change, listAll, plain, remove, upsert} from './sdk-client.js'
import {send} from './wire-client.js'

let emulator: Route53Emulator
let client: Route53Client

serveEachTest({zones: [{name: 'example.com', id: 'Z1'}]}, (...started) => {
  ;[emulator, client] = started
})

const NEW = '<Orbit><Planet>mars</Planet></Orbit>'
const www = plain('www.example.com', 'A', '192.0.2.1')
const read = async (path: string) => (await send(emulator.url, path)).xml

describe('made-up elements', () => {
  it('come in a record set at any depth, until an UPSERT takes them away', async () => {
    emulator.putRecordSet('Z1', {
      Name: 'www.example.com',
      Type: 'A',
      TTL: 300,
      ResourceRecords: [{Value: '192.0.2.1'}],
      MadeUp: [{xml: NEW}, {into: 'ResourceRecords/ResourceRecord', xml: '<Weight>2</Weight>'}],
    })
    const xml = await read('hostedzone/Z1/rrset')
    expect(xml).toContain(
      `<Value>192.0.2.1</Value><Weight>2</Weight></ResourceRecord></ResourceRecords>${NEW}</ResourceRecordSet>`,
    )
    expect((await listAll(client, 'Z1')).at(-1)).toEqual({...www, Name: 'www.example.com.'})
    expect(await change(client, 'Z1', [remove(www)])).toMatchObject({code: 'InvalidChangeBatch'})
    expect(await change(client, 'Z1', [upsert(www)])).toBe('ok')
    expect(await read('hostedzone/Z1/rrset')).not.toContain(NEW)
    expect(await change(client, 'Z1', [remove(www)])).toBe('ok')
  })

  it('come in one zone, wherever it is answered', async () => {
    emulator.addZone({name: 'example.org', id: 'Z2', madeUp: [{xml: NEW}]})
    emulator.putInZone('Z2', {into: 'Config', xml: '<Colour>red</Colour>'})
    for (const path of ['hostedzone', 'hostedzonesbyname', 'hostedzone/Z2']) {
      const xml = await read(path)
      expect(xml.split(NEW)).toHaveLength(2)
      expect(xml).toContain('<Colour>red</Colour></Config>')
    }
    expect(await read('hostedzone/Z1')).not.toContain('Colour')
  })

  it('come in every answer of an operation', async () => {
    emulator.putInAnswer('ListResourceRecordSets', {xml: NEW})
    emulator.putInAnswer('ListResourceRecordSets', {into: 'ResourceRecordSets/ResourceRecordSet', xml: '<Old/>'})
    emulator.putInAnswer('ListResourceRecordSets', {into: 'Nowhere', xml: '<Lost/>'})
    const xml = await read('hostedzone/Z1/rrset')
    expect(xml).toContain(`</MaxItems>${NEW}</ListResourceRecordSetsResponse>`)
    expect(xml.split('<Old/></ResourceRecordSet>')).toHaveLength(3)
    expect(xml).not.toContain('Lost')
    expect(await read('hostedzone/Z1')).not.toContain(NEW)
    expect(await listAll(client, 'Z1')).toHaveLength(2)
  })

  it('need a place', () => {
    expect(() => insertElements('<Name>a</Name>', [{into: 'AliasTarget', xml: NEW}])).toThrow('no element AliasTarget')
  })
})
