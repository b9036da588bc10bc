import type {RecordSet} from '../../src/dns/record-set.js'
import {parseOwnership} from '../../src/registry/ownership.js'
import {type TxtNaming, toTxtName} from '../../src/registry/txt-name.js'
import {planInput, type Situation} from './builders.js'
import {untypedName} from './generated-records.js'
import type {Contents} from './outcome.js'

/** Record sets that no ownership TXT declares ours, or the migrated owner's. */
export function notOurs(situation: Situation): readonly RecordSet[] {
  const registry = planInput(situation).registry
  if (registry.kind === 'noop') return []
  const sets = (situation.stored as Contents).flatMap(([, recordSets]) => recordSets)
  const texts = new Set(
    sets
      .filter((set) => {
        const owner = ownerOf(set)
        return owner === registry.ownerId || (owner !== undefined && owner === registry.migrateFrom)
      })
      .map((set) => `${set.name} ${set.setIdentifier ?? ''}`),
  )
  return sets.filter((set) => {
    const owner = ownerOf(set)
    if (owner !== undefined) return owner !== registry.ownerId && owner !== registry.migrateFrom
    return !possibleTxtNames(registry, set).some((name) => texts.has(`${name} ${set.setIdentifier ?? ''}`))
  })
}

export function ownerOf(set: RecordSet): string | undefined {
  return set.type === 'TXT' && set.data.kind === 'values' ? parseOwnership(set.data.values[0] ?? '')?.owner : undefined
}

function possibleTxtNames(naming: TxtNaming, set: RecordSet): readonly string[] {
  const types = [set.type, ...(set.type === 'A' && set.data.kind === 'alias' ? ['CNAME'] : [])]
  // An old-format TXT of `a-web` is read as the typed one of `web`, as in external-dns.
  const misread = types.map((type) => untypedName(naming, `${type.toLowerCase()}-${set.name}`))
  return [
    ...types.map((type) => toTxtName(naming, set.name, type)),
    untypedName(naming, set.name),
    set.name,
    ...misread,
  ]
}

/** TXT values that are not ownership, by place. */
export function foreignTexts(contents: Contents): readonly string[] {
  return contents
    .flatMap(([zone, sets]) =>
      sets.flatMap(({name, type, setIdentifier, data}) =>
        type === 'TXT' && data.kind === 'values'
          ? data.values
              .filter((value) => value.includes('spf1'))
              .map((value) => `${zone.id} ${name} ${setIdentifier} ${value}`)
          : [],
      ),
    )
    .sort()
}
