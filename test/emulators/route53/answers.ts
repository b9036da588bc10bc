import {insertElements} from './made-up.js'
import type {RecordSet} from './record-set.js'
import type {Refusal} from './refusal.js'
import {type WrittenXml, writeContent, writeXml, type XmlContent} from './xml-writer.js'
import type {Zone} from './zone.js'
import {featuresXml} from './zone-features.js'

export type ChangeInfo = {
  readonly id: string
  readonly status: 'PENDING' | 'INSYNC'
  readonly submittedAt: string
  readonly comment: string | undefined
}

/** `bareRoot`: an InvalidChangeBatch comes without an ErrorResponse around it, as in the API's model. */
export function errorXml(refusal: Refusal, requestId: string, bareRoot: boolean): string {
  if (refusal.messages !== undefined && (bareRoot || refusal.isBareRoot)) {
    const messages = refusal.messages.map((message) => ['Message', message] as const)
    return writeXml(refusal.code, [
      ['Messages', messages],
      ['RequestId', requestId],
    ])
  }
  return writeXml('ErrorResponse', [
    [
      'Error',
      [
        ['Type', refusal.status >= 500 ? 'Receiver' : 'Sender'],
        ['Code', refusal.code],
        ['Message', refusal.message],
        refusal.detail,
      ],
    ],
    ['RequestId', requestId],
  ])
}

/**
 * Which elements of November 2026 a HostedZone has: `none`, as in older answers and some partitions; the tier in every
 * answer and the features in GetHostedZone only; or both in every answer. AWS does not document whether listings have
 * the features.
 */
export type ZoneElements = 'none' | 'features in GetHostedZone' | 'features everywhere'

export function zoneXml(zone: Zone, elements: ZoneElements, isListing = true): WrittenXml {
  const hasFeatures = elements === 'features everywhere' || (elements !== 'none' && !isListing)
  return {xml: insertElements(writeContent(zoneFieldsXml(zone, elements !== 'none', hasFeatures)), zone.madeUp)}
}

function zoneFieldsXml(zone: Zone, hasTier: boolean, hasFeatures: boolean): XmlContent {
  const count = [...zone.sets.values()].reduce((sum, sets) => sum + sets.length, 0)
  return [
    ['Id', `/hostedzone/${zone.id}`],
    ['Name', zone.name],
    ['CallerReference', `emulator-${zone.id}`],
    [
      'Config',
      [
        ['Comment', zone.comment],
        ['PrivateZone', String(zone.isPrivate)],
        ['HostedZoneTier', hasTier ? zone.features.tier : undefined],
      ],
    ],
    ['ResourceRecordSetCount', String(count)],
    ['Features', hasFeatures ? featuresXml(zone.features) : undefined],
  ]
}

export function zoneDetailXml(zone: Zone, elements: ZoneElements): XmlContent {
  const nameServers = (zone.sets.get(zone.name) ?? []).find((set) => set.Type === 'NS')?.ResourceRecords ?? []
  return [
    ['HostedZone', zoneXml(zone, elements, false)],
    zone.isPrivate
      ? [
          'VPCs',
          zone.vpcs.map(
            (vpc) =>
              [
                'VPC',
                [
                  ['VPCRegion', vpc.VPCRegion],
                  ['VPCId', vpc.VPCId],
                ],
              ] as const,
          ),
        ]
      : [
          'DelegationSet',
          [['NameServers', nameServers.map((server) => ['NameServer', server.Value.replace(/\.$/, '')] as const)]],
        ],
  ]
}

export function tagSetXml(zone: Zone): XmlContent {
  const tags = Object.entries(zone.tags)
  return [
    ['ResourceType', 'hostedzone'],
    ['ResourceId', zone.id],
    [
      'Tags',
      tags.map(
        ([key, value]) =>
          [
            'Tag',
            [
              ['Key', key],
              ['Value', value],
            ],
          ] as const,
      ),
    ],
  ]
}

export function changeInfoXml(info: ChangeInfo): XmlContent {
  return [
    [
      'ChangeInfo',
      [
        ['Id', `/change/${info.id}`],
        ['Status', info.status],
        ['SubmittedAt', info.submittedAt],
        ['Comment', info.comment],
      ],
    ],
  ]
}

const writtenSets = new WeakMap<RecordSet, WrittenXml>()

/** Rendered once per set: large zones are listed repeatedly, and stored sets never change. */
export function recordSetXml(set: RecordSet): WrittenXml {
  const written = writtenSets.get(set) ?? {xml: insertElements(writeContent(fieldsXml(set)), set.MadeUp ?? [])}
  writtenSets.set(set, written)
  return written
}

/** In the order of the API's schema. */
function fieldsXml(set: RecordSet): XmlContent {
  const {AliasTarget: alias, GeoLocation: geo, GeoProximityLocation: near, CidrRoutingConfig: cidr} = set
  const {AZAffinity: affinity} = set
  return [
    ['Name', set.Name],
    ['Type', set.Type],
    ['SetIdentifier', set.SetIdentifier],
    ['Weight', set.Weight?.toString()],
    ['Region', set.Region],
    [
      'GeoLocation',
      geo && [
        ['ContinentCode', geo.ContinentCode],
        ['CountryCode', geo.CountryCode],
        ['SubdivisionCode', geo.SubdivisionCode],
      ],
    ],
    ['Failover', set.Failover],
    ['MultiValueAnswer', set.MultiValueAnswer?.toString()],
    ['TTL', set.TTL?.toString()],
    ['ResourceRecords', set.ResourceRecords?.map(({Value}) => ['ResourceRecord', [['Value', Value]]] as const)],
    [
      'AliasTarget',
      alias && [
        ['HostedZoneId', alias.HostedZoneId],
        ['DNSName', alias.DNSName],
        ['EvaluateTargetHealth', String(alias.EvaluateTargetHealth)],
      ],
    ],
    ['HealthCheckId', set.HealthCheckId],
    [
      'CidrRoutingConfig',
      cidr && [
        ['CollectionId', cidr.CollectionId],
        ['LocationName', cidr.LocationName],
      ],
    ],
    [
      'GeoProximityLocation',
      near && [
        ['AWSRegion', near.AWSRegion],
        ['LocalZoneGroup', near.LocalZoneGroup],
        [
          'Coordinates',
          near.Coordinates && [
            ['Latitude', near.Coordinates.Latitude],
            ['Longitude', near.Coordinates.Longitude],
          ],
        ],
        ['Bias', near.Bias?.toString()],
      ],
    ],
    [
      'AZAffinity',
      affinity && [
        ['LocationType', affinity.LocationType],
        ['LocationId', affinity.LocationId],
      ],
    ],
  ]
}
