import {describe, expect, it} from 'vitest'
import {formatReceipt, parseReceipt} from '../../src/saved/receipt.js'
import {fileKindOf, parseSavedFile} from '../../src/saved/saved-file.js'
import {formatSavedPlan, parseSavedPlan, zonesOfPlan} from '../../src/saved/saved-plan.js'
import {SHOP, wanted, wantsWeb, zone} from '../plan/builders.js'
import {META, receiptOf, savedPlanFor, signed} from './builders.js'

const DEEP = '['.repeat(20_000) + ']'.repeat(20_000)

describe('a file that is nested deeper than a stack', () => {
  it.each(['content', 'meta', 'seal'])('is refused as damaged: in %s', (key) => {
    const file = {...JSON.parse(formatSavedPlan(savedPlanFor(), META).text), [key]: 'DEEP'}
    const text = JSON.stringify(file).replace('"DEEP"', DEEP)
    expect(parseSavedPlan(text)).toEqual({ok: false, problem: expect.stringMatching(/^It was edited or is damaged: /)})
  })

  it('is refused as no receipt, where it is a plan', () => {
    expect(parseReceipt(DEEP)).toEqual({ok: false, problem: 'It is not a receipt of this program.'})
  })
})

describe('a file says why it is not read', () => {
  const plan = JSON.parse(formatSavedPlan(savedPlanFor(), META).text)
  const receipt = JSON.parse(formatReceipt(receiptOf(savedPlanFor(), []), META).text)

  it.each<[string, unknown, string]>([
    ['a list', [], 'It is not a saved plan of this program.'],
    ['no kind', {formatVersion: 2}, 'It is not a saved plan of this program.'],
    ['no whole version', {kind: 'saved-plan', formatVersion: 2.5}, 'It is not a saved plan of this program.'],
    ['a receipt', receipt, 'It is not a saved plan: it is a receipt.'],
    ['plan --json', {kind: 'plan', formatVersion: 1}, 'it is the JSON of plan --json, which is for reading.'],
    ['another kind', {kind: 'x', formatVersion: 1}, 'It is not a saved plan: it is something else.'],
    ['a newer format', {...plan, formatVersion: 3}, 'It was made by a newer version: its format is 3'],
    ['an older format', {...plan, formatVersion: 1}, 'It was made by an older version: its format is 1'],
    ['a format that never was', {...plan, formatVersion: 0}, 'This program does not know its format 0.'],
    ['a further key', {...plan, note: 'x'}, 'It was edited: note is not known.'],
    ['other contents', {...plan, content: {...plan.content, batches: 7}}, 'its contents do not match its digest.'],
    ['another time', {...plan, meta: {...plan.meta, createdAt: 'x'}}, 'does not match its seal.'],
  ])('%s', (_what, file, problem) => {
    expect(parseSavedPlan(JSON.stringify(file))).toEqual({ok: false, problem: expect.stringContaining(problem)})
  })

  it.each<[string, object, string]>([
    [
      'a time that is none',
      {...META, createdAt: 'soon'},
      'It was not written by this program: meta.createdAt is not a time.',
    ],
    [
      'an age that is none',
      {...META, maxAge: '0s'},
      'It was not written by this program: meta.maxAge is not a duration.',
    ],
  ])('%s, although its seal fits', (_what, meta, problem) => {
    expect(parseSavedPlan(signed({...plan, meta}))).toEqual({ok: false, problem})
  })

  it('keys in another order than a program writes them, although its digest fits', () => {
    const {zones, ...content} = plan.content
    expect(parseSavedPlan(signed({...plan, content: {...content, zones}}))).toEqual({
      ok: false,
      problem: 'It was not written by this program: the order of its keys.',
    })
  })

  const [first] = receipt.content.hosts
  it.each<[string, readonly object[]]>([
    ['fewer', receipt.content.hosts.slice(1)],
    ['more', [...receipt.content.hosts, first]],
    ['others: by their order', [...receipt.content.hosts].reverse()],
    ['others: by a name', [{...first, name: 'x.shop.io'}, ...receipt.content.hosts.slice(1)]],
    ['others: by a zone', [{...first, zoneId: 'Z2'}, ...receipt.content.hosts.slice(1)]],
    ['others: by a set identifier', [{...first, setIdentifier: 'eu'}, ...receipt.content.hosts.slice(1)]],
  ])('the hosts of a receipt are %s than those of its plan, although its digest fits', (_what, hosts) => {
    expect(parseReceipt(signed({...receipt, content: {...receipt.content, hosts}}))).toEqual({
      ok: false,
      problem: 'It was not written by this program: the file is about other hosts than its plan.',
    })
  })

  it.each(['', '{', JSON.stringify(plan).slice(0, -1)])('a part of one', (text) => {
    const problem = 'It is not a saved plan, or it is incomplete: it is not valid JSON.'
    expect(parseSavedPlan(text)).toEqual({ok: false, problem})
  })

  it('fingerprints of another plan, although its digest fits', () => {
    const other = JSON.parse(formatSavedPlan(savedPlanFor({wants: [wantsWeb]}), META).text)
    const {fingerprints} = other.content
    expect(parseSavedPlan(signed({...plan, content: {...plan.content, fingerprints}}))).toEqual({
      ok: false,
      problem: 'It was not written by this program: the file has fingerprints that are not those of its changes.',
    })
  })

  it('a zone that is none, by its place', () => {
    expect(parseSavedPlan(signed({...plan, content: {...plan.content, zones: [{}]}}))).toEqual({
      ok: false,
      problem: expect.stringMatching(/^It was not written by this program: zones\[0\]/),
    })
  })

  it('what a newer version would say of whose it is, although its digest fits', () => {
    const content = {...plan.content, plan: {...plan.content.plan, owners: ['red', 'blue']}}
    expect(parseSavedPlan(signed({...plan, content}))).toEqual({
      ok: false,
      problem: expect.stringMatching(/^This version does not understand it: .*owners is \["red","blue"\]\.$/),
    })
  })

  it('but a fault of the program is not said to be one of the file', () => {
    const fault = new TypeError('a fault')
    const codec = {
      schema: {},
      toJson: () => null,
      fromJson() {
        throw fault
      },
    }
    const file = {...plan, content: plan.content}
    expect(() => parseSavedFile({kind: 'saved-plan', version: 2, codec}, JSON.stringify(file))).toThrow(fault)
  })

  it('a zone that is named twice', () => {
    const zones = [...plan.content.zones, ...plan.content.zones]
    expect(parseSavedPlan(signed({...plan, content: {...plan.content, zones}}))).toMatchObject({ok: false})
  })

  it('a receipt of version 1 with a seal, which had none', () => {
    const file = {...receipt, formatVersion: 1}
    expect(parseReceipt(JSON.stringify(file))).toEqual({ok: false, problem: 'It was edited: seal is not known.'})
  })

  it('and what kind it is, where it is one', () => {
    expect([plan, receipt, {kind: 'x'}, []].map((file) => fileKindOf(JSON.stringify(file)))).toEqual([
      'saved-plan',
      'receipt',
      undefined,
      undefined,
    ])
    expect(fileKindOf('{')).toBeUndefined()
  })
})

describe('the zones at the top of a plan file', () => {
  const CHILD = zone('eu.shop.io', {id: 'Z2'})

  it('are those of its hosts, then those of their texts and of what is blocked, each once', () => {
    const {plan} = savedPlanFor()
    const blocked = plan.blocked.flatMap((block) => [SHOP, CHILD, undefined].map((each) => ({...block, zone: each})))
    expect(zonesOfPlan({...plan, blocked})).toEqual([SHOP, CHILD])
    const stored = [[SHOP, []] as const, [CHILD, []] as const]
    const apex = savedPlanFor({stored, wants: [wanted('eu', 'A', '192.0.2.1')]}).plan
    expect(zonesOfPlan({...apex, zones: apex.zones.filter(({hosts}) => hosts.length > 0)})).toEqual([CHILD, SHOP])
  })
})
