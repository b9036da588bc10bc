import {RECORD_TYPES} from '../../dns/record-set.js'
import {EVENT_REASONS} from '../../kubernetes/objects.js'
import {boolean, choice, duration, integer, string, strings, withColumn} from './flag-spec.js'

/** Policy, filters, and flags of the loop without effect. docs/external-dns-behaviour.md#conflicts-and-policy */
export const PLAN_FLAGS = withColumn({topic: 'Run'})({
  policy: choice('Which changes are allowed; only sync deletes hosts', {
    topic: 'Safety',
    default: 'upsert-only',
    options: ['sync', 'upsert-only', 'create-only'],
  }),
  ...withColumn({topic: 'Zones'})({
    'domain-filter': strings('Use only names below this domain; repeatable'),
    'exclude-domains': strings('Leave out names below this domain; repeatable'),
    'regex-domain-filter': string(
      'Use only names that match (RE2); --domain-filter and --exclude-domains are then not used',
    ),
    'regex-domain-exclusion': string(
      'Leave out names that match (RE2); --domain-filter and --exclude-domains are then not used',
    ),
    'zone-id-filter': strings('Use this hosted zone only; repeatable'),
  }),
  'managed-record-types': strings('Record type that may be changed; repeatable, replaces the default list', {
    topic: 'Safety',
    known: RECORD_TYPES,
    default: ['A', 'AAAA', 'CNAME'],
  }),
  'exclude-record-types': strings('Record type that is never changed; repeatable', {
    topic: 'Safety',
    known: RECORD_TYPES,
  }),
  provider: string('DNS provider; only aws is supported', {default: 'aws', topic: 'AWS'}),
  'dry-run': boolean('Show what would be done; do not ask and do not write', {topic: 'Safety', goesWithFile: true}),
  'events-emit': strings('After apply, write these Events on the objects: RecordReady, RecordError; repeatable', {
    known: EVENT_REASONS,
  }),
  ...withColumn({role: 'no-meaning'})({
    interval: duration('Time between rounds', {default: '1m0s'}),
    'min-event-sync-interval': duration('Shortest time between rounds', {default: '5s'}),
    once: boolean('One round, then end'),
    events: boolean('Reconcile on object changes'),
    'provider-cache-time': duration('Cache of record lists', {default: '0s'}),
    'batch-change-size': integer('Batch size of other providers', {default: '200'}),
    'batch-change-interval': duration('Pause of other providers', {default: '1s'}),
    'log-format': choice('Form of the log', {default: 'text', options: ['text', 'json']}),
    'log-level': choice('Depth of the log', {
      default: 'info',
      options: ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'],
    }),
    'metrics-address': string('Address of the metrics', {default: ':7979'}),
  }),
})
