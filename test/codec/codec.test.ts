import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, it} from 'vitest'
import {
  type Codec,
  count,
  finite,
  flag,
  integer,
  list,
  nonEmpty,
  object,
  oneOf,
  optional,
  text,
  textMap,
  union,
} from '../../src/codec/codec.js'
import {recordSet, shownRecordSet} from '../../src/codec/record-set-codec.js'
import type {RecordSet, Routing} from '../../src/dns/record-set.js'
import {aliases, set} from '../render/builders.js'

type Shape = {readonly kind: 'point'} | {readonly kind: 'dot'} | {readonly kind: 'circle'; readonly radius: number}

const point = object({})
const shape = union<Shape>({point, circle: object({radius: count}), dot: point})
const drawing = object<{readonly title: string | undefined; readonly shapes: readonly Shape[]}>({
  title: optional(text),
  shapes: list(shape),
})

describe('a codec', () => {
  it('writes every key in its order, what is absent as null, and reads it back', () => {
    const value = {shapes: [{kind: 'circle', radius: 2}, {kind: 'dot'}] as const, title: undefined}
    const json = drawing.toJson(value)
    expect(JSON.stringify(json)).toBe('{"title":null,"shapes":[{"kind":"circle","radius":2},{"kind":"dot"}]}')
    expect(drawing.fromJson(json, '')).toEqual(value)
  })

  it.each<[string, Pick<Codec<unknown>, 'fromJson'>, unknown, string]>([
    ['a number for a text', text, 7, 'at is not text'],
    ['a text for a number', integer, '7', 'at is not a whole number'],
    ['half a number', integer, 1.5, 'at is not a whole number'],
    ['a negative count', count, -1, 'at is negative'],
    ['what is not a number', finite, Number.NaN, 'at is not a number'],
    ['a word for a flag', flag, 'true', 'at is neither true nor false'],
    ['another word', oneOf(['a', 'b']), 'c', 'at is not one of a, b'],
    ['no list', list(text), {}, 'at is not a list'],
    ['an item of a list', list(text), ['a', null], 'at[1] is not text'],
    ['an empty list', nonEmpty(text), [], 'at is empty'],
    ['a label that is not text', textMap, {a: 1}, 'at.a is not text'],
    ['no object', drawing, [], 'at is not an object'],
    ['a key too few', drawing, {title: null}, 'at.shapes is missing'],
    ['a key too many', drawing, {title: null, shapes: [], size: 1}, 'at.size is not known'],
    ['a key too many in a case', shape, {kind: 'dot', radius: 1}, 'at.radius is not known'],
    [
      'a key that every object inherits',
      drawing,
      {title: null, shapes: [], ['__proto__']: 1},
      'at.__proto__ is not known',
    ],
    ['another kind', shape, {kind: 'line'}, 'at.kind is not one of point, circle, dot'],
    [
      'something deep',
      drawing,
      {title: null, shapes: [{kind: 'circle', radius: -1}]},
      'at.shapes[0].radius is negative',
    ],
  ])('refuses %s, and says where', (_what, codec, json, message) => {
    expect(() => codec.fromJson(json, 'at')).toThrow(new Error(message))
  })

  it('has kinds of one form as one form of its schema', () => {
    const forms = (shape.schema as {anyOf: {properties: {kind: unknown}}[]}).anyOf
    expect(forms.map(({properties}) => properties.kind)).toEqual([{enum: ['point', 'dot']}, {const: 'circle'}])
  })
})

const ROUTINGS: readonly Routing[] = [
  {kind: 'weighted', weight: 10},
  {kind: 'multivalue'},
  {kind: 'geolocation', continentCode: 'EU', countryCode: undefined, subdivisionCode: undefined},
  {
    kind: 'geoproximity',
    region: undefined,
    localZoneGroup: undefined,
    coordinates: {latitude: '49.22', longitude: '-74.01'},
    bias: -3,
  },
  {kind: 'az-affinity', text: 'AvailabilityZone/use1-az1'},
  {kind: 'other', policy: 'moon-phase', text: 'waxing'},
]
const SETS: readonly RecordSet[] = [
  set('www', 'A', ['192.0.2.1']),
  ...aliases('www', 'lb.example.net'),
  ...ROUTINGS.map((routing) => set('www', 'A', ['192.0.2.1'], {setIdentifier: 'one', routing})),
]

describe('the two forms of a record set', () => {
  const ajv = new Ajv2020({strict: true, allErrors: true, allowUnionTypes: true})
  const inFiles = ajv.compile(recordSet.schema)

  it.each(SETS.map((one) => [one.routing.kind, one.data.kind, one] as const))(
    'that in a file has its schema and is read back: %s, %s',
    (_routing, _data, one) => {
      const json = recordSet.toJson(one)
      expect(inFiles(json), JSON.stringify(inFiles.errors)).toBe(true)
      expect(recordSet.fromJson(json, '')).toEqual(one)
    },
  )

  it('both have every field of the type', () => {
    const keysOf = (json: unknown) => Object.keys(json as object)
    const fields = Object.keys(SETS[0] ?? {}).filter((key) => key !== 'data')
    expect(keysOf(recordSet.toJson(SETS[0] as RecordSet))).toEqual(expect.arrayContaining(fields))
    expect(keysOf(shownRecordSet.toJson(SETS[0] as RecordSet))).toEqual(expect.arrayContaining(fields))
  })
})
