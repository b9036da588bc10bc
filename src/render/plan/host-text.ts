import {fieldText, objectText, plural, resourceText} from '../../dns/phrase.js'
import {type HostPlan, NO_OBJECT_ASKED} from '../../plan/change.js'
import {labelsOf} from '../../plan/plan-input.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {Entry, Row} from '../layout/entry.js'
import {SYMBOLS, type Theme} from '../layout/theme.js'
import {type Word, words} from '../layout/wrap.js'
import {changeRows, type RowOptions} from './change-rows.js'
import {hostOwnerLines, textRows, textValueRows} from './ownership-rows.js'

/** More objects are counted: a record for all nodes would fill the screen. */
const MOST_ORIGINS = 5

/** One host: what changes, and who asks for it. */
export function hostEntry(host: HostPlan, owner: OwnerId | undefined, options: RowOptions): Entry {
  const {theme, isVerbose} = options
  const paint = theme[host.action]
  const changes = changeRows(host, options)
  // What is lost is red as a whole.
  const rows = host.action === 'delete' ? changes.map((row) => ({...row, paint})) : changes
  const owners =
    isVerbose && host.changes.length === 0 && host.action !== 'move'
      ? []
      : hostOwnerLines(host, host.owner ?? owner, theme)
  return {
    symbol: SYMBOLS[host.action],
    paint,
    name: host.name,
    rows: [...rows, ...owners, ...(isVerbose ? ownershipRows(host, theme) : [])],
    notes: whoNotes(host, options),
  }
}

/** Its ownership TXT and ledger rows, which a person sees only on demand. */
export function ownershipRows(host: HostPlan, theme: Theme): readonly Row[] {
  return [...textRows(host, theme), ...textValueRows(host, theme)]
}

/** The objects that ask for it, then the remarks of the plan. */
function whoNotes(host: HostPlan, {theme, isVerbose}: RowOptions): readonly (readonly Word[])[] {
  const asks = whoText(host, isVerbose)
  const who = [...(asks === '' ? [] : [asks]), ...(isOneBatch(host) ? ['one atomic batch'] : [])].join('  ')
  return [...(who === '' ? [] : [who]), ...host.notes].map((text) => words(text, {paint: theme.dim}))
}

export function whoText(host: HostPlan, isVerbose: boolean): string {
  const {origins} = host
  const former = host.formerResources.filter(
    (resource) => !origins.some((origin) => labelsOf(origin).includes(resource)),
  )
  const was = former.length === 0 ? '' : `was ${former.map(resourceText).join(', ')}`
  if (origins.length > 0) {
    const shown = isVerbose ? origins : origins.slice(0, MOST_ORIGINS)
    const left = origins.length - shown.length
    const more = left === 0 ? '' : ` and ${plural(left, 'more object')}`
    const names = shown.map(isVerbose ? fieldText : objectText)
    return `${names.join(', ')}${more}${was === '' ? '' : ` (${was})`}`
  }
  // When only ownership changes, a note says why: an object may still ask for the host.
  if (host.action !== 'delete' || host.changes.length === 0 || host.notes.includes(NO_OBJECT_ASKED)) return was
  const none = `no object${host.cluster === undefined ? '' : ` of ${host.cluster}`} asks for ${host.isGone ? 'it' : 'this record set'} any more`
  return `${none}${was === '' ? '' : ` (${was})`}`
}

/** A replacement in one batch, where nobody can see old and new apart; a TXT in another zone has its own batch. */
function isOneBatch(host: HostPlan): boolean {
  return (
    (host.action === 'replace' || host.action === 'move') && host.ownership.every(({zone}) => zone.id === host.zone.id)
  )
}
