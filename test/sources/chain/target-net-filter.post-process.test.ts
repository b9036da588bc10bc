import {describe, expect, it} from 'vitest'
import {postProcess} from '../../../src/sources/chain/target-net-filter.js'
import {endpoint} from '../builders.js'
import {runStep} from './run-step.js'

describe('the post-processor', () => {
  const property = (name: string) => ({name, value: 'v'})

  it('gives the minimum TTL to endpoints without one, and raises no other', () => {
    const found = runStep(postProcess, [endpoint('a'), endpoint('b', {ttlSeconds: 1})], {minTtlSeconds: 90.5})
    expect(found.endpoints.map(({ttlSeconds}) => ttlSeconds)).toEqual([90, 1])
    expect(runStep(postProcess, [endpoint('a')], {minTtlSeconds: 0.9}).endpoints[0]?.ttlSeconds).toBeUndefined()
  })

  it('keeps the properties of its provider and those without a slash, sorted', () => {
    const properties = ['scw/x', 'record-type', 'aws/weight', 'alias', 'aws/region', 'aws-sd/y'].map(property)
    const names = (provider: string) =>
      runStep(postProcess, [endpoint('a', {properties})], {provider}).endpoints[0]?.properties.map(({name}) => name)
    expect(names('aws')).toEqual(['alias', 'aws/region', 'aws/weight', 'record-type'])
    expect(names('aws-sd')).toEqual(['alias', 'aws-sd/y', 'record-type'])
    expect(names('cloudflare')).toHaveLength(6)
  })

  it('marks CNAMEs with --prefer-alias that are not marked', () => {
    const cname = endpoint('a', {recordType: 'CNAME', targets: ['x'], properties: [property('aws/weight')]})
    const marked = {...cname, properties: [{name: 'alias', value: 'false'}]}
    const found = runStep(postProcess, [cname, marked, endpoint('b')], {prefersAlias: true})
    expect(found.endpoints.map(({properties}) => properties.map(({name, value}) => `${name}=${value}`))).toEqual([
      ['aws/weight=v', 'alias=true'],
      ['alias=false'],
      [],
    ])
  })
})
