import {nameText} from '../conformance/record-text.js'
import type {Route53State} from '../emulators/route53/account.js'
import type {Operation, Route53Call} from '../emulators/route53/call.js'
import {type RecordSet, valuesOf} from '../emulators/route53/record-set.js'
import {modelledInvalidChangeBatch, Refusal} from '../emulators/route53/refusal.js'
import type {Cell} from './matrix.js'
import {FOREVER, KUBERNETES_SHAPES, leadingBack, ROUTE53_SHAPES} from './shapes.js'
import type {Stage} from './stage.js'
import {holdStill} from './start-program.js'

/** The effects of a fault that the checks need. */
export type Injected = {
  /** The number of calls that it hit. */
  hits: number
  /** The record set that somebody else made, and its zone. */
  hand: {readonly zoneId: string; readonly set: RecordSet} | undefined
  /** The host that Route 53 refuses. */
  culprit: string | undefined
}

export type Injection = {readonly injected: Injected; readonly args: readonly string[]}

const SIGNAL_MS = 80

/** Flags that make the run time out within the time of a test. */
function argsFor({kind, point}: Cell): readonly string[] {
  const pages = point.operation === 'ListResourceRecordSets' ? ['--full-read'] : []
  if (kind.startsWith('no answer')) return [...pages, '--aws-api-timeout=250ms', '--kube-api-request-timeout=250ms']
  return kind.endsWith('for good') ? [...pages, '--aws-api-retries=2'] : pages
}

/** Installs the fault. `signal` sends a signal to the program, when it runs as a separate process. */
export function inject(cell: Cell, stage: Stage, signal: (name: 'SIGKILL' | 'SIGINT') => void): Injection {
  const injected: Injected = {hits: 0, hand: undefined, culprit: undefined}
  const notify = (name: 'SIGKILL' | 'SIGINT') => {
    signal(name)
    holdStill(SIGNAL_MS)
  }
  if (cell.point.side === 'cluster') injectIntoCluster(cell, stage, injected, notify)
  else if (cell.point.side !== 'run') injectIntoRoute53(cell, stage, injected, notify)
  return {injected, args: argsFor(cell)}
}

function injectIntoCluster(
  {point, kind}: Cell,
  {cluster}: Stage,
  injected: Injected,
  notify: (name: 'SIGKILL' | 'SIGINT') => void,
): void {
  const at = {resource: point.operation, verb: 'list', nth: point.nth}
  cluster.addFault({...at, times: FOREVER, action: () => injected.hits++})
  const shape = kind === 'continue token leads back' ? leadingBack(point.operation) : KUBERNETES_SHAPES[kind]
  if (shape !== undefined) cluster.addFault({...at, action: shape[0], times: shape[1]})
  else cluster.addFault({...at, action: () => notify(kind === 'SIGINT' ? 'SIGINT' : 'SIGKILL')})
}

function injectIntoRoute53(
  {point, kind}: Cell,
  {route53}: Stage,
  injected: Injected,
  notify: (name: 'SIGKILL' | 'SIGINT') => void,
): void {
  const zoneId = point.zoneId === undefined ? {} : {zoneId: point.zoneId}
  // For Route 53, the table contains names of operations.
  const at = {operation: point.operation as Operation, ...zoneId, nth: point.nth}
  const shape = ROUTE53_SHAPES[kind]
  if (shape !== undefined) {
    route53.addFault({...at, times: FOREVER, action: () => injected.hits++})
    route53.addFault({...at, action: shape[0], times: shape[1]})
    return
  }
  switch (kind) {
    case 'SIGKILL before it is done':
      route53.addFault({...at, action: () => hit('SIGKILL')})
      route53.addFault({...at, action: 'resetConnection'})
      break
    case 'SIGKILL after it is done':
      route53.addFault({...at, action: () => hit('SIGKILL')})
      break
    case 'SIGINT':
      route53.addFault({...at, action: () => hit('SIGINT')})
      break
    case 'one host changed by someone else':
      route53.addFault({
        ...at,
        action: (call, state) => {
          injected.hand = putByHand(call, state)
          if (injected.hand !== undefined) injected.hits++
        },
      })
      break
    case 'one host refused':
    case 'one host refused, the other form':
    case 'one host denied':
      addCulprit()
      break
    default:
      throw new Error(`bug: ${kind} does not concern Route 53`)
  }

  function hit(name: 'SIGKILL' | 'SIGINT'): void {
    injected.hits++
    notify(name)
  }

  /** From this call on, every batch with the first host of this one is refused. */
  function addCulprit(): void {
    let calls = 0
    const refuse = () => {
      const text = `The moon is in the wrong phase for ${injected.culprit}`
      if (kind === 'one host refused') throw new Refusal('InvalidChangeBatch', `[${text}]`)
      throw modelledInvalidChangeBatch([text])
    }
    route53.addFault({
      operation: at.operation,
      ...zoneId,
      times: FOREVER,
      when: ({changes = []}) => {
        calls++
        const hosts = changes.flatMap((change) => hostOf(change) ?? [])
        if (calls === point.nth) injected.culprit = hosts[0]
        const isHit = injected.culprit !== undefined && hosts.includes(injected.culprit)
        if (isHit) injected.hits++
        return isHit
      },
      action: kind === 'one host denied' ? 'accessDenied' : refuse,
    })
  }
}

type Change = NonNullable<Route53Call['changes']>[number]

function hostOf({ResourceRecordSet: set}: Change): string | undefined {
  return set.Type === 'TXT' ? undefined : nameText(set.Name)
}

/** Changes an address where the batch is about to change a record set. */
function putByHand({zoneId, changes = []}: Route53Call, state: Route53State): Injected['hand'] {
  const change = changes.find((each) => hostOf(each) !== undefined)
  if (change === undefined || zoneId === undefined) return undefined
  const {ResourceRecordSet: set} = change
  const Value = {A: '203.0.113.99', AAAA: '2001:db8::99', CNAME: 'by-hand.example.net'}[set.Type]
  if (Value === undefined || valuesOf(set).includes(Value)) return undefined
  const changed = {...set, ResourceRecords: [{Value}]}
  state.putRecordSet(zoneId, changed)
  return {zoneId, set: changed}
}
