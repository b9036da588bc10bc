import type {HostPlan} from '../plan/change.js'
import type {LedgerChange} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'
import type {RowOptions} from './change-rows.js'
import type {Row} from './entry.js'
import {words} from './wrap.js'

/** What happens to the ledger rows of a host: `new row A, AAAA`. Their keys are shown with `--verbose`. */
export function ledgerRows(host: HostPlan, owner: OwnerId | undefined, {isVerbose}: RowOptions): Row[] {
  const groups = new Map<string, string[]>()
  for (const change of host.ledger) {
    const said = saidOf(change, owner)
    groups.set(said, [...(groups.get(said) ?? []), nameOf(change, isVerbose)])
  }
  return [...groups].map(([said, names], index) => ({
    kind: 'text',
    label: index === 0 && host.ownership.length === 0 ? 'owner' : '',
    marker: '',
    content: words(`ledger row ${names.join(', ')}: ${said}`),
  }))
}

function saidOf(change: LedgerChange, owner: OwnerId | undefined): string {
  if (change.kind === 'remove') return change.rest === undefined ? 'removed' : 'kept for its other zones'
  if (change.current === undefined) return 'new'
  return change.current.owner === owner ? 'written anew' : `owner ${change.current.owner} -> ${owner ?? ''}`
}

function nameOf(change: LedgerChange, isVerbose: boolean): string {
  const {name, type, setIdentifier} = change.kind === 'remove' ? change.current.key : change.desired.key
  return isVerbose ? `${name}#${type}#${setIdentifier ?? ''}` : type
}
