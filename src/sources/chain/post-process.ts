import type {Desired, Endpoint, Property} from '../../dns/endpoint.js'
import {compareText} from '../../dns/record-set.js'
import type {SourceSettings} from '../source-settings.js'

/**
 * `--min-ttl` for endpoints without a TTL (it raises no other one), the properties of other providers off, the rest by
 * name, `--prefer-alias` for CNAMEs that do not say (spec sources.md §4.6).
 */
export function postProcess(found: Desired, settings: SourceSettings): Desired {
  const minTtl = Math.trunc(settings.minTtlSeconds)
  const endpoints = found.endpoints.map((endpoint) => ({
    ...endpoint,
    ttlSeconds: endpoint.ttlSeconds ?? (minTtl >= 1 ? minTtl : undefined),
    properties: toFinalProperties(endpoint, settings),
  }))
  return {...found, endpoints}
}

function toFinalProperties({recordType, properties}: Endpoint, settings: SourceSettings): readonly Property[] {
  const own = properties
    .filter(({name}) => isForProvider(name, settings.provider))
    .toSorted((a, b) => compareText(a.name, b.name))
  const isUnmarkedCname = recordType === 'CNAME' && !own.some(({name}) => name === 'alias')
  return settings.prefersAlias && isUnmarkedCname ? [...own, {name: 'alias', value: 'true'}] : own
}

function isForProvider(name: string, provider: string): boolean {
  return provider === 'cloudflare' || !name.includes('/') || name.startsWith(`${provider}/`)
}
