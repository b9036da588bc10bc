import type {Property} from '../dns/endpoint.js'
import type {Annotation, Annotations} from './annotations.js'

/** `aws-weight` becomes the property `aws/weight`; likewise for the others. */
const PROVIDERS = ['aws', 'scw', 'webhook', 'coredns'] as const

/** In the order in which external-dns tests them. */
const CLOUDFLARE_NAMES = [
  'cloudflare-custom-hostname',
  'cloudflare-proxied',
  'cloudflare-region-key',
  'cloudflare-record-comment',
  'cloudflare-tags',
] as const

/**
 * The provider-specific wishes of an object: `alias`, `record-type`, then the rest by name.
 * Values are not looked at here, and an unknown `aws-foo` becomes `aws/foo` (spec sources.md §2.2).
 */
export function toProperties(annotations: Annotations): readonly Property[] {
  const properties: Property[] = []
  const alias = annotations.byName.get('alias')
  if (alias?.value === 'true') properties.push({name: 'alias', value: 'true'})
  const recordType = annotations.byName.get('record-type')
  if (recordType !== undefined) properties.push({name: 'record-type', value: recordType.value})
  for (const [name, annotation] of annotations.byName) {
    const property = toPropertyName(name, annotation)
    if (property !== undefined) properties.push({name: property, value: annotation.value})
  }
  return properties
}

function toPropertyName(name: string, annotation: Annotation): string | undefined {
  const provider = PROVIDERS.find((one) => name.startsWith(`${one}-`))
  if (provider !== undefined) return `${provider}/${name.slice(provider.length + 1)}`
  if (name === 'azure-tags') return 'azure/tags'
  const cloudflare = CLOUDFLARE_NAMES.find((one) => name.startsWith(one))
  return cloudflare === undefined ? undefined : `${annotation.key.slice(0, -name.length)}${cloudflare}`
}
