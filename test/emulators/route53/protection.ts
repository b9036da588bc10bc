import {parseName, type StoredName, sortKeyOf} from './dns-name.js'
import type {Change} from './record-set.js'

/** What nobody may change in a zone: all sets of a name and type, there or not. */
export type Protection = {
  readonly name: StoredName
  readonly type: string
  readonly comment?: string
  /** The name as it was written. */
  readonly written: string
}

/** Of a zone, by name and type. */
export type Protections = Map<string, Protection>

export function keyOf(name: StoredName, type: string): string {
  return `${name} ${type}`
}

export function protect(protections: Protections, name: string, type: string, comment?: string): void {
  const stored = parseName(name)
  const protection = {name: stored, type, written: name, ...(comment !== undefined && {comment})}
  protections.set(keyOf(stored, type), protection)
}

/** By name in listing order, then type. */
export function listProtections(protections: Protections): readonly Protection[] {
  const placeOf = ({name, type}: Protection) => `${sortKeyOf(name)} ${type}`
  return [...protections.values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
}

/** The protections that the changes touch, whether or not they would change anything. */
export function touchedProtections(protections: Protections, changes: readonly Change[]): readonly Protection[] {
  const touched = changes.flatMap(({ResourceRecordSet: {Name, Type}}) => {
    const protection = protections.get(keyOf(parseName(Name), Type))
    return protection === undefined ? [] : [protection]
  })
  return [...new Set(touched)]
}
