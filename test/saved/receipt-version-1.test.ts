import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {Malformed} from '../../src/codec/codec.js'
import {parseReceipt} from '../../src/saved/receipt.js'
import {upgradeReceipt} from '../../src/saved/receipt-version-1.js'
import {signed} from './builders.js'

const file = JSON.parse(readFileSync(new URL('version-1/receipt.json', import.meta.url), 'utf8'))
const content = (plan: object = {}, hosts: unknown = []) => ({
  saved: {program: '0.1.0', plan: {owner: 'red', context: 'dev', zones: [], ...plan}},
  hosts,
})

describe('a receipt of version 1', () => {
  it('is read, and lives for ever', () => {
    const read = parseReceipt(JSON.stringify(file))
    expect(read).toMatchObject({ok: true, value: {digest: file.digest, meta: {maxAge: undefined}}})
  })

  it('is not read when its contents do not match its digest, or its hosts are not those of its plan', () => {
    const edited = {...file, content: {...file.content, hosts: []}}
    expect(parseReceipt(JSON.stringify(edited))).toMatchObject({
      problem: expect.stringContaining('do not match its digest'),
    })
    const {digest: _digest, seal: _seal, ...first} = JSON.parse(signed(edited))
    const resigned = JSON.stringify({...first, digest: JSON.parse(signed(edited)).digest})
    expect(parseReceipt(resigned)).toMatchObject({problem: expect.stringContaining('other hosts than its plan')})
  })

  it('has the owner and the cluster of its plan on every host, and the owner among the owners', () => {
    const upgraded = upgradeReceipt(content({zones: [{zone: 'Z1', hosts: [{name: 'a'}, {name: 'b'}]}]}))
    const hosts = ['a', 'b'].map((name) => ({name, owner: 'red', cluster: 'dev'}))
    expect(upgraded).toMatchObject({
      saved: {registryPlace: null, plan: {owners: ['red'], zones: [{zone: 'Z1', hosts}]}},
    })
  })

  it('has no owner where there was no registry', () => {
    expect(upgradeReceipt(content({owner: null}))).toMatchObject({saved: {plan: {owners: []}}})
  })

  it('does not know what became of a host that was called not started: one zone of it may have been', () => {
    const hosts = ['applied', 'not-started', 'failed'].map((outcome) => ({outcome}))
    const expected = ['applied', 'unknown', 'failed'].map((outcome) => ({outcome}))
    expect(upgradeReceipt(content({}, hosts))).toMatchObject({hosts: expected})
  })

  it.each<[string, unknown, string]>([
    ['no object', 'x', 'the file is not an object'],
    ['nothing saved', {saved: 7}, 'saved is not an object'],
    ['no plan', {saved: {plan: 7}}, 'saved.plan is not an object'],
    ['a host that is none', content({}, ['x']), 'the file is not an object'],
    ['a zone that is none', content({zones: [7]}), 'the file is not an object'],
  ])('is malformed with %s', (_what, odd, problem) => {
    expect(() => upgradeReceipt(odd)).toThrow(new Malformed(problem))
  })

  it('leaves to its reader what is no list', () => {
    expect(upgradeReceipt(content({zones: 'x'}, 'x'))).toMatchObject({saved: {plan: {zones: []}}, hosts: []})
  })
})
