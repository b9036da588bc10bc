import {collect} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import {hostKey} from '../../dns/zone.js'
import type {HostPlan, OwnershipChange} from '../../plan/change.js'
import type {Blocked, Plan} from '../../plan/plan.js'
import type {LedgerChange} from '../../registry/ledger.js'
import {type OwnerId, parseOwnership} from '../../registry/ownership.js'
import type {Row} from '../layout/entry.js'
import {type Word, words} from '../layout/wrap.js'
import {sortBlocked} from './blocked-text.js'
import {type RowOptions, remark} from './change-rows.js'
import {targetsOf} from './record-set-text.js'

/** The changes of a host's ownership TXT, as a single row of names when that is complete. */
export function hostOwnerLines(host: HostPlan, owner: OwnerId | undefined, options: RowOptions): Row[] {
  const rows: Row[] = []
  const names = namesText(host)
  if (names !== undefined) {
    const tail = isOneBatch(host) ? remark('one atomic batch', options.theme.dim) : []
    rows.push({kind: 'txt', label: 'owner', marker: '', content: [...words(names), ...tail]})
  }
  rows.push(...updatedRows(host, owner, rows.length === 0))
  return options.isVerbose ? [...rows, ...host.ownership.flatMap((change) => textRows(change, host, options))] : rows
}

/** The short form for narrow terminals: `(+2 TXT)`, `(+2 -1 TXT)`. */
export function foldedTxt(host: HostPlan): string | undefined {
  if (host.ownership.length === 0) return undefined
  const count = (kind: OwnershipChange['kind'], sign: string) => {
    const changes = host.ownership.filter((change) => change.kind === kind)
    return changes.length === 0 ? [] : [`${sign}${changes.length}`]
  }
  const counts = [...count('create', '+'), ...count('update', '~'), ...count('delete', '-')].join(' ')
  return `(${counts} TXT${isOneBatch(host) ? ', one atomic batch' : ''})`
}

/**
 * True for a replacement in a single batch, where nobody can see the old and the new record apart. A TXT in another
 * zone is in a batch of its own.
 */
function isOneBatch(host: HostPlan): boolean {
  return host.action === 'replace' && host.ownership.every(({zone}) => zone.id === host.zone.id)
}

function namesText(host: HostPlan): string | undefined {
  const names = (kind: OwnershipChange['kind']) =>
    host.ownership
      .filter((change) => change.kind === kind)
      .map((change) => txtName(change, host))
      .join(', ')
  const [come, gone] = [names('create'), names('delete')]
  if (come !== '' && gone !== '') return `TXT ${gone} -> ${come}`
  if (come !== '') return `new TXT ${come}`
  if (gone !== '') return host.action === 'delete' ? `TXT ${gone}` : `TXT ${gone} deleted`
  return undefined
}

/** A new owner is shown on every terminal, a rewritten TXT only when there is room. */
function updatedRows(host: HostPlan, owner: OwnerId | undefined, isFirst: boolean): Row[] {
  const rows: Row[] = []
  for (const change of host.ownership) {
    if (change.kind !== 'update') continue
    const next = ownerIn(change.desired) ?? owner
    const changesOwner = next !== undefined && change.current.owner !== next
    const claim =
      host.action === 'delete'
        ? 'keeps only its other values'
        : changesOwner
          ? `owner ${change.current.owner} -> ${next}`
          : 'text written anew'
    rows.push({
      kind: changesOwner ? 'text' : 'txt',
      label: isFirst && rows.length === 0 ? 'owner' : '',
      marker: '',
      content: words(`TXT ${txtName(change, host)}: ${claim}`),
    })
  }
  return rows
}

/** Undefined for an encrypted TXT. */
function ownerIn({data}: RecordSet): OwnerId | undefined {
  return data.kind === 'values' ? parseOwnership(data.values[0] ?? '')?.owner : undefined
}

/** Relative to the zone of the host, since the full names are long and all have the same end. */
function txtName(change: OwnershipChange, host: HostPlan): string {
  const {name} = nameHolder(change)
  const format = change.kind !== 'create' && change.current.type === undefined ? ' (old format)' : ''
  if (change.zone.id !== host.zone.id) return `${name} in zone ${change.zone.name} (${change.zone.id})${format}`
  const tail = `.${host.zone.name}`
  return `${name.endsWith(tail) ? name.slice(0, -tail.length) : name}${format}`
}

function nameHolder(change: OwnershipChange): RecordSet {
  return change.kind === 'delete' ? change.current.recordSet : change.desired
}

/** The raw values of the TXT. */
function textRows(change: OwnershipChange, host: HostPlan, {theme}: RowOptions): Row[] {
  const lines = (set: RecordSet, marker: '-' | '+'): Row[] =>
    targetsOf(set).map((target) => {
      const paint = marker === '-' ? theme.delete : theme.create
      const content: Word[] = target.content.map((word) => ({...word, paint}))
      return {kind: 'text', label: '', marker, content: [...content, ...remark(`in TXT ${txtName(change, host)}`)]}
    })
  return [
    ...(change.kind === 'create' ? [] : lines(change.current.recordSet, '-')),
    ...(change.kind === 'delete' ? [] : lines(change.desired, '+')),
  ]
}

/** The changes of a host's ledger rows: `new row A, AAAA`. `--verbose` shows their keys. */
export function ledgerRows(host: HostPlan, owner: OwnerId | undefined, {isVerbose}: RowOptions): Row[] {
  const groups = collect(host.ledger.map((change) => [claimOf(change, owner), nameOf(change, isVerbose)] as const))
  return [...groups].map(([claim, names], index) => ({
    kind: 'text',
    label: index === 0 && host.ownership.length === 0 ? 'owner' : '',
    marker: '',
    content: words(`ledger row ${names.join(', ')}: ${claim}`),
  }))
}

function claimOf(change: LedgerChange, owner: OwnerId | undefined): string {
  if (change.kind === 'remove') return change.rest === undefined ? 'removed' : 'kept for its other zones'
  if (change.current === undefined) return 'new'
  return change.current.owner === owner ? 'written anew' : `owner ${change.current.owner} -> ${owner ?? ''}`
}

function nameOf(change: LedgerChange, isVerbose: boolean): string {
  const {name, type, setIdentifier} = change.kind === 'remove' ? change.current.key : change.desired.key
  return isVerbose ? `${name}#${type}#${setIdentifier ?? ''}` : type
}

/** Finds the requests of other objects that lost against a host of the plan. */
export function competitorsOf(plan: Plan): (host: HostPlan) => readonly Blocked[] {
  const competitors = collect(
    sortBlocked(plan.blocked).flatMap((block) => {
      const {reason, zone, host, setIdentifier} = block
      return reason !== 'conflict-lost' || zone === undefined
        ? []
        : [[hostKey({zone, name: host, setIdentifier}), block] as const]
    }),
  )
  // A record set that is deleted while its host stays has nothing to do with other requests for the host.
  const isLoss = ({action, isGone}: HostPlan) => action === 'delete' && !isGone
  return (host) => (isLoss(host) ? [] : (competitors.get(hostKey(host)) ?? []))
}
