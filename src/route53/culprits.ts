import type {ChangeBatch, ChangeGroup, WireChange} from './ports.js'
import {type Rejection, readRejection} from './rejection.js'

/**
 * The groups of a refused batch that Route 53's messages name, each with what was said about it. It names a record set, or
 * for aliases their target; it may name only some of those that it would refuse, and none.
 */
export function findCulprits(
  {groups}: ChangeBatch,
  messages: readonly string[],
): ReadonlyMap<ChangeGroup, readonly string[]> {
  const byName = new Map<string, {readonly group: ChangeGroup; readonly change: WireChange}[]>()
  for (const group of groups) {
    for (const change of group.changes) {
      for (const name of namesOf(change)) {
        const known = byName.get(name)
        if (known === undefined) byName.set(name, [{group, change}])
        else known.push({group, change})
      }
    }
  }
  const culprits = new Map<ChangeGroup, Set<string>>()
  for (const message of messages) {
    const rejection = readRejection(message)
    for (const {group, change} of byName.get(rejection.name ?? '') ?? []) {
      if (isAbout(rejection, change)) culprits.set(group, (culprits.get(group) ?? new Set()).add(message))
    }
  }
  return new Map([...culprits].map(([group, said]) => [group, [...said]]))
}

function namesOf({recordSet: {name, data}}: WireChange): readonly string[] {
  return data.kind === 'alias' && data.target.dnsName !== name ? [name, data.target.dnsName] : [name]
}

function isAbout({kind, name, type, setIdentifier}: Rejection, {action, recordSet}: WireChange): boolean {
  if (type !== undefined && recordSet.type !== type) return false
  if (kind === 'alias-target-missing' || kind === 'alias-outside-zone') {
    return action === 'CREATE' && recordSet.data.kind === 'alias' && recordSet.data.target.dnsName === name
  }
  return recordSet.name === name && (setIdentifier === undefined || recordSet.setIdentifier === setIdentifier)
}
