import {describe, expect, it} from 'vitest'
import type {RecordSet, Routing} from '../../../src/dns/record-set.js'
import {renderPlanJson} from '../../../src/render/json/plan-json.js'
import {PUBLISHED_SCHEMAS} from '../../../src/render/json/published-schemas.js'
import {blocked, create, host, plan, set, zonePlan} from '../builders.js'
import {samplePlans} from '../sample-plans.js'
import {problemsOf} from '../schema-check.js'

const PLAN_SCHEMA = PUBLISHED_SCHEMAS['plan-v1.schema.json'] ?? {}

const ROUTINGS: readonly Routing[] = [
  {kind: 'simple'},
  {kind: 'multivalue'},
  {kind: 'weighted', weight: 10},
  {kind: 'latency', region: 'eu-west-1'},
  {kind: 'failover', role: 'PRIMARY'},
  {kind: 'geolocation', continentCode: 'EU', countryCode: undefined, subdivisionCode: undefined},
  {kind: 'geoproximity', region: 'eu-west-1', localZoneGroup: undefined, coordinates: undefined, bias: -10},
  {
    kind: 'geoproximity',
    region: undefined,
    localZoneGroup: undefined,
    coordinates: {latitude: '49.22', longitude: '-74.01'},
    bias: 0,
  },
  {kind: 'cidr', collectionId: 'c-1', locationName: 'home'},
]

function routed(routing: Routing): RecordSet {
  return set('geo', 'A', ['192.0.2.1'], {setIdentifier: 'one', routing})
}

describe('renderPlanJson', () => {
  for (const [name, shown] of Object.entries(samplePlans)) {
    it(`prints the plan "${name}" as its schema says`, () => {
      expect(problemsOf(JSON.parse(renderPlanJson(shown)), PLAN_SCHEMA)).toEqual([])
    })
  }

  for (const routing of ROUTINGS) {
    it(`prints ${routing.kind} routing as its schema says`, () => {
      const shown = plan({zones: [zonePlan([host('geo', 'create', {changes: [create(routed(routing))]})])]})
      expect(problemsOf(JSON.parse(renderPlanJson(shown)), PLAN_SCHEMA)).toEqual([])
    })
  }

  it('finds what does not fit the schema', () => {
    const value = {...JSON.parse(renderPlanJson(samplePlans.empty)), policy: 'all', extra: 1}
    expect(problemsOf(value, PLAN_SCHEMA)).toEqual(['$.policy is not one of its words', '$.extra is not in the schema'])
  })

  it('holds every host, value and object that the screen shows, in full', () => {
    const value = JSON.parse(renderPlanJson(samplePlans['design-screen']))
    expect(value.zones[0].hosts.map((one: {name: string}) => one.name)).toEqual([
      'api.example.com',
      'www.example.com',
      'pay.example.com',
      'old.example.com',
      'gone.example.com',
      'a-long-name-that-needs-a-line-of-its-own.reports.prod.example.com',
    ])
    expect(value.zones[0].hosts[1].changes[0].current.values).toEqual(['192.0.2.11'])
    expect(value.blocked[2]).toMatchObject({reason: 'owner-mismatch', owner: 'prod-us1', host: 'cart.example.com'})
  })

  it('says null for what does not apply, and never leaves a key out', () => {
    const value = JSON.parse(renderPlanJson(samplePlans.noop))
    expect(value.owner).toBeNull()
    expect(value.refusal).toBeNull()
    expect(value.zones[0].hosts[0].setIdentifier).toBeNull()
  })

  it('lists what is blocked in the order of the screen', () => {
    const shown = plan({blocked: [blocked('b', 'unowned'), blocked('a', 'unowned'), blocked('z', 'object-problem')]})
    const hosts = JSON.parse(renderPlanJson(shown)).blocked.map((one: {host: string}) => one.host)
    expect(hosts).toEqual(['z.example.com', 'a.example.com', 'b.example.com'])
  })
})
