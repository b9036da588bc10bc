import type {RecordSet} from '../dns/record-set.js'
import {type OwnershipCodec, PLAIN_CODEC} from './ownership-codec.js'
import type {RegistrySettings} from './registry-settings.js'
import {hostsByOtherTypes, parseTxtName} from './txt-name.js'

/** The default naming. Without a registry, another program may still read ownership in the zone. */
const DEFAULT_NAMING = {prefix: '', suffix: ''}

/** A requested TXT value that is ownership would make a false owner. Every value counts: values may change places. */
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

/** The value as a name server returns it: `\055` is a hyphen. */
function withoutEscapes(value: string): string {
  return value.replace(/\\([0-3][0-7]{2}|.)/gs, (_escape, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code,
  )
}
