import {isThrottling} from '../../src/aws/aws-error.js'
import {attempt} from '../../src/aws/retry.js'
import type {RecordSet as PlannedSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {CliError} from '../../src/errors/cli-error.js'
import {isTooLate} from '../../src/pipeline/apply/send-until-known.js'
import type {ApplyPorts, PlanPorts} from '../../src/pipeline/ports.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeLimiter} from '../../src/route53/calls/limiter.js'
import type {BatchOutcome} from '../../src/route53/ports.js'
import {readNames} from '../../src/route53/read/named-reading.js'
import {orderedChanges} from '../../src/route53/write/change-batch.js'
import {parseName} from '../emulators/route53/dns-name.js'
import type {Change, RecordSet} from '../emulators/route53/record-set.js'
import {cluster, settings as sourceSettings} from '../sources/builders.js'
import {type ChangeAnswer, showAnswer, ZONES} from './account.js'
import type {Fault} from './schedule.js'
import {hostOf, ownershipText, showChanges, showSet, toChange, toPlannedSet, withValues} from './sets.js'
import {call, type FaultOf, type Run, type Stage} from './stage.js'
import {objectsFor} from './world.js'

export type RunPorts = Omit<PlanPorts, 'ledger'> & Omit<ApplyPorts, 'ledger'>

function failure(doing: string): CliError {
  const code = isList(doing) ? 'KUBERNETES_UNREACHABLE' : 'ROUTE53_FAILED'
  return new CliError({code, doing, happened: 'It was refused.', fix: []})
}

function isList(text: string): boolean {
  return text.startsWith('list ')
}

/** What somebody else writes, by type. */
const OTHER_VALUES: Readonly<Record<string, string>> = {
  A: '192.0.2.9',
  AAAA: '2001:db8::9',
  CNAME: 'other.example.net',
  TXT: ownershipText('blue', 'service/shop/other'),
}

const THROTTLED = {name: 'ThrottlingException', message: 'Rate exceeded'}
const RETRIES = 3

/** The ports of one run. */
export function makePorts(stage: Stage, run: Run): RunPorts {
  const {account, schedule} = stage
  const {actor, clusters} = run
  const limiter = makeLimiter({callsPerSecond: 0, clock: schedule.clock, isThrottling})
  const retrying = <T>(kind: 'read' | 'change', once: () => Promise<T>) =>
    attempt(() => limiter.run(kind, once), {
      clock: schedule.clock,
      retriesFor: (error) => (isThrottling(error) ? RETRIES : 0),
    })

  const faultOfCall: FaultOf<never> = (fault) => {
    if (fault === 'throttled') {
      stage.meet('a call is throttled')
      throw THROTTLED
    }
    if (fault === 'told to stop') {
      run.isStopping = true
      stage.meet('a run is told to stop')
    }
    if (fault === 'refused') {
      throw failure('read')
    }
    return undefined
  }

  async function read<T>(text: string, effect: () => T, note: (value: T) => string): Promise<T> {
    const answer = await retrying('read', () => call<T>(stage, actor, text, {effect, note, onFault: faultOfCall}))
    if (answer.ok) return answer.value
    stage.meet('a reading fails')
    // Without the protections there is a plan all the same.
    const isTolerated = text.startsWith('ListProtections') || (isList(text) && run.unreachable !== undefined)
    if (run.plan === undefined && !isTolerated) run.isBlind = true
    throw failure(text)
  }

  async function readPage({id, name}: Zone, start: RecordSet | undefined) {
    const from = start === undefined ? '' : ` from ${hostOf(start)}`
    const page = await read(
      `ListResourceRecordSets ${name}${from}`,
      () => account.page(id, start),
      ({sets}) => `${sets.length} record sets`,
    )
    run.seen.push(...page.sets.map((set) => [id, set] as const))
    return page
  }

  async function listRecordSets(zone: Zone): Promise<readonly PlannedSet[]> {
    const sets: RecordSet[] = []
    for (let page = await readPage(zone, undefined); ; page = await readPage(zone, page.next)) {
      sets.push(...page.sets)
      if (page.next === undefined) return sets.map(toPlannedSet)
    }
  }

  function interfere(zoneId: string, set: RecordSet | undefined, fault: Fault): string {
    if (set === undefined) return 'nothing is to be done'
    if (fault === 'protected meanwhile') {
      account.protect(zoneId, set.Name, set.Type)
      return `somebody protects ${showSet(set)}`
    }
    const other = withValues(set, set.Type, [OTHER_VALUES[set.Type] ?? ''])
    const answer = account.change(zoneId, [{Action: 'UPSERT', ResourceRecordSet: other}], 'somebody')
    return `somebody writes ${showSet(other)}, ${showAnswer(answer)}`
  }

  async function submit(zone: Zone, changes: readonly Change[]): Promise<BatchOutcome> {
    const send = () => account.change(zone.id, changes, run.id)
    const text = `ChangeResourceRecordSets ${zone.name}: ${showChanges(changes)}`
    const onFault: FaultOf<BatchOutcome> = (fault) => {
      if (fault === 'done, answer lost') return lost(`${showAnswer(send())}, and the answer is lost`)
      if (fault === 'not done, answer lost') return lost('lost on its way')
      if (fault === 'changed meanwhile' || fault === 'protected meanwhile') {
        const note = interfere(zone.id, changes[0]?.ResourceRecordSet, fault)
        const value = toOutcome(send())
        return {value, note: `${note}; ${showOutcome(value)}`}
      }
      if (fault !== 'arrives late, answer lost') return faultOfCall(fault)
      const act = () => {
        stage.meet('a request arrives late')
        return showAnswer(send())
      }
      schedule.wait({actor: `late request of ${actor}`, text, act})
      return lost('no answer; the request is still under way')
    }
    const lost = (note: string) => {
      stage.meet('an answer is lost')
      return {value: {kind: 'unknown', error: failure(`change zone ${zone.name}`)} as const, note}
    }
    const answer = await retrying('change', () =>
      call<BatchOutcome>(stage, actor, text, {
        effect: () => toOutcome(send()),
        note: showOutcome,
        onFault,
        isChange: true,
      }),
    )
    if (answer.ok) return answer.value
    const error = answer.error instanceof CliError ? answer.error : failure(`change zone ${zone.name}`)
    return {kind: isThrottling(answer.error) ? 'failed' : 'denied', error}
  }

  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  let unbegun = clusters.length
  if (unbegun === 0) begin()
  async function listServices(from: string) {
    unbegun -= 1
    if (unbegun === 0) begin()
    await begun
    try {
      const where = clusters.length > 1 ? ` of ${from}` : ''
      const requests = await read(
        `list services${where}`,
        () => stage.requests[from] ?? {},
        (found) => `${Object.keys(found).length} objects`,
      )
      const asked = new Map(run.asked)
      for (const [host, {addresses, weight}] of Object.entries(requests)) {
        const one = {setIdentifier: weight === undefined ? undefined : from, hasAddress: addresses.length > 0}
        asked.set(host, [...(asked.get(host) ?? []), one])
      }
      run.asked = asked
      return requests
    } catch (error) {
      run.unreachable?.add(from)
      throw error
    }
  }

  return {
    clusters: (clusters.length === 0 ? ['none'] : clusters).map((name) => ({
      reader: {
        context: name,
        async list(resource) {
          if (resource.plural !== 'services') return []
          return cluster(objectsFor(await listServices(name), name)).list(resource)
        },
      },
      settings: sourceSettings({sources: clusters.length === 0 ? [] : ['service']}),
      ...(clusters.length > 1 ? {label: name, owner: toOwnerId(name)} : {owner: undefined}),
      connect: () => Promise.reject(new Error('bug: nobody is there')),
    })),
    zones: {
      async listZones() {
        // The code of the sources is loaded in real time, which must not decide which of the calls is first.
        await begun
        return read(
          'ListHostedZones',
          () => ZONES,
          (zones) => `${zones.length} zones`,
        )
      },
      listZoneTags: async () => new Map(),
      listRecordSets,
      async listRecordSetsNamed(zone, names) {
        const named = await readNames(async ({name = zone.name, type = '', identifier = ''}) => {
          const start = {Name: parseName(name), Type: type, SetIdentifier: identifier}
          const {sets, next} = await readPage(zone, start)
          return {
            recordSets: sets.map(toPlannedSet),
            next: next && {name: hostOf(next), type: next.Type, identifier: next.SetIdentifier ?? ''},
          }
        }, names)
        return named.recordSets
      },
      readNames: () => Promise.reject(new Error('bug: no zone is large')),
      listProtections: (zone) =>
        read(
          `ListProtections ${zone.name}`,
          () => account.protections(zone.id),
          (found) => `${found.length} protections`,
        ).then(
          (found) => ({
            ok: true,
            value: found.map(({name, type}) => ({
              name: toPlannedSet({Name: name, Type: type}).name,
              type,
              comment: undefined,
            })),
          }),
          () => ({ok: false, problem: 'the protections are not known'}),
        ),
      readDetails: async () => ({ok: true, value: {features: undefined, vpcs: []}}),
    },
    history: {
      listBatches: () => Promise.reject(new Error('bug: nobody asks')),
      listChanges: () => Promise.reject(new Error('bug: nobody asks')),
    },
    resolve: () => Promise.reject(new Error('bug: nothing is resolved')),
    submitter: {submit: (batch) => submit(batch.zone, orderedChanges(batch).map(toChange))},
    isStopping: () => run.isStopping,
    report(event) {
      if (event.kind === 'batch-rejected' && isTooLate(event.messages)) stage.meet('compare-and-swap refuses a batch')
      if (event.kind === 'batch-rejected' && event.messages.some((message) => message.includes('protection')))
        stage.meet('a protection refuses a batch')
      if (event.kind !== 'batch-accepted') return
      if (event.changeId.includes('answer was lost')) stage.meet('a lost batch is found done')
      if (event.changeId.includes('another run')) stage.meet('another run wrote the same')
    },
  }
}

function toOutcome(answer: ChangeAnswer): BatchOutcome {
  return answer.ok
    ? {kind: 'accepted', changeId: answer.changeId, status: 'INSYNC'}
    : {kind: 'rejected', messages: answer.messages}
}

function showOutcome(outcome: BatchOutcome): string {
  return outcome.kind === 'rejected' ? `refused: ${outcome.messages.join('; ')}` : outcome.kind
}
