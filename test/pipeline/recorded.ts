import type {RecordedBatch, RecordedChange} from '../../src/dns/recorded-change.js'
import type {Zone} from '../../src/dns/zone.js'
import type {ChangeHistory, HistoryQuery, Recorded} from '../../src/route53/ports.js'
import {SHOP, set} from '../plan/builders.js'
import {cliError} from './faulty-account.js'

export const DENIED = {ok: false, error: cliError('ROUTE53_ACCESS_DENIED')} as const

export function change(
  changeId: string,
  submittedAt: number,
  recordSet = set('web', 'A', '192.0.2.1'),
): RecordedChange {
  const operation = 'ChangeResourceRecordSets'
  return {
    zone: SHOP,
    changeId,
    operation,
    submittedAt,
    submittedBy: undefined,
    comment: undefined,
    action: 'UPSERT',
    recordSet,
  }
}

export function batchOf(changeId: string, changeCount: number, comment?: string): RecordedBatch {
  const {action: _action, recordSet: _recordSet, ...one} = change(changeId, 5)
  return {...one, comment, changeCount}
}

export function found<T>(...value: readonly T[]): Recorded<T> & {readonly ok: true} {
  return {ok: true, value, reachesBack: true}
}

export interface History {
  readonly changes?: (query: HistoryQuery) => Recorded<RecordedChange>
  readonly batches?: Recorded<RecordedBatch>
}

export function history({changes = () => found(), batches = found()}: History): ChangeHistory {
  return {listBatches: async () => batches, listChanges: async (_zone: Zone, query) => changes(query)}
}
