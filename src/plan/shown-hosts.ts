import {type HostPlan, UNDOES} from './change.js'

/** For readers only: a record set that a host loses has an entry of its own, lest a deletion hide in an update. */
export function shownHosts(hosts: readonly HostPlan[]): readonly HostPlan[] {
  return hosts.flatMap(partLosses)
}

function partLosses(host: HostPlan): readonly HostPlan[] {
  const {action, changes, ownership, ledger} = host
  const lost = changes.filter(({kind}) => kind === 'delete')
  if (action === 'delete' || action === 'replace' || action === 'move' || lost.length === 0) return [host]
  const gone: HostPlan = {
    ...host,
    action: 'delete',
    changes: lost,
    ownership: ownership.filter(({kind}) => kind === 'delete'),
    ledger: ledger.filter(({kind}) => kind === 'remove'),
    ...(host.notes.some((note) => note.startsWith(UNDOES)) ? {} : {origins: [], notes: []}),
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
