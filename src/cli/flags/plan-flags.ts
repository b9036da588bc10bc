import {RECORD_TYPES} from '../../dns/record-set.js'
import {EVENT_REASONS} from '../../kubernetes/objects.js'
import {type FlagRows, withColumn} from './flag-spec.js'

/** Policy, filters, and flags of the loop without effect. docs/external-dns-behaviour.md#conflicts-and-policy */
export const PLAN_FLAGS = withColumn({topic: 'Run'})({
  policy: {
    topic: 'Safety',
    kind: 'enum',
    default: 'upsert-only',
    options: ['sync', 'upsert-only', 'create-only'],
    summary: 'Which changes are allowed; only sync deletes hosts',
  },
  ...withColumn({topic: 'Zones'})({
    'domain-filter': {kind: 'strings', summary: 'Use only names below this domain; repeatable'},
    'exclude-domains': {kind: 'strings', summary: 'Leave out names below this domain; repeatable'},
    'regex-domain-filter': {
      kind: 'string',
      summary: 'Use only names that match (RE2); --domain-filter and --exclude-domains are then not used',
    },
    'regex-domain-exclusion': {
      kind: 'string',
      summary: 'Leave out names that match (RE2); --domain-filter and --exclude-domains are then not used',
    },
    'zone-id-filter': {kind: 'strings', summary: 'Use this hosted zone only; repeatable'},
  } as const satisfies FlagRows),
  'managed-record-types': {
    topic: 'Safety',
    kind: 'strings',
    known: RECORD_TYPES,
    default: ['A', 'AAAA', 'CNAME'],
    summary: 'Record type that may be changed; repeatable, replaces the default list',
  },
  'exclude-record-types': {
    topic: 'Safety',
    kind: 'strings',
    known: RECORD_TYPES,
    summary: 'Record type that is never changed; repeatable',
  },
  provider: {kind: 'string', default: 'aws', topic: 'AWS', summary: 'DNS provider; only aws is supported'},
  'dry-run': {
    topic: 'Safety',
    goesWithFile: true,
    kind: 'boolean',
    summary: 'Show what would be done; do not ask and do not write',
  },
  'events-emit': {
    kind: 'strings',
    known: EVENT_REASONS,
    summary: 'After apply, write these Events on the objects: RecordReady, RecordError; repeatable',
  },
  ...withColumn({role: 'no-meaning'})({
    interval: {kind: 'duration', default: '1m0s', summary: 'Time between rounds'},
    'min-event-sync-interval': {kind: 'duration', default: '5s', summary: 'Shortest time between rounds'},
    once: {kind: 'boolean', summary: 'One round, then end'},
    events: {kind: 'boolean', summary: 'Reconcile on object changes'},
    'provider-cache-time': {kind: 'duration', default: '0s', summary: 'Cache of record lists'},
    'batch-change-size': {kind: 'integer', default: '200', summary: 'Batch size of other providers'},
    'batch-change-interval': {kind: 'duration', default: '1s', summary: 'Pause of other providers'},
    'log-format': {kind: 'enum', default: 'text', options: ['text', 'json'], summary: 'Form of the log'},
    'log-level': {
      kind: 'enum',
      default: 'info',
      options: ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'],
      summary: 'Depth of the log',
    },
    'metrics-address': {kind: 'string', default: ':7979', summary: 'Address of the metrics'},
  } as const satisfies FlagRows),
} as const satisfies FlagRows)
