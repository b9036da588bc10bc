import {shellWord} from '../errors/shell-word.js'
import type {Claims, OwnershipTxt} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'

/** A zone of many texts is not compared with all of its records. */
const TEXTS_TRIED = 20

/**
 * Tells, as a phrase, that ownership texts of this owner are there and speak of no record set under the names that the flags
 * give them, while under another prefix they would; undefined when it is not so.
 */
export function findStrangePrefix(claims: Claims, registry: RegistrySettings): string | undefined {
  if (registry.kind === 'noop' || claims.claims.some(({kind}) => kind === 'owned')) return undefined
  const own = claims.orphans.filter(({owner}) => owner === registry.ownerId)
  const found = own.slice(0, TEXTS_TRIED).flatMap((text) => prefixOf(text, claims) ?? [])
  const [prefix, ...others] = new Set(found)
  if (prefix === undefined || others.length > 0) return undefined
  const texts = own.length === 1 ? 'the ownership TXT' : `the ${own.length} ownership TXT`
  const [fix, used] =
    prefix === ''
      ? ['without a prefix', '--txt-prefix=']
      : [`with the prefix ${prefix}`, `--txt-prefix=${shellWord(prefix)}`]
  const flags = registry.suffix === '' ? used : `${used} and no --txt-suffix`
  return `${texts} of owner ${registry.ownerId} would guard records ${fix}, and guard none as it is: is ${flags} meant?`
}

/** What stands before the typed name of a record set that is there, in the text's own zone. */
function prefixOf({recordSet: text, zone}: OwnershipTxt, claims: Claims): string | undefined {
  for (const {zone: other, recordSet} of claims.claims) {
    if (other !== zone || recordSet.type === 'TXT' || recordSet.type === 'NS' || recordSet.type === 'SOA') continue
    const typed = `${recordSet.type.toLowerCase()}-${recordSet.name}`
    if (text.name.endsWith(typed)) return text.name.slice(0, -typed.length)
  }
  return undefined
}
