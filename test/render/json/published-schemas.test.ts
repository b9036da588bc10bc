import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, it} from 'vitest'
import {toErrorJson} from '../../../src/cli/terminal/error-text.js'
import type {JsonObject} from '../../../src/codec/writer.js'
import {CliError} from '../../../src/errors/cli-error.js'
import {renderApplyEvent} from '../../../src/render/apply/apply-json.js'
import {renderExplainJson} from '../../../src/render/explain/explain-json.js'
import {renderDoctorJson} from '../../../src/render/json/doctor-json.js'
import {renderPlanJson} from '../../../src/render/json/plan-json.js'
import {PUBLISHED_SCHEMAS} from '../../../src/render/json/published-schemas.js'
import {renderOwnersJson, renderOwnersSummaryJson} from '../../../src/render/owners/owners-json.js'
import {bigPlan} from '../big-plan.js'
import {sampleEvents} from '../sample-events.js'
import {sampleExplanations} from '../sample-explanations.js'
import {sampleFindings} from '../sample-findings.js'
import {mixedRows, sampleRows} from '../sample-owners.js'
import {samplePlans} from '../sample-plans.js'
import {breaksOf} from '../schema-breaks.js'
import {problemsOf} from '../schema-check.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

function read(folder: string): ReadonlyMap<string, JsonObject> {
  const files = readdirSync(`${ROOT}${folder}`)
  return new Map(files.map((file) => [file, JSON.parse(readFileSync(`${ROOT}${folder}/${file}`, 'utf8'))]))
}

const shipped = read('schema')
const ajv = new Ajv2020({strict: true, allErrors: true})
const validators = new Map([...shipped].map(([file, schema]) => [file, ajv.compile(schema)]))

/** By a validator that knows the whole standard, and no field without a description in the schema. */
function expectValid(text: string, file: string): void {
  const value: unknown = JSON.parse(text)
  const validate = validators.get(file)
  expect(validate?.(value), JSON.stringify(validate?.errors)).toBe(true)
  expect(problemsOf(value, shipped.get(file) ?? {})).toEqual([])
}

describe('the published schemas', () => {
  it('are those of this version', () => {
    expect(Object.fromEntries(shipped)).toEqual(JSON.parse(JSON.stringify(PUBLISHED_SCHEMAS)))
  })

  it.each(Object.entries(samplePlans))('describe the plan "%s"', (_name, shown) => {
    expectValid(renderPlanJson(shown), 'plan-v1.schema.json')
  })

  it.each(Object.entries(sampleExplanations))('describe the explanation "%s"', (_name, explanation) => {
    expectValid(renderExplainJson(explanation), 'explain-v1.schema.json')
  })

  it('describe the findings of doctor', () => {
    expectValid(renderDoctorJson(sampleFindings), 'doctor-v1.schema.json')
  })

  it('describe a plan of 600 hosts', () => {
    expectValid(renderPlanJson(bigPlan(600)), 'plan-v1.schema.json')
  })

  it.each(sampleEvents.map((event) => [event.kind, event] as const))('describe the event %s', (_kind, event) => {
    expectValid(renderApplyEvent(event), 'apply-events-v1.schema.json')
  })

  it('have a sample of every event that they describe', () => {
    const {anyOf = []} = shipped.get('apply-events-v1.schema.json') ?? {}
    const kinds = (anyOf as JsonObject[]).map(({properties}) => ((properties as JsonObject).kind as JsonObject).const)
    expect([...new Set(sampleEvents.map(({kind}) => kind))].sort()).toEqual([...kinds].sort())
  })

  it('describe an error, ours or a bug', () => {
    const ours = new CliError({code: 'USAGE', doing: 'read', happened: 'It was wrong.', fix: ['mend it']})
    for (const error of [ours, new Error('bug: x')]) {
      expectValid(JSON.stringify(toErrorJson(error)), 'apply-events-v1.schema.json')
    }
  })

  it('describe the owners', () => {
    expectValid(renderOwnersJson(sampleRows), 'owners-v1.schema.json')
    expectValid(renderOwnersJson(mixedRows), 'owners-v1.schema.json')
    expectValid(renderOwnersJson([]), 'owners-v1.schema.json')
    expectValid(renderOwnersSummaryJson(mixedRows), 'owners-summary-v1.schema.json')
    expectValid(renderOwnersSummaryJson([]), 'owners-summary-v1.schema.json')
  })

  it('refuse what they do not describe', () => {
    const value = JSON.parse(renderPlanJson(samplePlans.empty))
    const validate = validators.get('plan-v1.schema.json')
    expect(validate?.({...value, policy: 'all'})).toBe(false)
    expect(validate?.({...value, counts: {...value.counts, create: -1}})).toBe(false)
    expect(validate?.({...value, laterField: 1})).toBe(true)
  })
})

describe('a version of the format', () => {
  // Written anew for a new `formatVersion` only; a further field needs no change there.
  it.each([...read('test/render/frozen-schemas')])('only grows: %s', (file, frozen) => {
    const broken = breaksOf(frozen, PUBLISHED_SCHEMAS[file] ?? {})
    expect(
      broken,
      'scripts rely on this; only a new formatVersion with a frozen schema of its own may break it',
    ).toEqual([])
  })

  const TEXT = {type: 'string'}
  const base = (properties: JsonObject, required = Object.keys(properties)) => ({type: 'object', required, properties})

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ['a field goes', base({a: TEXT}), base({}), ['$.a may be missing', '$.a is gone']],
    ['a field may be missing', base({a: TEXT}), base({a: TEXT}, []), ['$.a may be missing']],
    ['a text becomes a number', base({a: TEXT}), base({a: {type: 'integer'}}), ['$.a is integer and was string']],
    [
      'a text may be null',
      base({a: TEXT}),
      base({a: {anyOf: [TEXT, {type: 'null'}]}}),
      ['$.a may be something else now'],
    ],
    ['a word goes', base({a: {enum: ['x', 'y']}}), base({a: {enum: ['x']}}), ['$.a lost the word y']],
    ['the version changes', base({a: {const: 1}}), base({a: {const: 2}}), ['$.a has another fixed value']],
    [
      'elements change',
      {type: 'array', items: TEXT},
      {type: 'array', items: base({})},
      ['$[] is object and was string'],
    ],
    [
      'a part that is named elsewhere changes',
      {$ref: '#/$defs/p', $defs: {p: base({a: TEXT})}},
      {$ref: '#/$defs/p', $defs: {p: base({})}},
      ['$.a may be missing', '$.a is gone'],
    ],
    [
      'one of several forms goes',
      {anyOf: [base({a: {const: 'x'}}), base({a: {const: 'y'}})]},
      {anyOf: [base({a: {const: 'x'}})]},
      ['$ lost a form'],
    ],
  ])('breaks when %s', (_what, old, next, expected) => {
    expect(breaksOf(old, next)).toEqual(expected)
  })

  it.each<[string, JsonObject, JsonObject]>([
    ['a field comes', base({a: TEXT}), base({a: TEXT, b: TEXT})],
    ['a word comes', {enum: ['x']}, {enum: ['x', 'y']}],
    ['a form comes', {anyOf: [base({a: {const: 'x'}})]}, {anyOf: [base({a: {const: 'y'}}), base({a: {const: 'x'}})]}],
    ['null goes', {anyOf: [TEXT, {type: 'null'}]}, TEXT],
  ])('grows when %s', (_what, old, next) => {
    expect(breaksOf(old, next)).toEqual([])
  })
})
