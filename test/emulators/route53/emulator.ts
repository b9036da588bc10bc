import {randomUUID} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {type CallLog, openCallLog} from '../call-log.js'
import {openFaultList} from '../fault-list.js'
import {type LoopbackAnswer, type LoopbackRequest, serveLoopback} from '../loopback-server.js'
import {openAccount, type Route53State} from './account.js'
import {errorXml, type ZoneElements} from './answers.js'
import {type AcceptedChange, type Route53Call, type Target, targetOf, WRITING_OPERATIONS} from './call.js'
import {CHECK_ORDER, type Check, isBatchCheck, runBatchCheck} from './change-checks.js'
import {type ChangeRequest, readChangeRequest} from './change-request.js'
import {
  concernsCall,
  type InsteadAnswer,
  priorRequestNotComplete,
  type Route53Fault,
  refusalOf,
  throttled,
} from './fault.js'
import type {GuardrailReading} from './guardrail.js'
import type {HistoryLag} from './history.js'
import {insertIntoAnswer} from './made-up.js'
import {HANDLERS, type RequestInHand} from './operations.js'
import {Refusal} from './refusal.js'
import {WORDINGS, type Wording} from './refusal-texts.js'
import {type BucketSize, openBucket} from './token-bucket.js'
import type {ZoneInput} from './zone.js'

export type Route53EmulatorOptions = {
  /** Default: a free one. */
  readonly port?: number
  readonly zones?: readonly ZoneInput[]
  /** The latency of every call; default 0. */
  readonly latencyMs?: number
  /**
   * The account's bucket of requests; default none. A call that finds it empty is answered with Throttling. `{}` is
   * AWS's: 50, and 10 a second.
   */
  readonly rateLimit?: Partial<BucketSize>
  /** See setChangeLimit; default none. */
  readonly changeLimit?: ChangeLimit
  /** The Retry-After of Throttling; default none. */
  readonly retryAfterSeconds?: number
  /** See setPendingPolls; default 0. */
  readonly pendingPolls?: number
  /** See SetRules; default true, as in AWS. */
  readonly failoverNeedsHealthCheck?: boolean
  readonly aliasNeedsTargetBefore?: boolean
  readonly refusesLoops?: boolean
  /** Default `features in GetHostedZone`. */
  readonly zoneElements?: ZoneElements
  /** InvalidChangeBatch without an ErrorResponse around it, as in the API's model; default false. */
  readonly bareInvalidChangeBatch?: boolean
  /** Of refusals whose text AWS does not document; default `short`. */
  readonly wording?: Wording
  /** See ProtectionRules; defaults false and none. */
  readonly writtenProtectionNames?: boolean
  readonly protectionQuota?: number
  /** Whether the text of a guardrail's refusal has its name; default true. */
  readonly namesGuardrails?: boolean
  /** Default `end state`. */
  readonly guardrailReading?: GuardrailReading
  /** All checks of ChangeResourceRecordSets, in another order than AWS's. */
  readonly checkOrder?: readonly Check[]
  /** Change ids of the history without /change/, which those of ChangeInfo have; default false. */
  readonly bareHistoryIds?: boolean
  /** The caller's ARN in AccessDenied, and in the history until setPrincipal. */
  readonly identity?: string
}

/** AWS documents neither the size of this bucket nor whether an UPSERT takes two tokens; by default it takes one. */
export type ChangeLimit = BucketSize & {readonly perUpsert?: number}

export type Route53Emulator = Route53State & {
  readonly url: string
  readonly calls: CallLog<Route53Call>
  /** @returns a function that removes the fault. */
  addFault(fault: Route53Fault<Route53State>): () => void
  clearFaults(): void
  setLatency(ms: number): void
  /** From now on, GetChange answers PENDING this many times for each new change, then INSYNC. */
  setPendingPolls(polls: number): void
  /** From now on, a full bucket of requests; see `rateLimit`. undefined: no limit. */
  setRateLimit(limit: Partial<BucketSize> | undefined): void
  /**
   * From now on, a full bucket of changes for the whole account, from which a ChangeResourceRecordSets takes one token
   * for each of its changes, or is answered with Throttling. undefined: no limit.
   */
  setChangeLimit(limit: ChangeLimit | undefined): void
  /** The ARN of the caller in the history from now on; undefined for none. */
  setPrincipal(arn: string | undefined): void
  /** Default: what is written can be read at once. */
  setHistoryLag(lag: HistoryLag): void
  /** The changes accepted since the last mark, or since the start, in order. */
  acceptedChanges(): readonly AcceptedChange[]
  /** Forgets the accepted changes so far, but keeps the zones. */
  mark(): void
  close(): Promise<void>
}

const ON_ARRIVAL: readonly Check[] = ['access', 'throttle', 'priorRequest']
const IDENTITY = 'arn:aws:sts::111122223333:assumed-role/external-dns/emulator'

/** A strict Route 53 on 127.0.0.1. The README next to it says what it emulates. */
export async function startRoute53Emulator(options: Route53EmulatorOptions = {}): Promise<Route53Emulator> {
  const account = openAccount(options.zones ?? [])
  const faults = openFaultList<Route53Call, Route53Fault<Route53State>>(concernsCall)
  const calls = openCallLog<Route53Call>()
  const startedAt = performance.now()
  const now = () => account.clock.now()
  const openRequestBucket = (limit: Partial<BucketSize> | undefined) =>
    openBucket(limit && {burst: 50, perSecond: 10, ...limit}, now)
  let requestBucket = openRequestBucket(options.rateLimit)
  const zonesBeingWritten = new Set<string>()
  let latencyMs = options.latencyMs ?? 0
  let pendingPolls = options.pendingPolls ?? 0
  let underWay = 0
  let changeLimit = options.changeLimit
  let changeBucket = openBucket(changeLimit, now)
  let principal: string | undefined = options.identity ?? IDENTITY
  let historyLag: HistoryLag = {}
  const rules = {
    failoverNeedsHealthCheck: options.failoverNeedsHealthCheck ?? true,
    aliasNeedsTargetBefore: options.aliasNeedsTargetBefore ?? true,
    refusesLoops: options.refusesLoops ?? true,
    zoneElements: options.zoneElements ?? 'features in GetHostedZone',
    texts: WORDINGS[options.wording ?? 'short'],
    namesGuardrails: options.namesGuardrails ?? true,
    guardrailReading: options.guardrailReading ?? 'end state',
    writtenProtectionNames: options.writtenProtectionNames ?? false,
    protectionQuota: options.protectionQuota ?? Number.POSITIVE_INFINITY,
    bareHistoryIds: options.bareHistoryIds ?? false,
    historyLag: () => historyLag,
    principal: () => principal,
    checkOrder: options.checkOrder ?? CHECK_ORDER,
    pendingPolls: () => pendingPolls,
  }

  async function answer(request: LoopbackRequest): Promise<LoopbackAnswer> {
    underWay += 1
    const target = targetOf(request.method, request.path)
    const {operation, zoneId} = target
    const batch = operation === 'ChangeResourceRecordSets' ? tryRead(request.body) : undefined
    const inHand = {...request, id: randomUUID(), ...(batch && {batch})}
    const call = {
      operation,
      ...(zoneId !== undefined && {zoneId}),
      ...(batch !== undefined && !(batch instanceof Refusal) && {...batch, changeCount: batch.changes.length}),
      atMs: performance.now() - startedAt,
      underWay,
      status: 0,
    }
    calls.add(call)
    try {
      const reply = await reactTo(inHand, target, call)
      if (reply.kind === 'answer') call.status = reply.status
      return reply
    } finally {
      underWay -= 1
    }
  }

  /**
   * The checks up to the last one that concerns the moment of arrival. Those of the batch come again when it is applied,
   * as a fault may change the zone meanwhile. A denial is answered later, and no check after it is made.
   */
  function checkOnArrival(request: RequestInHand, target: Target, isDenied: boolean, onLock: () => void): void {
    const last = Math.max(...ON_ARRIVAL.map((check) => rules.checkOrder.indexOf(check)))
    for (const check of rules.checkOrder.slice(0, last + 1)) {
      if (check === 'access' && isDenied) return
      if (check === 'throttle' && !takeTokens(request)) throw throttled()
      if (check === 'priorRequest' && target.zoneId !== undefined && WRITING_OPERATIONS.includes(target.operation)) {
        if (zonesBeingWritten.has(target.zoneId)) throw priorRequestNotComplete()
        zonesBeingWritten.add(target.zoneId)
        onLock()
      }
      if (request.batch !== undefined && isBatchCheck(check)) {
        runBatchCheck(check, account, target.zoneId, request.batch, rules)
      }
    }
  }

  function takeTokens({batch}: RequestInHand): boolean {
    if (!requestBucket.take(1)) return false
    if (batch === undefined || batch instanceof Refusal) return true
    const upserts = batch.changes.filter(({Action}) => Action === 'UPSERT').length
    return changeBucket.take(batch.changes.length + upserts * ((changeLimit?.perUpsert ?? 1) - 1))
  }

  async function reactTo(
    request: RequestInHand,
    target: Target,
    call: Route53Call & {status: number; errorCode?: string},
  ): Promise<LoopbackAnswer> {
    const requestId = request.id
    let isWriting = false
    let disturb = (reply: HttpAnswer): LoopbackAnswer => reply
    try {
      if (!/^AWS4-HMAC-SHA256 Credential=[^,]+\/route53\/aws4_request/.test(request.headers.authorization ?? '')) {
        throw new Refusal('MissingAuthenticationToken', 'Missing Authentication Token', 403)
      }
      const hits = faults.hits(call)
      // A fault that was added before a denial is answered instead.
      const first = hits.find(({action}) => typeof action !== 'function')?.action
      checkOnArrival(
        request,
        target,
        first === 'accessDenied' || first === 'expiredToken' || first === 'absent',
        () => {
          isWriting = true
        },
      )
      if (latencyMs > 0) await sleep(latencyMs)
      for (const {action} of hits) {
        if (typeof action === 'function') {
          action(call, account.state)
          continue
        }
        if (action === 'hang') return {kind: 'none', socket: 'left open'}
        if (action === 'absent') {
          call.errorCode = 'UnknownOperationException'
          return insteadAnswer({status: 404, body: '<UnknownOperationException/>\n', type: 'application/xml'})
        }
        if (action === 'resetConnection') return {kind: 'none', socket: 'cut'}
        disturb = disturbanceOf(action) ?? disturb
        if (typeof action === 'object' && 'instead' in action && !action.isDone) return insteadAnswer(action.instead)
        const refusal = refusalOf(action, target, options.identity ?? IDENTITY)
        if (refusal !== undefined) throw refusal
      }
      if (target.operation === 'Unknown') {
        throw new Refusal('NotEmulated', `the emulator does not do ${request.method} ${request.path}`, 501)
      }
      const body = insertIntoAnswer(
        HANDLERS[target.operation](account, request, target, rules),
        account.inAnswers.get(target.operation) ?? [],
      )
      return disturb({kind: 'answer', status: 200, headers: headersFor(requestId), body})
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      call.errorCode = error.code
      const body = errorXml(error, requestId, options.bareInvalidChangeBatch ?? false)
      const retryAfter = error.code === 'Throttling' ? options.retryAfterSeconds : undefined
      const headers = {...headersFor(requestId), ...(retryAfter !== undefined && {'retry-after': String(retryAfter)})}
      return disturb({kind: 'answer', status: error.status, headers, body})
    } finally {
      if (isWriting && target.zoneId !== undefined) zonesBeingWritten.delete(target.zoneId)
    }
  }

  const server = await serveLoopback(answer, options.port)
  return {
    ...account.state,
    url: server.url,
    calls: calls.log,
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    setLatency(ms) {
      latencyMs = ms
    },
    setPendingPolls(polls) {
      pendingPolls = polls
    },
    setRateLimit(limit) {
      requestBucket = openRequestBucket(limit)
    },
    setChangeLimit(limit) {
      changeLimit = limit
      changeBucket = openBucket(limit, now)
    },
    setPrincipal(arn) {
      principal = arn
    },
    setHistoryLag(lag) {
      historyLag = lag
    },
    acceptedChanges: () => [...account.accepted],
    mark() {
      account.accepted.length = 0
    },
    close: () => server.close(),
  }
}

type HttpAnswer = Extract<LoopbackAnswer, {readonly kind: 'answer'}> & {readonly body: string}

/** What happens to the answer on its way back; undefined for faults that act before the call. */
function disturbanceOf(
  action: Exclude<Route53Fault<Route53State>['action'], (...parameters: never) => void>,
): ((reply: HttpAnswer) => LoopbackAnswer) | undefined {
  if (action === 'loseAnswerAfterApplying') return () => ({kind: 'none', socket: 'cut'})
  if (action === 'breakOffAfterHead') return (reply) => ({...reply, cutAfter: 0})
  if (action === 'breakOffHalfway') return (reply) => ({...reply, cutAfter: Math.floor(reply.body.length / 2)})
  if (typeof action !== 'object') return undefined
  if ('instead' in action) return () => insteadAnswer(action.instead)
  return 'rewrite' in action ? (reply) => ({...reply, body: action.rewrite(reply.body)}) : undefined
}

function insteadAnswer({status, body, type = 'text/html'}: InsteadAnswer): LoopbackAnswer {
  return {kind: 'answer', status, headers: {'content-type': type}, body}
}

function headersFor(requestId: string): Readonly<Record<string, string>> {
  return {'content-type': 'text/xml', 'x-amzn-requestid': requestId}
}

/** Problems of the body are reported when its turn comes. */
function tryRead(body: string): ChangeRequest | Refusal {
  try {
    return readChangeRequest(body)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
