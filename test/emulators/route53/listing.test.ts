import {
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandInput,
  type Route53Client,
} from '@aws-sdk/client-route-53'
import {beforeEach, describe, expect, it} from 'vitest'
import {serveEachTest} from './each-test.js'
import {change, create, outcomeOf, plain} from './sdk-client.js'

let client: Route53Client

serveEachTest({zones: [{name: 'example.com', id: 'Z1', tags: {team: 'web', empty: ''}}]}, (_emulator, started) => {
  client = started
})

describe('listing', () => {
  const weighted = (id: string) => ({...plain('w.example.com', 'A', '192.0.2.1'), SetIdentifier: id, Weight: 1})
  const page = async (start: Omit<ListResourceRecordSetsCommandInput, 'HostedZoneId'>) => {
    const {ResourceRecordSets, ...rest} = await client.send(
      new ListResourceRecordSetsCommand({HostedZoneId: 'Z1', ...start}),
    )
    return {
      ...rest,
      shown: (ResourceRecordSets ?? []).map(({Name, Type, SetIdentifier = ''}) => `${Name} ${Type} ${SetIdentifier}`),
    }
  }

  beforeEach(async () => {
    const sets = [
      weighted('a'),
      weighted('c'),
      plain('w.example.com', 'TXT', '"t"'),
      plain('*.example.com', 'A', '192.0.2.1'),
    ]
    expect(await change(client, 'Z1', sets.map(create))).toBe('ok')
  })

  it.each<[Omit<ListResourceRecordSetsCommandInput, 'HostedZoneId'>, string]>([
    [{}, 'example.com. NS '],
    [{StartRecordName: 'W.example.com'}, 'w.example.com. A a'],
    [{StartRecordName: 'w.example.com.', StartRecordType: 'A', StartRecordIdentifier: 'b'}, 'w.example.com. A c'],
    [{StartRecordName: 'w.example.com', StartRecordType: 'A', StartRecordIdentifier: 'c'}, 'w.example.com. A c'],
    [{StartRecordName: 'w.example.com', StartRecordType: 'AAAA'}, 'w.example.com. TXT '],
    [{StartRecordName: '*.example.com'}, '\\052.example.com. A '],
    [{StartRecordName: '\\052.example.com', StartRecordType: 'AAAA'}, 'w.example.com. A a'],
    [{StartRecordName: 'aaa.example.org'}, ''],
  ])('from %j begins with %j', async (start, first) => {
    expect((await page(start)).shown[0] ?? '').toBe(first)
  })

  it('names the set identifier that comes next', async () => {
    expect(await page({StartRecordName: 'w.example.com', MaxItems: 1})).toMatchObject({
      IsTruncated: true,
      NextRecordName: 'w.example.com.',
      NextRecordType: 'A',
      NextRecordIdentifier: 'c',
      MaxItems: 1,
    })
    expect(await page({StartRecordName: 'w.example.com', StartRecordType: 'TXT', MaxItems: 1})).toMatchObject({
      IsTruncated: false,
    })
  })

  it('gives the same sets in pages of any size', async () => {
    const {shown: all} = await page({})
    for (const MaxItems of [1, 2, 5, 6, 7]) {
      const joined: string[] = []
      let start: Omit<ListResourceRecordSetsCommandInput, 'HostedZoneId'> | undefined = {}
      while (start !== undefined) {
        const {shown, IsTruncated, NextRecordName, NextRecordType, NextRecordIdentifier} = await page({
          ...start,
          MaxItems,
        })
        expect(shown.length).toBeLessThanOrEqual(MaxItems)
        joined.push(...shown)
        start = IsTruncated
          ? {
              StartRecordName: NextRecordName,
              StartRecordType: NextRecordType,
              StartRecordIdentifier: NextRecordIdentifier,
            }
          : undefined
      }
      expect(joined).toEqual(all)
    }
  })

  it.each([0, -1])('refuses pages of %i', async (MaxItems) => {
    expect(await outcomeOf(page({MaxItems}))).toMatchObject({code: 'InvalidInput'})
  })

  it('takes a larger page for the largest', async () => {
    expect((await page({MaxItems: 1000})).MaxItems).toBe(300)
  })
})
