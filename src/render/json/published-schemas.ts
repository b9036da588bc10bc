import {shownChange, shownHost} from '../../codec/host-codec.js'
import {shownLedgerChange, shownLedgerRow, shownOwnershipChange} from '../../codec/ownership-change-codec.js'
import {shownBlocked, shownRefusal, shownUnused, shownWarning} from '../../codec/plan-codec.js'
import {shownRecordSet, shownRouting} from '../../codec/record-set-codec.js'
import type {JsonObject, Named} from '../../codec/writer.js'
import {origin, shownZone} from '../../codec/zone-codec.js'
import {eventWriters} from '../apply/apply-json.js'
import {explainWriter, shownRequest} from '../explain/explain-json.js'
import {ownersSummaryWriter, ownersWriter} from '../owners/owners-json.js'
import {doctorWriter} from './doctor-json.js'
import {historyWriter, shownRecordedChange} from './history-json.js'
import {planWriter} from './plan-json.js'

type Part = Named<{readonly schema: JsonObject}>

/** What a plan is made of: in the plan itself, and one by one in the events of an apply. */
const PLAN_PARTS: readonly Part[] = [
  shownZone,
  origin,
  shownHost,
  shownChange,
  shownOwnershipChange,
  shownLedgerChange,
  shownLedgerRow,
  shownRecordSet,
  shownRouting,
  shownBlocked,
  shownUnused,
  shownRefusal,
  shownWarning,
]

/**
 * One line of what `apply --json` and `prune --json` print. The form of `error` is also all that any command with `--json`
 * prints when it fails before its answer.
 */
const EVENTS = {schema: {anyOf: Object.values(eventWriters).map(({schema}) => schema)}}

/** The folder `schema` of the package, by file name; `npm run docs` writes it. */
export const PUBLISHED_SCHEMAS: Readonly<Record<string, JsonObject>> = Object.fromEntries([
  document('plan-v1', 'plan', planWriter, PLAN_PARTS),
  document('apply-events-v1', 'apply, one event a line', EVENTS, PLAN_PARTS),
  document('owners-v1', 'owners', ownersWriter, [shownZone]),
  document('owners-summary-v1', 'owners --summary', ownersSummaryWriter, [shownZone]),
  document('doctor-v1', 'doctor', doctorWriter, []),
  document('history-v1', 'history', historyWriter, [shownZone, shownRecordSet, shownRouting, shownRecordedChange]),
  document('explain-v1', 'explain', explainWriter, [...PLAN_PARTS, shownRequest, shownRecordedChange]),
])

function document(name: string, title: string, {schema}: {readonly schema: JsonObject}, parts: readonly Part[]) {
  return [
    `${name}.schema.json`,
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:external-dns-ts:schema:${name}`,
      title: `external-dns-ts ${title}`,
      ...schema,
      $defs: Object.fromEntries(parts.map(({name, definition}) => [name, definition])),
    },
  ] as const
}
