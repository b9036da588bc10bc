import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  ListTagsForResourcesCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53'
import {expect} from 'vitest'
import {alias, change, create, listAll, outcomeOf, plain} from './sdk-client.js'

/** The server on which a clause about reading runs: a Route 53 without zones. */
export type Bench = {
  readonly client: Route53Client
  readonly url: string
  /** @returns the id without /hostedzone/. */
  makeZone(name: string): Promise<string>
}

/** Throws (by `expect`) when the server behaves differently. */
export type ReadingClause = {readonly title: string; readonly run: (bench: Bench) => Promise<void>}

export const READING_CLAUSES: readonly ReadingClause[] = [
  {
    title: 'counts the NS and SOA that every zone has',
    async run({client, makeZone}) {
      const zoneId = await makeZone('example.com')
      const {HostedZones: zones} = await client.send(new ListHostedZonesCommand({}))
      expect(zones?.map(({Id, Name, ResourceRecordSetCount}) => [Id, Name, ResourceRecordSetCount])).toEqual([
        [`/hostedzone/${zoneId}`, 'example.com.', 2],
      ])
      expect((await listAll(client, zoneId)).map(({Name, Type}) => [Name, Type])).toEqual([
        ['example.com.', 'NS'],
        ['example.com.', 'SOA'],
      ])
    },
  },
  {
    title: 'returns zone names in lower case with a trailing dot',
    async run({client, makeZone}) {
      await makeZone('Example.COM')
      const {HostedZones: zones} = await client.send(new ListHostedZonesCommand({}))
      expect(zones?.map(({Name}) => Name)).toEqual(['example.com.'])
    },
  },
  {
    title: 'returns names in lower case, with a trailing dot and octal escapes',
    async run({client, makeZone}) {
      const zoneId = await makeZone('example.com')
      const names = ['*.APPS.example.com', 'a\\052b.example.com', '_x.example.com.']
      expect(
        await change(
          client,
          zoneId,
          names.map((name) => create(plain(name, 'TXT', '"t"'))),
        ),
      ).toBe('ok')
      expect(
        (await listAll(client, zoneId))
          .map(({Name}) => Name)
          .slice(2)
          .sort(),
      ).toEqual(['\\052.apps.example.com.', '_x.example.com.', 'a\\052b.example.com.'].sort())
    },
  },
  {
    title: 'returns alias targets in lower case with a trailing dot',
    async run({client, makeZone}) {
      const zoneId = await makeZone('example.com')
      const set = alias('x.example.com', 'A', 'Z32O12XQLNTSW2', 'LB-1.eu-west-1.elb.amazonaws.com')
      expect(await change(client, zoneId, [create(set)])).toBe('ok')
      expect((await listAll(client, zoneId)).find(({AliasTarget}) => AliasTarget)?.AliasTarget).toEqual({
        HostedZoneId: 'Z32O12XQLNTSW2',
        DNSName: 'lb-1.eu-west-1.elb.amazonaws.com.',
        EvaluateTargetHealth: false,
      })
    },
  },
  {
    title: 'sorts by the labels reversed, a wildcard first and a hyphen before the dot',
    async run({client, makeZone}) {
      const zoneId = await makeZone('example.com')
      const names = ['foo', 'foo-bar', '*', 'a.foo', '_foo', '1foo'].map((label) => `${label}.example.com.`)
      expect(
        await change(
          client,
          zoneId,
          names.map((name) => create(plain(name, 'A', '192.0.2.1'))),
        ),
      ).toBe('ok')
      expect((await listAll(client, zoneId)).map(({Name}) => Name).slice(2)).toEqual(
        ['\\052', '1foo', '_foo', 'foo-bar', 'foo', 'a.foo'].map((label) => `${label}.example.com.`),
      )
    },
  },
  {
    title: 'sorts the sets of a name by type, then by set identifier',
    async run({client, makeZone}) {
      const zoneId = await makeZone('example.com')
      const weighted = (id: string) => ({...plain('w.example.com', 'A', '192.0.2.1'), SetIdentifier: id, Weight: 1})
      const changes = [
        weighted('b'),
        plain('w.example.com', 'TXT', '"t"'),
        weighted('a'),
        plain('w.example.com', 'AAAA', '::1'),
      ]
      expect(await change(client, zoneId, changes.map(create))).toBe('ok')
      expect((await listAll(client, zoneId)).slice(2).map(({Type, SetIdentifier}) => [Type, SetIdentifier])).toEqual([
        ['A', 'a'],
        ['A', 'b'],
        ['AAAA', undefined],
        ['TXT', undefined],
      ])
    },
  },
  {
    title: 'lists 300 sets a page and names the next one',
    async run({client, makeZone}) {
      const zoneId = await makeZone('example.com')
      const sets = Array.from({length: 299}, (_, index) => plain(`h${index + 100}.example.com`, 'A', '192.0.2.1'))
      expect(await change(client, zoneId, sets.map(create))).toBe('ok')
      const page = await client.send(new ListResourceRecordSetsCommand({HostedZoneId: zoneId}))
      expect(page).toMatchObject({
        IsTruncated: true,
        NextRecordName: 'h398.example.com.',
        NextRecordType: 'A',
        MaxItems: 300,
      })
      expect(page.ResourceRecordSets).toHaveLength(300)
      expect(await listAll(client, zoneId)).toHaveLength(301)
    },
  },
  {
    title: 'starts from the first name that is not before the asked one',
    async run({client, makeZone}) {
      const zoneId = await makeZone('example.com')
      const names = ['a', 'c', 'e'].map((label) => `${label}.example.com`)
      expect(
        await change(
          client,
          zoneId,
          names.map((name) => create(plain(name, 'A', '192.0.2.1'))),
        ),
      ).toBe('ok')
      const page = await client.send(
        new ListResourceRecordSetsCommand({HostedZoneId: zoneId, StartRecordName: 'b.example.com', MaxItems: 1}),
      )
      expect(page.ResourceRecordSets?.map(({Name}) => Name)).toEqual(['c.example.com.'])
      expect(page).toMatchObject({IsTruncated: true, NextRecordName: 'e.example.com.', NextRecordType: 'A'})
    },
  },
  {
    title: 'refuses a start type without a start name',
    async run({client, makeZone}) {
      const zoneId = await makeZone('example.com')
      const command = new ListResourceRecordSetsCommand({HostedZoneId: zoneId, StartRecordType: 'A'})
      expect(await outcomeOf(client.send(command))).toMatchObject({code: 'InvalidInput', status: 400})
    },
  },
  {
    title: 'pages through the zones',
    async run({client, makeZone}) {
      const made = [await makeZone('one.example'), await makeZone('two.example'), await makeZone('three.example')]
      const first = await client.send(new ListHostedZonesCommand({MaxItems: 2}))
      expect(first).toMatchObject({IsTruncated: true, MaxItems: 2, NextMarker: made[2]})
      const second = await client.send(new ListHostedZonesCommand({MaxItems: 2, Marker: first.NextMarker}))
      expect(second.HostedZones?.map(({Id}) => Id)).toEqual([`/hostedzone/${made[2]}`])
      expect(second.IsTruncated).toBe(false)
    },
  },
  {
    title: 'refuses to tell the tags of eleven zones at once',
    async run({client, makeZone}) {
      const ids = Array<string>(11).fill(await makeZone('example.com'))
      const command = new ListTagsForResourcesCommand({ResourceType: 'hostedzone', ResourceIds: ids})
      expect(await outcomeOf(client.send(command))).toMatchObject({code: 'InvalidInput', status: 400})
    },
  },
  {
    title: 'answers 404 for a zone that is not there',
    async run({client}) {
      const absent = {code: 'NoSuchHostedZone', status: 404, message: 'No hosted zone found with ID: Z0ABSENT'}
      expect(await outcomeOf(client.send(new GetHostedZoneCommand({Id: 'Z0ABSENT'})))).toEqual(absent)
      const list = new ListResourceRecordSetsCommand({HostedZoneId: 'Z0ABSENT'})
      expect(await outcomeOf(client.send(list))).toEqual(absent)
      expect(await change(client, 'Z0ABSENT', [create(plain('x.example.com', 'A', '192.0.2.1'))])).toEqual(absent)
    },
  },
  {
    title: 'gives every change an id that GetChange knows',
    async run({client, makeZone}) {
      const zoneId = await makeZone('example.com')
      const {ChangeInfo} = await client.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: zoneId,
          ChangeBatch: {Comment: 'a & b', Changes: [create(plain('x.example.com', 'A', '192.0.2.1'))]},
        }),
      )
      expect(ChangeInfo).toMatchObject({Comment: 'a & b', Status: 'PENDING'})
      const {ChangeInfo: later} = await client.send(new GetChangeCommand({Id: ChangeInfo?.Id}))
      expect(later).toMatchObject({Id: ChangeInfo?.Id, Status: 'INSYNC', Comment: 'a & b'})
      expect(await outcomeOf(client.send(new GetChangeCommand({Id: 'C0ABSENT'})))).toMatchObject({
        code: 'NoSuchChange',
        status: 404,
      })
    },
  },
  {
    title: 'refuses a request that is not signed',
    async run({url}) {
      const answer = await fetch(`${url}/2013-04-01/hostedzone`)
      expect([answer.status, await answer.text()]).toEqual([
        403,
        expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
      ])
    },
  },
]
