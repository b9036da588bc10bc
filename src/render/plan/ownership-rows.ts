import {groupBy} from '../../dns/group.js'
import {type RecordSet, valuesOf} from '../../dns/record-set.js'
import type {HostPlan, OwnershipChange} from '../../plan/change.js'
import {isRemoval} from '../../plan/ownership/ownership-writer.js'
import {formatRowKey, type LedgerChange, type LedgerRow} from '../../registry/ledger.js'
import type {OwnerId} from '../../registry/ownership.js'
import {type Row, remark} from '../layout/entry.js'
import {type Paint, SYMBOLS, type Theme} from '../layout/theme.js'
import {oneWord, type Word, words} from '../layout/wrap.js'
import {signed} from './change-rows.js'
import {targetsOf} from './record-set-text.js'
import {routingText} from './routing-text.js'

const NOBODY = 'none'

/**
 * What happens to the ownership of a host where that itself is what changes: `owner   prod-us1 → prod-eu1  (TXT a-api)`.
 * No row where record sets change and the owner stays: their ownership TXT follow them.
 */
export function hostOwnerLines(host: HostPlan, us: OwnerId | undefined, theme: Theme): readonly Row[] {
  const {formerOwner: from, owner: to} = host
  const moves =
    from !== undefined && to !== undefined
      ? [{from, to, where: ''}]
      : [
          ...host.ownership.flatMap((change) => textMove(change, host, us)),
          ...host.ledger.flatMap((change) => rowMove(change, host)),
        ]
  const rows = [...groupBy(moves, ({from, to}) => `${from} ${to}`).values()].map((same): Row => {
    const [{from, to}] = same
    const where = same.map((move) => move.where).filter((text) => text !== '')
    const content = [...words(from, {paint: theme.delete}), oneWord(theme.arrow), ...words(to, {paint: theme.create})]
    return {label: 'owner', content: [...content, ...remark(where, theme.dim)]}
  })
  return rows.length > 0 || host.changes.length > 0 ? rows : textRows(host, theme)
}

type Move = Readonly<Record<'from' | 'to' | 'where', string>>

function textMove(change: OwnershipChange, host: HostPlan, us: OwnerId | undefined): readonly Move[] {
  const from = change.kind === 'create' ? NOBODY : change.current.owner
  const to = change.kind === 'delete' || isRemoval(change) ? NOBODY : (change.owner ?? us ?? NOBODY)
  return isMove(from, to, host) ? [{from, to, where: `TXT ${txtName(change, host)}`}] : []
}

function rowMove(change: LedgerChange, host: HostPlan): readonly Move[] {
  const from = change.current?.owner ?? NOBODY
  const to = change.kind === 'remove' ? NOBODY : change.desired.owner
  return isMove(from, to, host) ? [{from, to, where: `ledger row ${rowOf(change).key.type}`}] : []
}

/** A text or row that comes or goes with its record set, or under another name, moves nothing. */
function isMove(from: string, to: string, {action}: HostPlan): boolean {
  return from === NOBODY ? action === 'adopt' : to === NOBODY ? action === 'release' : from !== to
}

function rowOf(change: LedgerChange): LedgerRow {
  return change.kind === 'remove' ? change.current : change.desired
}

/** Every change of ownership TXT and ledger rows: their names, and what happens to them. */
export function textRows(host: HostPlan, theme: Theme): readonly Row[] {
  const rows = [
    ...host.ownership.map((change) => ['TXT', textChange(change, host, theme)] as const),
    ...host.ledger.map((change) => ['row', ledgerChange(change, theme)] as const),
  ]
  return rows.map(([label, content], index) => ({label: rows[index - 1]?.[0] === label ? '' : label, content}))
}

function textChange(change: OwnershipChange, host: HostPlan, theme: Theme): readonly Word[] {
  const {kind} = change
  const name = words(`${SYMBOLS[kind]} ${txtName(change, host)}`, {paint: theme[kind]})
  return kind === 'update' ? [...name, ...remark([updateText(change)], theme.dim)] : name
}

function updateText(change: OwnershipChange & {kind: 'update'}): string {
  if (isRemoval(change)) return 'keeps its other values'
  const [before, after] = [change.current.recordSet, change.desired]
  if (valuesOf(before).join('\n') !== valuesOf(after).join('\n')) return 'new text'
  return routingText(before.routing) === routingText(after.routing) ? 'same text' : 'same text, routing as its record'
}

function ledgerChange(change: LedgerChange, theme: Theme): readonly Word[] {
  const key = formatRowKey(rowOf(change).key)
  if (change.kind === 'remove' && change.rest === undefined) return words(`- ${key}`, {paint: theme.delete})
  if (change.current === undefined) return words(`+ ${key}`, {paint: theme.create})
  const why = change.kind === 'remove' ? ['kept for its other zones'] : []
  return [...words(`~ ${key}`, {paint: theme.update}), ...remark(why, theme.dim)]
}

/** The values of ownership TXT before and after, for `--verbose`. */
export function textValueRows({ownership}: HostPlan, theme: Theme): readonly Row[] {
  const lines = (set: RecordSet, sign: '-' | '+', paint: Paint) =>
    targetsOf(set).map(({content}): Row => ({label: '', content: signed(sign, content, paint)}))
  return ownership.flatMap((change) => [
    ...(change.kind === 'create' ? [] : lines(change.current.recordSet, '-', theme.delete)),
    ...(change.kind === 'delete' ? [] : lines(change.desired, '+', theme.create)),
  ])
}

/** Relative to the zone of the host, since the full names are long and all have the same end. */
function txtName(change: OwnershipChange, host: HostPlan): string {
  const {name} = change.kind === 'delete' ? change.current.recordSet : change.desired
  const format = change.kind !== 'create' && change.current.type === undefined ? ' (old format)' : ''
  if (change.zone.id !== host.zone.id) return `${name} in zone ${change.zone.name} (${change.zone.id})${format}`
  const tail = `.${host.zone.name}`
  return `${name.endsWith(tail) ? name.slice(0, -tail.length) : name}${format}`
}
