import {toStoredName} from '../dns/dns-name.js'
import {firstValue} from '../dns/record-set.js'
import {parseOwnership, untypedTypes} from './ownership.js'
import type {OwnershipRecord} from './ownership-records.js'
import {type TxtNaming, toTxtName} from './txt-name.js'

/**
 * How an ownership TXT tells which record it belongs to. `typed`: by its name, `a-web`, also `caa-web`, whose value
 * repeats the type · `template`: the type is in the prefix or suffix, in place of `%{record_type}` · `alias`:
 * `cname-web` next to an A alias, as external-dns before v0.22 wrote it · `untyped`: `web`, the oldest format ·
 * `own-name`: at the host itself with the types in the value, where no zone can hold another name.
 */
export const TXT_FORMATS = ['typed', 'template', 'alias', 'untyped', 'own-name'] as const
export type TxtFormat = (typeof TXT_FORMATS)[number]

/** @param speaksOfAlias the TXT has the name of a CNAME and belongs to an A alias. */
export function txtFormatOf(text: OwnershipRecord, naming: TxtNaming, speaksOfAlias: boolean): TxtFormat {
  if (speaksOfAlias) return 'alias'
  if (text.type === undefined) return untypedTypes(text) === undefined ? 'untyped' : 'own-name'
  const isTemplate = `${naming.prefix}${naming.suffix}`.includes('%{record_type}')
  const {name} = text.recordSet
  return isTemplate && name === toTxtName(naming, toStoredName(text.host), text.type) ? 'template' : 'typed'
}

/** True for an encrypted TXT, whether or not it could be decrypted. */
export function isEncryptedTxt({recordSet}: OwnershipRecord): boolean {
  return parseOwnership(firstValue(recordSet)) === undefined
}
