import {formatReceipt, parseReceipt} from '../../src/saved/receipt.js'
import {formatSavedPlan, parseSavedPlan} from '../../src/saved/saved-plan.js'
import {makeRandom} from '../faults/random.js'
import {META, receiptOf, savedPlanFor, signed} from './builders.js'

/** What became of the mutations; a problem says seed and kind, so that it can be had again. */
export interface FuzzCount {
  readonly tried: number
  readonly refused: number
  readonly equal: number
  readonly problems: readonly string[]
}

interface Subject {
  readonly name: string
  readonly text: string
  readonly digest: string
  /** The text that what was read would be written as; undefined when it was refused. */
  readonly reread: (text: string) => {readonly text: string; readonly digest: string} | undefined
}

type JsonValue = null | boolean | number | string | JsonValue[] | {[key: string]: JsonValue}
type Place = {readonly holder: {[key: string]: JsonValue} | JsonValue[]; readonly key: string}
type Choose = (below: number) => number

interface Mutation {
  readonly kind: string
  readonly text: string
  /** Its digest and its seal fit again: only the parser stands between it and the zones. */
  readonly isDigested: boolean
  /** No program of this format wrote that, whatever its digest. */
  readonly isInvalid: boolean
}

/** Damages plan files and receipts in every way we know: each has to be refused, or to say just what it says. */
export function fuzzSavedFiles(count: number, seed: number): FuzzCount {
  const random = makeRandom(seed)
  const choose: Choose = (below) => Math.floor(random() * below)
  const subjects = makeSubjects()
  const result = {tried: 0, refused: 0, equal: 0, problems: [] as string[]}
  for (let index = 0; index < count; index++) {
    const subject = subjects[index % subjects.length]
    if (subject === undefined) continue
    const mutation = mutate(subject.text, choose)
    const problem = judge(subject, mutation, result)
    result.tried++
    if (problem !== undefined)
      result.problems.push(`seed ${seed}, ${index}: ${subject.name}, ${mutation.kind}: ${problem}`)
  }
  return result
}

function judge(
  subject: Subject,
  {text, isDigested, isInvalid}: Mutation,
  result: {refused: number; equal: number},
): string | undefined {
  const reread = subject.reread(text)
  if (reread === undefined) {
    result.refused++
    return undefined
  }
  if (isInvalid) return 'it was taken'
  if (!isDigested && reread.digest !== subject.digest) return 'an edit was taken'
  // What was read is what is written there, to the byte: nothing dropped, nothing made up.
  if (isDigested && contentOf(reread.text) !== contentOf(text)) return 'something else was read than is written'
  result.equal++
  return undefined
}

function makeSubjects(): readonly Subject[] {
  const saved = savedPlanFor()
  const receipt = receiptOf(saved, [])
  return [
    {
      name: 'plan',
      ...formatSavedPlan(saved, META),
      reread(text) {
        const read = parseSavedPlan(text)
        return read.ok ? formatSavedPlan(read.value.content, read.value.meta) : undefined
      },
    },
    {
      name: 'receipt',
      ...formatReceipt(receipt, META),
      reread(text) {
        const read = parseReceipt(text)
        return read.ok ? formatReceipt(read.value.content, read.value.meta) : undefined
      },
    },
  ]
}

const JSON_EDITS = [
  'removes a key',
  'adds a key',
  'changes a type',
  'edits a value',
  'swaps two',
  'drops one',
  'doubles one',
]

function mutate(text: string, choose: Choose): Mutation {
  const way = choose(JSON_EDITS.length * 2 + 3)
  if (way === 0) return {kind: 'cut', text: text.slice(0, choose(text.length)), isDigested: false, isInvalid: true}
  if (way === 1) return flipByte(text, choose)
  if (way === 2) return editMeta(text, choose)
  const isDigested = way % 2 === 0
  const edit = JSON_EDITS[Math.floor((way - 3) / 2)] ?? ''
  const file = JSON.parse(text)
  const isInvalid = editJson(file.content, edit, choose)
  const kind = `${edit}${isDigested ? ', with its digest' : ''}`
  return {kind, text: isDigested ? signed(file) : `${JSON.stringify(file, null, 1)}\n`, isDigested, isInvalid}
}

/** Another time, another age, another name: the seal finds it. */
function editMeta(text: string, choose: Choose): Mutation {
  const file = JSON.parse(text)
  const key = ['createdAt', 'maxAge', 'identities'][choose(3)] ?? ''
  file.meta[key] = [null, '2999-01-01T00:00:00.000Z', '1s', [], 7, {}][choose(6)]
  return {kind: `edits ${key}`, text: `${JSON.stringify(file, null, 1)}\n`, isDigested: false, isInvalid: true}
}

/** Cut and flipped files keep their digest: what is still read has to be the same plan. */
function flipByte(text: string, choose: Choose): Mutation {
  const bytes = Buffer.from(text)
  const at = choose(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << choose(8))
  return {kind: `flips a bit at ${at}`, text: bytes.toString('utf8'), isDigested: false, isInvalid: false}
}

/** @returns whether no program of this format can have written the outcome. */
function editJson(content: JsonValue, edit: string, choose: Choose): boolean {
  const places = placesOf(content)
  const pick = (fits: (place: Place) => boolean): Place => {
    const found = places.filter(fits)
    const place = found[choose(found.length)]
    if (place === undefined) throw new Error(`bug: nothing to try "${edit}" on`)
    return place
  }
  const valueAt = ({holder, key}: Place) => (Array.isArray(holder) ? holder[Number(key)] : holder[key]) ?? null
  const put = ({holder, key}: Place, value: JsonValue) => Object.assign(holder, {[key]: value})
  const isList = (place: Place) => Array.isArray(valueAt(place))
  switch (edit) {
    case 'removes a key': {
      const {holder, key} = pick(({holder}) => !Array.isArray(holder))
      Reflect.deleteProperty(holder, key)
      return true
    }
    case 'adds a key':
      // The labels of an ownership text have the keys that somebody wrote.
      put({...pick(({holder, key}) => !Array.isArray(holder) && key !== 'labels'), key: 'further'}, 'x')
      return true
    case 'changes a type': {
      const place = pick((each) => typeof valueAt(each) !== 'object' || valueAt(each) === null)
      const value = valueAt(place)
      // What may be absent is a text or a number.
      put(place, value === null ? true : typeof value === 'number' ? 'x' : 7)
      return true
    }
    case 'edits a value': {
      const place = pick((each) => typeof valueAt(each) === 'string')
      put(place, `${valueAt(place)}x`)
      return false
    }
    default: {
      const place = pick((each) => isList(each) && (valueAt(each) as JsonValue[]).length > 0)
      const list = valueAt(place) as JsonValue[]
      const [a, b] = [choose(list.length), choose(list.length)]
      if (edit === 'drops one') list.splice(a, 1)
      else if (edit === 'doubles one') list.splice(a, 0, structuredClone(list[b] ?? null))
      else [list[a], list[b]] = [list[b] ?? null, list[a] ?? null]
      return false
    }
  }
}

function placesOf(value: JsonValue): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [{holder: value, key}, ...placesOf(child)])
}

function contentOf(text: string): string {
  return JSON.stringify(JSON.parse(text).content)
}
