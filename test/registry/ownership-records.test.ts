import {describe, expect, it} from 'vitest'
import type {Zone} from '../../src/dns/zone.js'
import {makeOwnershipReader, reaches, toOwnershipRecord, txtZoneFor} from '../../src/registry/ownership-records.js'
import {dnsName, txt, txtRegistry, zone} from '../plan/builders.js'

const CHILD = zone('eu.shop.io', {id: 'Z2'})
const SHOP = zone('shop.io', {id: 'Z1'})
const IO = zone('io', {id: 'Z0'})
const PRIVATE = zone('shop.io', {id: 'Z3', isPrivate: true})
const SECOND = zone('shop.io', {id: 'Z4'})
const PRIVATE_CHILD = zone('eu.shop.io', {id: 'Z5', isPrivate: true})
const PRIVATE_IO = zone('io', {id: 'Z6', isPrivate: true})
const PRIVATE_SECOND = zone('shop.io', {id: 'Z7', isPrivate: true})

describe('the zone of the ownership TXT', () => {
  it.each<[string, Zone, string, readonly Zone[], Zone | undefined]>([
    ['is that of the record set, where it can hold the name', SHOP, 'a-web.shop.io', [IO, SHOP, PRIVATE], SHOP],
    ['is that of the record set, not of its public twin', PRIVATE, 'a-web.shop.io', [IO, SHOP, PRIVATE], PRIVATE],
    ['is that of the record set, of two public ones of one name', SECOND, 'a-web.shop.io', [SHOP, SECOND], SECOND],
    ['of a public apex is rather public, in any order', CHILD, 'a-eu.shop.io', [IO, PRIVATE, CHILD], IO],
    ['of an apex is the nearest parent', CHILD, 'a-eu.shop.io', [IO, SHOP, CHILD], SHOP],
    ['of an apex is the nearest parent, in any order', CHILD, 'a-eu.shop.io', [CHILD, SHOP, IO], SHOP],
    ['of a public apex is rather public', CHILD, 'a-eu.shop.io', [PRIVATE, IO, CHILD], IO],
    ['of a public apex is a private one where there is no other', CHILD, 'a-eu.shop.io', [PRIVATE, CHILD], PRIVATE],
    [
      'of a private apex is the nearest private parent',
      PRIVATE_CHILD,
      'a-eu.shop.io',
      [PRIVATE_IO, SHOP, PRIVATE, PRIVATE_CHILD],
      PRIVATE,
    ],
    [
      'is the first by id of two private ones of one name',
      PRIVATE_CHILD,
      'a-eu.shop.io',
      [PRIVATE_SECOND, PRIVATE, PRIVATE_CHILD],
      PRIVATE,
    ],
    ['is the first by id of two of one name', CHILD, 'a-eu.shop.io', [SECOND, SHOP, CHILD], SHOP],
    ['is none where no zone can hold the name', CHILD, 'a-eu.shop.io', [CHILD], undefined],
  ])('%s', (_rule, of, txtName, zones, expected) => {
    expect(txtZoneFor(of, dnsName(txtName), zones)?.id).toBe(expected?.id)
  })
})

describe('an ownership TXT', () => {
  const registry = txtRegistry()
  const zones = [SHOP, PRIVATE, CHILD, SECOND]

  it.each<[string, Zone, string, Zone, string, boolean]>([
    ['of its own zone', SHOP, 'a-web', SHOP, 'web.shop.io', true],
    ['of the parent, where the own zone cannot hold it', SHOP, 'a-eu', CHILD, 'eu.shop.io', true],
    ['of a private parent, where a public one can hold it', PRIVATE, 'a-eu', CHILD, 'eu.shop.io', false],
    ['of another zone of the same name', SECOND, 'a-web', SHOP, 'web.shop.io', false],
    ['of a zone above one that hides the record set', CHILD, 'a-x.eu', SHOP, 'x.eu.shop.io', false],
  ])('%s may belong to a record set', (_which, at, txtName, of, name, expected) => {
    if (registry.kind === 'noop') throw new Error('bug: no owner')
    const text = toOwnershipRecord(at, txt(txtName), makeOwnershipReader([], registry))
    expect(text && reaches(text, of, dnsName(name), zones)).toBe(expected)
  })
})
