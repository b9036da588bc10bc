import type {Endpoint, Origin, SourceWarning} from '../dns/endpoint.js'

/**
 * One warning for each endpoint that shares its key with an earlier one while its TTL or its properties, which are
 * then not used, differ. external-dns drops them without a word.
 */
export function overruledWarnings(
  endpoints: readonly Endpoint[],
  keyOf: (endpoint: Endpoint) => string | undefined,
): readonly SourceWarning[] {
  const firsts = new Map<string, Endpoint>()
  const warnings: SourceWarning[] = []
  for (const endpoint of endpoints) {
    const key = keyOf(endpoint)
    if (key === undefined) continue
    const winner = firsts.get(key)
    if (winner === undefined) firsts.set(key, endpoint)
    else if (winner.ttlSeconds !== endpoint.ttlSeconds) warnings.push(warn(endpoint, winner, 'TTL is'))
    else if (propertiesOf(winner) !== propertiesOf(endpoint)) warnings.push(warn(endpoint, winner, 'properties are'))
  }
  return warnings
}

function warn(loser: Endpoint, winner: Endpoint, what: string): SourceWarning {
  return {
    origin: loser.origins[0],
    warning: `its ${what} not used for ${loser.dnsName} ${loser.recordType}: ${show(winner.origins[0])} asks for the same record and comes first`,
  }
}

function show(origin: Origin | undefined): string {
  return origin === undefined ? 'another object' : `${origin.kind} ${origin.namespace}/${origin.name}`
}

function propertiesOf(endpoint: Endpoint): string {
  return JSON.stringify(endpoint.properties)
}
