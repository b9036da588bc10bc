import {describe, expect, it} from 'vitest'
import {makeZoneReader} from '../../src/route53/read/zone-reader.js'
import {makeChangeSubmitter} from '../../src/route53/write/change-submitter.js'
import {create, group, values} from './builders.js'
import {serveAccounts} from './two-accounts.js'

const DNS = 'arn:aws:iam::111111111111:role/dns'
const OTHER = 'arn:aws:iam::222222222222:role/other'

describe('--aws-zone-role', () => {
  it('lists the zones of the role beside our own, and takes those of the name and below it', async () => {
    const {connect, emulators} = await serveAccounts({
      own: [
        {name: 'own.io', id: 'ZOWN'},
        {name: 'shop.io', id: 'ZSHOP'},
      ],
      '111111111111': [
        {name: 'shop.io', id: 'ZTHEIRS'},
        {name: 'eu.shop.io', id: 'ZEU'},
        {name: 'myshop.io', id: 'ZMY'},
        {name: 'other.io', id: 'ZOTHER'},
      ],
    })
    const zones = await makeZoneReader(connect({zoneRoles: [{match: '.shop.io.', roleArn: DNS}]})).listZones()
    expect(zones.map(({id, roleArn}) => [id, roleArn])).toEqual([
      ['ZEU', DNS],
      ['ZOWN', undefined],
      ['ZSHOP', undefined],
      ['ZTHEIRS', DNS],
    ])
    for (const emulator of emulators.values()) expect(emulator.calls.counts()).toEqual({ListHostedZones: 1})
  })

  it('takes a zone by its id', async () => {
    const {connect} = await serveAccounts({
      own: [],
      '111111111111': [
        {name: 'shop.io', id: 'Z1'},
        {name: 'shop.io', id: 'Z2'},
      ],
    })
    const zoneRoles = [{match: '/hostedzone/Z2', roleArn: DNS}]
    expect(await makeZoneReader(connect({zoneRoles})).listZones()).toMatchObject([{id: 'Z2', roleArn: DNS}])
  })

  it('gives a zone that both see to the role, and one that two roles see to the first', async () => {
    const shared = [{name: 'shop.io', id: 'Z1'}]
    const {connect} = await serveAccounts({own: shared, '111111111111': shared, '222222222222': shared})
    const zoneRoles = [
      {match: 'other.io', roleArn: DNS},
      {match: 'shop.io', roleArn: OTHER},
      {match: 'shop.io', roleArn: DNS},
    ]
    expect(await makeZoneReader(connect({zoneRoles})).listZones()).toMatchObject([{id: 'Z1', roleArn: DNS}])
    const [, second, third] = zoneRoles
    if (second === undefined || third === undefined) throw new Error('two rows')
    const reader = makeZoneReader(connect({zoneRoles: [second, third]}))
    expect(await reader.listZones()).toMatchObject([{id: 'Z1', roleArn: OTHER}])
  })

  it('takes a role on once, with the external id and the credentials of the first profile', async () => {
    const {connect, roles} = await serveAccounts({own: [], '111111111111': [{name: 'shop.io', id: 'Z1'}]})
    const zoneRoles = [
      {match: 'shop.io', roleArn: DNS},
      {match: 'Z9', roleArn: DNS},
    ]
    const connection = connect({zoneRoles, assumeRoleExternalId: 'ext'})
    await makeZoneReader(connection).listZones()
    expect(roles).toEqual([`${DNS} ext -`])
    expect(connect({zoneRoles, profiles: ['b', 'a']}).accesses).toEqual([
      {profile: 'b', roleArn: DNS},
      {profile: 'b'},
      {profile: 'a'},
    ])
  })

  it('reads tags and record sets of such a zone with the role, and writes it with the role', async () => {
    const {connect, emulators} = await serveAccounts({
      own: [{name: 'own.io', id: 'ZOWN', tags: {team: 'a'}}],
      '111111111111': [{name: 'shop.io', id: 'Z1', tags: {team: 'b'}}],
    })
    const connection = connect({zoneRoles: [{match: 'shop.io', roleArn: DNS}]})
    const reader = makeZoneReader(connection)
    const zones = await reader.listZones()
    const [, shop] = zones
    if (shop === undefined) throw new Error('two zones')
    const tags = await reader.listZoneTags(zones)
    expect(zones.map(({id}) => tags.get(id)?.get('team'))).toEqual(['a', 'b'])
    expect(await reader.listRecordSets(shop)).toHaveLength(2)
    const change = create(values('web.shop.io', 'A', ['192.0.2.1']))
    const batch = {zone: shop, groups: [group('web', shop, [change])]}
    expect(await makeChangeSubmitter(connection).submit(batch)).toMatchObject({kind: 'accepted'})
    expect(emulators.get('111111111111')?.calls.counts()).toEqual({
      ListHostedZones: 1,
      ListTagsForResources: 1,
      ListResourceRecordSets: 1,
      ChangeResourceRecordSets: 1,
    })
    expect(emulators.get('own')?.calls.counts()).toEqual({ListHostedZones: 1, ListTagsForResources: 1})
    expect(Object.fromEntries(connection.statistics().calls)).toEqual({
      ListHostedZones: 2,
      ListTagsForResources: 2,
      ListResourceRecordSets: 1,
      ChangeResourceRecordSets: 1,
    })
  })

  it('says which role may not list its zones', async () => {
    const {connect, emulators} = await serveAccounts({own: [], '111111111111': []})
    emulators.get('111111111111')?.addFault({action: 'accessDenied'})
    const reader = makeZoneReader(connect({zoneRoles: [{match: 'shop.io', roleArn: DNS}]}))
    await expect(reader.listZones()).rejects.toMatchObject({
      code: 'ROUTE53_ACCESS_DENIED',
      doing: `list the hosted zones as ${DNS}`,
    })
  })
})
