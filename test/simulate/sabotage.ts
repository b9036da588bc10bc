import {type RecordSet as PlannedSet, recordSetKey} from '../../src/dns/record-set.js'
import {CliError} from '../../src/errors/cli-error.js'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import type {ChangeBatch, WireChange} from '../../src/route53/ports.js'
import type {Sabotage} from './actors.js'
import type {RunPorts} from './ports.js'
import {fromPlannedSet, placeOf, toPlannedSet} from './sets.js'
import type {SimulationOptions} from './simulate.js'
import type {Stage} from './stage.js'

type Submit = RunPorts['submitter']['submit']

interface Fault {
  /** The law that it breaks, as docs/laws.md counts. */
  readonly law: RegExp
  readonly options: SimulationOptions
}

/** Deliberate faults of the program, most of them as wrappers around its ports. The simulator has to find each. */
export const SABOTAGES: Readonly<Record<string, Fault>> = {
  'Route 53 compares nothing': {law: /law 3/, options: {compares: false}},
  'updates are UPSERTs': submitting(/law 3/, (submit) => (batch) => submit(withChanges(batch, upserted))),
  'deletes go by name': submitting(
    /law 3/,
    (submit, stage) => (batch) =>
      submit(withChanges(batch, (changes) => changes.map((one) => asStored(one, batch, stage)))),
  ),
  'records and their TXT go in two batches': submitting(/law 4/, (submit) => async (batch) => {
    const [texts, records] = [true, false].map((isText) =>
      withChanges(batch, (changes) => changes.filter(({recordSet: {type}}) => (type === 'TXT') === isText)),
    )
    const first = records === undefined || isEmpty(records) ? undefined : await submit(records)
    if (texts === undefined || isEmpty(texts) || (first !== undefined && first.kind !== 'accepted'))
      return first ?? submit(batch)
    return submit(texts)
  }),
  'a lost answer counts as accepted': submitting(/law 2/, (submit) => async (batch) => {
    const outcome = await submit(batch)
    return outcome.kind === 'unknown' ? {kind: 'accepted', changeId: 'C0', status: 'INSYNC'} : outcome
  }),
  'other values of a TXT are dropped': submitting(
    /law 3/,
    (submit) => (batch) =>
      submit(
        withChanges(batch, (changes) =>
          changes.filter(({action, recordSet}) => action === 'DELETE' || isOurText(recordSet)),
        ),
      ),
  ),
  'a saved plan is not checked': {law: /law [34]/, options: {sabotage: {skipsCheck: true}}},
  'a cluster that cannot be read is empty': reading(/law 5/, (ports) => ({
    ...ports,
    clusters: ports.clusters.map((one) => ({
      ...one,
      reader: {...one.reader, list: (resource, namespace) => orEmpty(one.reader.list(resource, namespace))},
    })),
  })),
  'an object without an address is none': reading(/law 5/, (ports) => ({
    ...ports,
    clusters: ports.clusters.map((one) => ({
      ...one,
      reader: {
        ...one.reader,
        list: async (resource, namespace) => (await one.reader.list(resource, namespace)).filter(hasAddress),
      },
    })),
  })),
  'a zone that cannot be read is empty': reading(/law 5/, (ports) => ({
    ...ports,
    zones: {...ports.zones, listRecordSets: (zone) => orEmpty(ports.zones.listRecordSets(zone))},
  })),
  'every owner counts as ours': reading(/law/, (ports) => ({
    ...ports,
    zones: {
      ...ports.zones,
      listRecordSets: async (zone) => (await ports.zones.listRecordSets(zone)).map(asOurs),
      listRecordSetsNamed: async (zone, names) => (await ports.zones.listRecordSetsNamed(zone, names)).map(asOurs),
    },
  })),
}

function submitting(law: RegExp, wrap: (submit: Submit, stage: Stage) => Submit): Fault {
  const ports: Sabotage['ports'] = (given, stage) => ({
    ...given,
    submitter: {submit: wrap(given.submitter.submit, stage)},
  })
  return {law, options: {sabotage: {ports}}}
}

function reading(law: RegExp, ports: (ports: RunPorts) => RunPorts): Fault {
  return {law, options: {sabotage: {ports}}}
}

function withChanges(batch: ChangeBatch, edit: (changes: readonly WireChange[]) => readonly WireChange[]): ChangeBatch {
  return {...batch, groups: batch.groups.map((group) => ({...group, changes: edit(group.changes)}))}
}

function isEmpty({groups}: ChangeBatch): boolean {
  return groups.every(({changes}) => changes.length === 0)
}

function keyOf({recordSet}: WireChange): string {
  return recordSetKey(recordSet)
}

function upserted(changes: readonly WireChange[]): readonly WireChange[] {
  const made = new Set(changes.filter(({action}) => action === 'CREATE').map(keyOf))
  return changes.flatMap((change): readonly WireChange[] => {
    if (change.action === 'DELETE') return made.has(keyOf(change)) ? [] : [change]
    return [{...change, action: 'UPSERT'}]
  })
}

function asStored(change: WireChange, {zone}: ChangeBatch, {account}: Stage): WireChange {
  if (change.action !== 'DELETE') return change
  const place = placeOf(zone.id, fromPlannedSet(change.recordSet))
  const records = account.zones().find(({id}) => id === zone.id)?.records ?? []
  const there = records.find((set) => placeOf(zone.id, set) === place)
  return there === undefined ? change : {...change, recordSet: toPlannedSet(there)}
}

function isOurText({type, data}: PlannedSet): boolean {
  return type !== 'TXT' || (data.kind === 'values' && data.values.every((value) => value.includes('heritage')))
}

function asOurs(set: PlannedSet): PlannedSet {
  const {data} = set
  if (data.kind !== 'values') return set
  return {...set, data: {...data, values: data.values.map((value) => value.replace(/owner=\w+/, 'owner=red'))}}
}

function hasAddress({status}: KubeObject): boolean {
  return !JSON.stringify(status).includes('"ingress":[]')
}

async function orEmpty<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await list
  } catch (error) {
    if (error instanceof CliError) return []
    throw error
  }
}
