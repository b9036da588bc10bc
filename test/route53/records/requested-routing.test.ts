import {expect, it} from 'vitest'
import {unknownProperties} from '../../../src/route53/records/provider-properties.js'
import {readRequestedRouting} from '../../../src/route53/records/requested-routing.js'
import {endpoint} from '../builders.js'

it('counts an absent number as 0, without a note', () => {
  const near = endpoint('a.io', 'A', ['192.0.2.1'], {'aws/geoproximity-region': 'eu-west-1'}, {setIdentifier: 'eu'})
  expect(readRequestedRouting(near)).toMatchObject({value: {routing: {kind: 'geoproximity', bias: 0}, notes: []}})
})

it('needs a set identifier beside other properties too', () => {
  const wanted = endpoint('a.io', 'A', ['192.0.2.1'], {'aws/health-check-id': 'hc-1', 'aws/weight': '1'})
  expect(readRequestedRouting(wanted)).toMatchObject({
    problem: 'annotation aws-weight also needs annotation set-identifier',
  })
})

it.each(['aws/region', 'aws/failover'])('takes an empty %s for none, since external-dns does not send it', (name) => {
  const plain = endpoint('a.io', 'A', ['192.0.2.1'], {[name]: ''})
  expect(readRequestedRouting(plain)).toMatchObject({value: {routing: {kind: 'simple'}}})
  const weighted = endpoint('a.io', 'A', ['192.0.2.1'], {[name]: '', 'aws/weight': '1'}, {setIdentifier: 'eu'})
  expect(readRequestedRouting(weighted)).toMatchObject({value: {routing: {kind: 'weighted', weight: 1}}})
})

it('names properties without a meaning once each, in order', () => {
  const properties = ['aws/zz', 'aws/aa', 'aws/zz'].map((name) => ({name, value: ''}))
  expect(unknownProperties({properties})).toEqual(['aws/aa', 'aws/zz'])
  expect(unknownProperties({properties: []})).toEqual([])
})
