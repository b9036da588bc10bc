import type {RecordSet, Routing} from '../../dns/record-set.js'

const MAX_SET_IDENTIFIER = 128
const MAX_SETS_OF_ONE_NAME = 100
const CONTINENTS = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA']
/** The form of region names. A list would reject new regions. */
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/

/** Problems with the routing of a single set (API reference, ResourceRecordSet). */
export function routingProblems(set: RecordSet): readonly string[] {
  const {routing, setIdentifier} = set
  if (routing.kind === 'simple') {
    return setIdentifier === undefined ? [] : [`the set identifier "${setIdentifier}" needs a routing policy`]
  }
  const problems = [...policyProblems(routing), ...typeProblems(set)]
  if (setIdentifier === undefined || setIdentifier === '')
    problems.push(`${routing.kind} routing needs a set identifier`)
  else if (setIdentifier.length > MAX_SET_IDENTIFIER) {
    problems.push(`the set identifier has ${setIdentifier.length} characters, Route 53 takes ${MAX_SET_IDENTIFIER}`)
  }
  return problems
}

/**
 * True for a PRIMARY without alias and health check, which Route 53 refuses (API reference, ResourceRecordSet,
 * Failover).
 */
export function lacksHealthCheck({data, routing, healthCheckId}: RecordSet): boolean {
  return (
    routing.kind === 'failover' && routing.role === 'PRIMARY' && data.kind === 'values' && healthCheckId === undefined
  )
}

/** Why these sets of one name and type cannot coexist. */
export function siblingProblems(sets: readonly RecordSet[]): readonly string[] {
  const [first] = sets
  if (first === undefined || sets.length < 2) return []
  const at = `${first.type} ${first.name}`
  const kinds = [...new Set(sets.map((set) => set.routing.kind))].sort()
  if (kinds.length > 1) return [`${at} would have ${kinds.join(' and ')} routing side by side`]
  if (first.routing.kind === 'simple') return [`${at} would be there ${sets.length} times`]
  const problems: string[] = []
  const identifier = repeated(sets.map((set) => set.setIdentifier))
  if (identifier !== undefined) problems.push(`${at} would be there twice with the set identifier "${identifier}"`)
  const place = repeated(sets.map((set) => placeOf(set.routing)))
  if (place !== undefined) problems.push(`${at} would have two sets for ${place}`)
  if (first.routing.kind === 'weighted' && new Set(sets.flatMap(ttlOf)).size > 1) {
    problems.push(`the weighted sets of ${at} would have different TTLs`)
  }
  const tooMany = countProblem(first.type, first.name, sets.length)
  return tooMany === undefined ? problems : [...problems, tooMany]
}

/** Why there are too many records with the same name and type (Developer Guide, Quotas). */
export function countProblem(type: RecordSet['type'], name: string, count: number): string | undefined {
  return count <= MAX_SETS_OF_ONE_NAME
    ? undefined
    : `${type} ${name} would have ${count} sets, Route 53 takes ${MAX_SETS_OF_ONE_NAME}`
}

function policyProblems(routing: Routing): string[] {
  switch (routing.kind) {
    case 'weighted':
      return routing.weight >= 0 && routing.weight <= 255 ? [] : [`the weight ${routing.weight} is not in 0 to 255`]
    case 'latency':
      return REGION.test(routing.region) ? [] : [`"${routing.region}" is no AWS region`]
    case 'failover':
      return ['PRIMARY', 'SECONDARY'].includes(routing.role)
        ? []
        : [`the failover role "${routing.role}" is neither PRIMARY nor SECONDARY`]
    case 'geolocation':
      return geolocationProblems(routing)
    case 'geoproximity':
      return geoproximityProblems(routing)
    default:
      return []
  }
}

function geolocationProblems(routing: Extract<Routing, {kind: 'geolocation'}>): string[] {
  const {continentCode, countryCode, subdivisionCode} = routing
  if (continentCode !== undefined) {
    if (countryCode !== undefined || subdivisionCode !== undefined) return ['a continent stands alone as a geolocation']
    return CONTINENTS.includes(continentCode)
      ? []
      : [`"${continentCode}" is no continent code: ${CONTINENTS.join(', ')}`]
  }
  if (countryCode === undefined) return ['a subdivision needs a country as a geolocation']
  if (!/^([A-Z]{2}|\*)$/.test(countryCode)) {
    return [`"${countryCode}" is no country code: two capital letters, or * for everywhere else`]
  }
  const isSubdivision = subdivisionCode === undefined || /^[A-Z0-9]{1,3}$/.test(subdivisionCode)
  return isSubdivision ? [] : [`"${subdivisionCode}" is no subdivision code`]
}

function geoproximityProblems(routing: Extract<Routing, {kind: 'geoproximity'}>): string[] {
  const {region, localZoneGroup, coordinates, bias = 0} = routing
  const places = [region, localZoneGroup, coordinates].filter((place) => place !== undefined)
  const problems: string[] = []
  if (places.length !== 1) problems.push('geoproximity needs one of region, local zone group and coordinates')
  if (region !== undefined && !REGION.test(region)) problems.push(`"${region}" is no AWS region`)
  if (!(bias >= -99 && bias <= 99)) problems.push(`the geoproximity bias ${bias} is not in -99 to 99`)
  return problems
}

function typeProblems({type, data, routing}: RecordSet): string[] {
  const problems: string[] = []
  if (['NS', 'SOA', 'DS'].includes(type)) problems.push(`${type} records take simple routing only`)
  if (routing.kind !== 'multivalue') return problems
  if (type === 'CNAME') problems.push('a CNAME takes no multivalue routing')
  if (data.kind === 'alias') problems.push('an alias takes no multivalue routing')
  return problems
}

/** The property of a policy that must be unique, in words; undefined when sets may be alike. */
function placeOf(routing: Routing): string | undefined {
  switch (routing.kind) {
    case 'latency':
      return `region ${routing.region}`
    case 'failover':
      return `the role ${routing.role}`
    case 'geolocation': {
      const codes = [routing.continentCode, routing.countryCode, routing.subdivisionCode]
      return `the location ${codes.filter((code) => code !== undefined).join('-')}`
    }
    case 'geoproximity': {
      const {region, localZoneGroup, coordinates} = routing
      const point = coordinates && `${Number(coordinates.latitude)},${Number(coordinates.longitude)}`
      return `the place ${region ?? localZoneGroup ?? point}`
    }
    case 'cidr':
      return `the CIDR location ${routing.collectionId} ${routing.locationName}`
    default:
      return undefined
  }
}

function ttlOf({data}: RecordSet): readonly number[] {
  return data.kind === 'values' ? [data.ttlSeconds] : []
}

function repeated(texts: readonly (string | undefined)[]): string | undefined {
  const seen = new Set<string>()
  return texts.find((text) => {
    if (text === undefined) return false
    if (seen.has(text)) return true
    seen.add(text)
    return false
  })
}
