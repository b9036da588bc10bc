import type {RecordSet} from '../dns/record-set.js'
import {type OwnershipCodec, PLAIN_CODEC} from './ownership-codec.js'
import type {RegistrySettings} from './registry-settings.js'
import {hostsByOtherTypes, parseTxtName} from './txt-name.js'

/** Without a registry another program may still read ownership in the zone: with the names that it makes by default. */
const DEFAULT_NAMING = {prefix: '', suffix: '', wildcardReplacement: ''}

/**
 * The first value of a wanted TXT set that would be read as an ownership text; undefined when there is none. Such a value
 * would make somebody the owner of what he never made. Every value counts, under every name: values change places, and
 * other programs read other names. What may be an encrypted text counts under names that would say its host and type.
 */
export function ownershipClaimIn({type, data, name}: RecordSet, registry: RegistrySettings): string | undefined {
  if (type !== 'TXT' || data.kind !== 'values') return undefined
  const [codec, naming] = registry.kind === 'noop' ? [PLAIN_CODEC, DEFAULT_NAMING] : [registry.codec, registry]
  const saysHost = parseTxtName(naming, name)?.type !== undefined || hostsByOtherTypes(naming, name).length > 0
  return data.values.find((value) => isClaim(value, codec, saysHost) || isClaim(withoutEscapes(value), codec, saysHost))
}

function isClaim(value: string, codec: OwnershipCodec, saysHost: boolean): boolean {
  const claim = codec.read(value)
  return claim === 'unreadable' ? saysHost : claim !== undefined
}

/** The value as a name server answers it: `\055` is a hyphen. */
function withoutEscapes(value: string): string {
  return value.replace(/\\([0-3][0-7]{2}|[\s\S])/g, (_escape, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code,
  )
}
