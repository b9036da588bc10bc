import type {RecordSet} from '../../src/dns/record-set.js'
import type {RecordedChange} from '../../src/dns/recorded-change.js'
import {aliases, set, zone} from './builders.js'

const CI = 'arn:aws:sts::111122223333:assumed-role/gha-dns-apply/GitHubActions-run-123456789012'
const COMMENT =
  'external-dns-ts 0.1.0 owner=prod-eu1 plan=9f86d081884c7d65 https://github.com/example/infra/actions/runs/1234'

function change(
  submittedAt: string,
  submittedBy: string | undefined,
  action: string,
  recordSet: RecordSet,
  comment?: string,
): RecordedChange {
  const time = Date.parse(submittedAt)
  const changeId = `C${time}ABCDEF`
  const origin = {zone: zone('example.com'), operation: 'ChangeResourceRecordSets', changeId, comment}
  return {...origin, submittedAt: time, submittedBy, action, recordSet}
}

/** A pipeline, a person, one that AWS does not name, and a comment that a terminal must not obey. */
export const sampleHistory: readonly RecordedChange[] = [
  change('2026-11-30T11:02:03Z', CI, 'DELETE', set('shop', 'A', ['192.0.2.1', '192.0.2.2', '192.0.2.3']), COMMENT),
  change(
    '2026-11-30T11:02:03Z',
    CI,
    'CREATE',
    aliases('shop', 'k8s-shop-front-0a1b2c3d4e.elb.eu-west-1.amazonaws.com')[0],
    COMMENT,
  ),
  change('2026-11-29T21:08:43Z', 'arn:aws:iam::111122223333:user/alice', 'UPSERT', {
    ...set('*.apps.example.com', 'CNAME', ['lb.example.net']),
    setIdentifier: 'blue',
    routing: {kind: 'weighted', weight: 10},
  }),
  change(
    '2026-11-29T18:22:03Z',
    undefined,
    'UPSERT',
    set('shop', 'A', ['192.0.2.1']),
    'by hand \u001b[2J\r\n::error::münchen',
  ),
]
