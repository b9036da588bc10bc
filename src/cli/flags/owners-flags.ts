import {OWNERS_STATES, stateWord} from '../../pipeline/ownership-entry.js'
import {GROUP_KEYS, SORT_KEYS} from '../../render/owners/ownership-order.js'
import {boolean, choice, string, strings, withColumn} from './flag-spec.js'

export const OWNERS_FLAGS = withColumn({topic: 'Ownership', hasEnv: false})({
  owner: strings('Show this owner only; repeatable'),
  zone: strings('Show this zone only, by name or id; repeatable'),
  host: strings('Show only this host, or those below *.example.com; repeatable'),
  'resource-namespace': strings(
    'Show only what objects of this namespace asked for, as the ownership TXT says; repeatable',
  ),
  state: strings(`Show this state only; ${OWNERS_STATES.map(stateWord).join(', ')}; repeatable`, {
    known: OWNERS_STATES.map(stateWord),
  }),
  ...withColumn({topic: 'Output'})({
    sort: choice('Sort by this first; then by owner, zone, host', {default: 'owner', options: SORT_KEYS}),
    'group-by': choice('Print a table for each; in JSON and CSV: only sort', {options: GROUP_KEYS}),
    wide: boolean('Also show zone, target, TTL; name and format of each ownership TXT, as JSON and CSV always do', {
      hasNegation: false,
    }),
    summary: boolean('Count by owner, zone and state in place of the list', {hasNegation: false}),
    csv: boolean('Answer in CSV (RFC 4180)'),
  }),
})

export const HISTORY_FLAGS = withColumn({topic: 'Run', hasEnv: false})({
  zone: OWNERS_FLAGS.zone,
  since: string('Show changes since then, 2h or 2026-11-30T08:00:00Z; default: all of a host, 24h of a zone'),
  wide: boolean('Show all columns; nothing in them is cut', {topic: 'Output', hasNegation: false}),
})

/** `--all` is required to give up everything, so that an unset variable in a script cannot do so. */
export const RELEASE_FLAGS = withColumn({topic: 'Safety', hasEnv: false, hasNegation: false})({
  all: boolean('Without HOST: every host that the owner holds; in the selected zones'),
})

export const ADOPT_FLAGS = withColumn({topic: 'Safety', hasEnv: false, hasNegation: false})({
  'equal-only': boolean('Adopt only records that are already as wanted; so no DNS answer changes'),
})

export const MIGRATE_FLAGS = withColumn({topic: 'Ownership', hasEnv: false})({
  from: string('Former owner id'),
  to: string('New owner id; default: that of --txt-owner-id'),
})

export const TRANSFER_FLAGS = withColumn({topic: 'Ownership', hasEnv: false})({
  to: string('Owner id that gets the hosts'),
})

export const REPAIR_FLAGS = withColumn({topic: 'Ownership', hasEnv: false, hasNegation: false, mayBeEmpty: true})({
  'upgrade-format': boolean('Remove ownership TXT in an older format; each once there is one in the current format'),
  'from-prefix': string('Former --txt-prefix; if it was empty: --from-prefix='),
  'from-suffix': string('Former --txt-suffix'),
  'from-wildcard-replacement': string('Former --txt-wildcard-replacement'),
})

/** For commands that can do part of their work from the zones alone. */
export const WITHOUT_CLUSTER_FLAGS = withColumn({topic: 'Objects', hasEnv: false, hasNegation: false})({
  'without-cluster': boolean('Read the zones only; no kubeconfig is opened, no object is read'),
})
