import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {aliasTargets, leadsTo} from '../../../src/route53/records/pointers.js'
import {alias, values, zone} from '../builders.js'

const shop = zone('shop.io', 'Z1')
const inZone = {dnsName: '\\052.shop.io', zoneId: 'Z1'}

describe('a record set leads', () => {
  it.each<[string, RecordSet, readonly string[], readonly string[]]>([
    ['by an alias within its zone', alias('www.shop.io', 'A', inZone), ['*.shop.io'], ['*.shop.io']],
    ['by such an alias of a CNAME', alias('www.shop.io', 'CNAME', inZone), ['*.shop.io'], ['*.shop.io']],
    ['not by an alias to AWS', alias('www.shop.io', 'A', {dnsName: 'lb.eu-west-1.elb.amazonaws.com'}), [], []],
    ['by a CNAME, wherever it points', values('www.shop.io', 'CNAME', ['WWW.example.net.']), [], ['www.example.net']],
    ['not by another value', values('shop.io', 'NS', ['ns.example.net']), [], []],
  ])('%s', (_how, set, asAlias, names) => {
    expect(aliasTargets(set, shop)).toEqual(asAlias)
    expect(leadsTo(set, shop)).toEqual(names)
  })
})
