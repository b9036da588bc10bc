import type {HostPlan} from './change.js'

/**
 * Hosts as they are shown and counted: one that stays and loses a whole record set, with none in its place, has an entry
 * for that of its own, so that no deletion hides in an update. Only for readers; what is applied is the host as a whole.
 */
export function shownHosts(hosts: readonly HostPlan[]): readonly HostPlan[] {
  return hosts.flatMap(partLosses)
}

function partLosses(host: HostPlan): readonly HostPlan[] {
  const {action, changes, ownership, ledger} = host
  const lost = changes.filter(({kind}) => kind === 'delete')
  if (action === 'delete' || action === 'replace' || lost.length === 0) return [host]
  const gone: HostPlan = {
    ...host,
    action: 'delete',
    changes: lost,
    ownership: ownership.filter(({kind}) => kind === 'delete'),
    ledger: ledger.filter(({kind}) => kind === 'remove'),
    origins: [],
    notes: [],
  }
  const kept: HostPlan = {
    ...host,
    changes: changes.filter(({kind}) => kind !== 'delete'),
    ownership: ownership.filter(({kind}) => kind !== 'delete'),
    ledger: ledger.filter(({kind}) => kind !== 'remove'),
    formerResources: [],
  }
  const isTouched = kept.changes.length + kept.ownership.length + kept.ledger.length > 0
  return isTouched ? [gone, kept] : [gone]
}
