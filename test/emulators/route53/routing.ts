import {type GeoLocation, isSameSet, type RecordSet, type RoutingField, routingFieldsOf} from './record-set.js'

/**
 * Why a set cannot coexist with the other sets of its name and type: they share one routing policy, at most one has no
 * identifier, each region, location or failover role occurs once, and all weighted ones have the same TTL.
 *
 * The texts about weighted, latency, geolocation, multivalue and other sets are AWS's; those about failover,
 * geoproximity, CIDR and AZ-affinity sets follow the same pattern and are ours. That AZ-affinity sets keep the rules of
 * the older policies is an assumption: AWS documents neither mixing nor equal locations.
 */
export function routingProblems(set: RecordSet, before: readonly RecordSet[]): readonly string[] {
  const sameType = before.filter((other) => other.Type === set.Type)
  // An UPSERT that changes the routing policy of a set is refused too: AWS requires DELETE and CREATE.
  const others = sameType.filter((other) => !isSameSet(other, set) || policyOf(other) !== policyOf(set))
  const policy = policyOf(set)
  if (policy === undefined) {
    return others.length === 0
      ? []
      : [
          `RRSet with DNS name ${set.Name}, type ${set.Type} cannot be created as other RRSets exist with the same name and type.`,
        ]
  }
  if (others.some((other) => policyOf(other) !== policy)) return [mixedText(set, policy)]
  const competitor = others.find(
    (other) => roleOf(other, policy) !== undefined && roleOf(other, policy) === roleOf(set, policy),
  )
  if (competitor !== undefined) return [competitorText(set, policy)]
  if (
    policy === 'Weight' &&
    others.some((other) => other.TTL !== undefined && set.TTL !== undefined && other.TTL !== set.TTL)
  ) {
    return [
      `RRSet with DNS name ${set.Name} and type ${set.Type}, SetIdentifier ${set.SetIdentifier} cannot be created as weighted sets must contain the same TTL.`,
    ]
  }
  return []
}

function policyOf(set: RecordSet): RoutingField | undefined {
  return routingFieldsOf(set)[0]
}

/** The property of a policy that must be unique; undefined when sets may be alike (weights, multivalue). */
function roleOf(set: RecordSet, policy: RoutingField): string | undefined {
  switch (policy) {
    case 'Region':
      return set.Region
    case 'Failover':
      return set.Failover
    case 'GeoLocation':
      return placeText(set.GeoLocation)
    case 'GeoProximityLocation':
      return JSON.stringify({...set.GeoProximityLocation, Bias: undefined})
    case 'CidrRoutingConfig':
      return `${set.CidrRoutingConfig?.CollectionId} ${set.CidrRoutingConfig?.LocationName}`
    case 'AZAffinity':
      return `${set.AZAffinity?.LocationType} ${set.AZAffinity?.LocationId}`
    default:
      return undefined
  }
}

function subjectOf(set: RecordSet): string {
  return `RRSet with DNS name ${set.Name}, type ${set.Type}, SetIdentifier ${set.SetIdentifier}`
}

function mixedText(set: RecordSet, policy: RoutingField): string {
  const subject = subjectOf(set)
  switch (policy) {
    case 'Weight':
      return `${subject} cannot be created as a non-weighted set exists with the same name and type.`
    case 'Region':
      return `${subject}, and Region Name=${set.Region} cannot be created because a non-latency RRSet with the same name and type already exists.`
    case 'GeoLocation':
      return `${subject}, and routing to [${placeText(set.GeoLocation)}] cannot be created because a non-GEO RRSet with the same name and type already exists`
    case 'MultiValueAnswer':
      return `${subject} cannot be created because a non multivalue answer rrset exists with the same name and type.`
    case 'Failover':
      return `${subject}, and Failover=${set.Failover} cannot be created because a non-failover RRSet with the same name and type already exists.`
    case 'GeoProximityLocation':
      return `${subject} cannot be created because a non-geoproximity RRSet with the same name and type already exists.`
    case 'CidrRoutingConfig':
      return `${subject} cannot be created because a non-CIDR RRSet with the same name and type already exists.`
    case 'AZAffinity':
      return `${subject} cannot be created because a non-AZ-affinity RRSet with the same name and type already exists.`
  }
}

function competitorText(set: RecordSet, policy: RoutingField): string {
  const subject = subjectOf(set)
  switch (policy) {
    case 'Region':
      return `${subject}, and Region Name=${set.Region} cannot be created because a latency RRSet with the same name, type and region already exists.`
    case 'Failover':
      return `${subject}, and Failover=${set.Failover} cannot be created because a failover RRSet with the same name, type and failover value already exists.`
    case 'GeoLocation':
      return `${subject}, and routing to [${placeText(set.GeoLocation)}] cannot be created because a GEO RRSet with the same name, type and location already exists`
    default:
      return `${subject} cannot be created because an RRSet with the same name, type and location already exists.`
  }
}

/** Without the full names of continent and country that AWS adds, which would need its table. */
function placeText(place: GeoLocation | undefined): string {
  const parts = [
    place?.ContinentCode !== undefined && `continent = ${place.ContinentCode}`,
    place?.CountryCode !== undefined && `country = ${place.CountryCode}`,
    place?.SubdivisionCode !== undefined && `subdivision = ${place.SubdivisionCode}`,
  ]
  return parts.filter((part) => part !== false).join(', ')
}
