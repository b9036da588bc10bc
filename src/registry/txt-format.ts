import {toStoredName} from '../dns/dns-name.js'
import {parseOwnership, untypedTypes} from './ownership.js'
import type {OwnershipRecord} from './ownership-records.js'
import {type TxtNaming, toTxtName} from './txt-name.js'

/**
 * How an ownership TXT says what it guards, by its name. `typed`: `a-web`, also `caa-web`, whose text repeats the type ·
 * `template`: the type stands in the prefix or suffix, where `%{record_type}` is · `alias`: `cname-web` beside an A alias,
 * as external-dns before v0.22 wrote it · `untyped`: `web`, the oldest · `own-name`: at the host itself, with its types in
 * the text, where no zone takes another name.
 */
export const TXT_FORMATS = ['typed', 'template', 'alias', 'untyped', 'own-name'] as const
export type TxtFormat = (typeof TXT_FORMATS)[number]

/** @param guardsAlias the text speaks of an A alias under the name of a CNAME. */
export function txtFormatOf(text: OwnershipRecord, naming: TxtNaming, speaksOfAlias: boolean): TxtFormat {
  if (speaksOfAlias) return 'alias'
  if (text.type === undefined) return untypedTypes(text) === undefined ? 'untyped' : 'own-name'
  const isTemplate = `${naming.prefix}${naming.suffix}`.includes('%{record_type}')
  const {name} = text.recordSet
  return isTemplate && name === toTxtName(naming, toStoredName(text.host), text.type) ? 'template' : 'typed'
}

/** True for a text that stands encrypted, whether or not it could be read. */
export function isEncryptedTxt({recordSet, isUnreadable}: OwnershipRecord): boolean {
  if (isUnreadable) return true
  const [value = ''] = recordSet.data.kind === 'values' ? recordSet.data.values : []
  return parseOwnership(value) === undefined
}
