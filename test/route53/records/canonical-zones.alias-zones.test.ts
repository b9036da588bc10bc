import {describe, expect, it} from 'vitest'
import {CANONICAL_ZONES, canonicalZoneId, isUnknownAmazonHost} from '../../../src/route53/records/canonical-zones.js'
import {CANONICAL_ZONES as STATED} from '../../emulators/route53/canonical-zones.js'

describe('canonicalZoneId', () => {
  it.each([
    ['lb-1.eu-west-1.elb.amazonaws.com', 'Z32O12XQLNTSW2'],
    ['dualstack.lb-1.eu-west-1.elb.amazonaws.com', 'Z32O12XQLNTSW2'],
    ['net-9f8e.elb.us-east-1.amazonaws.com', 'Z26RNL4JYFTOTI'],
    ['net-9f8e.elb.eu-west-1.amazonaws.com', 'Z2IFOLAFXWLO4F'],
    ['lb.cn-north-1.elb.amazonaws.com.cn', 'Z1GDH35T77C1KE'],
    ['d1.cloudfront.net', 'Z2FDTNDATAQYW2'],
    ['a1b2.awsglobalaccelerator.com', 'Z2BJ6XQ5FK7U4H'],
    ['eu-west-1.elb.amazonaws.com', 'Z32O12XQLNTSW2'],
    ['lb.EU-WEST-1.elb.amazonaws.com', undefined],
    ['lb.eu-west-1.elb.amazonaws.com.', undefined],
    ['lb.mars-1.elb.amazonaws.com', undefined],
    ['foo.s3-website-eu-west-1.amazonaws.com', undefined],
    ['lb.cn-north-1.elb.amazonaws.com', undefined],
    ['cloudfront.net.shop.io', undefined],
    ['shop.io', undefined],
    ['', undefined],
  ])('finds for %s the zone %s', (host, expected) => {
    expect(canonicalZoneId(host)).toBe(expected)
  })
})

it('knows the 133 suffixes of the specification, of which the emulator has a copy', () => {
  expect(CANONICAL_ZONES.size).toBe(133)
  expect(Object.fromEntries(CANONICAL_ZONES)).toEqual(STATED)
})

it.each([
  ['lb.mars-1.elb.amazonaws.com', true],
  ['db.eu-west-1.rds.amazonaws.com', true],
  ['lb.eu-west-1.elb.amazonaws.com', false],
  ['shop.io', false],
])('says of %s whether it is an unknown host of AWS', (host, expected) => {
  expect(isUnknownAmazonHost(host)).toBe(expected)
})
