import {
  ChangeResourceRecordSetsCommand,
  type ChangeResourceRecordSetsCommandInput,
  type ChangeResourceRecordSetsCommandOutput,
  GetChangeCommand,
  type GetChangeCommandInput,
  type GetChangeCommandOutput,
  GetHostedZoneCommand,
  type GetHostedZoneCommandInput,
  type GetHostedZoneCommandOutput,
  ListHostedZonesCommand,
  type ListHostedZonesCommandInput,
  type ListHostedZonesCommandOutput,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandInput,
  type ListResourceRecordSetsCommandOutput,
  ListTagsForResourcesCommand,
  type ListTagsForResourcesCommandInput,
  type ListTagsForResourcesCommandOutput,
  Route53Client,
} from '@aws-sdk/client-route-53'
import type {Credentials} from '../../aws/sign-in/session.js'
import type {Transport} from '../../aws/sign-in/transport.js'
import {SILENT_LOGGER} from '../../aws/silent-logger.js'
import {checkAnswers} from './answer-form.js'

/** All AWS calls of the program, one try each. Loads the SDK, so import it only through `client.ts`. */
export interface SdkClient {
  /** The region for which calls are signed. */
  readonly region: string
  listHostedZones(input: ListHostedZonesCommandInput): Promise<ListHostedZonesCommandOutput>
  getChange(input: GetChangeCommandInput): Promise<GetChangeCommandOutput>
  /** The caller's ARN. Rejects with whatever the SDK throws, and on timeout. */
  callerArn(timeoutMs: number): Promise<string | undefined>
  getHostedZone(input: GetHostedZoneCommandInput): Promise<GetHostedZoneCommandOutput>
  listTagsForResources(input: ListTagsForResourcesCommandInput): Promise<ListTagsForResourcesCommandOutput>
  listResourceRecordSets(input: ListResourceRecordSetsCommandInput): Promise<ListResourceRecordSetsCommandOutput>
  changeResourceRecordSets(input: ChangeResourceRecordSetsCommandInput): Promise<ChangeResourceRecordSetsCommandOutput>
}

export interface SdkClientOptions {
  /** Whose settings of the AWS files count, besides its credentials. */
  readonly profile: string | undefined
  readonly credentials: Credentials
  readonly region: string
  /** Undefined: the SDK's own. */
  readonly transport: Transport | undefined
  /** How long one call may take; 0: for ever. */
  readonly callTimeoutMs: number
  /** Called for each call once it is signed. */
  readonly onCall: () => void
}

/** Makes a client. The endpoint comes from where the SDK looks for it. */
export function makeSdkClient(options: SdkClientOptions): SdkClient {
  const {profile, credentials, region, transport, callTimeoutMs, onCall} = options
  const client = new Route53Client({
    maxAttempts: 1,
    region,
    credentials,
    ...(profile !== undefined && {profile, logger: SILENT_LOGGER}),
    ...(transport !== undefined && {requestHandler: transport}),
  })
  // It copies every answer for a logger that prints nothing: 3 % of the CPU of a plan over 20,000 record sets.
  client.middlewareStack.remove('loggerMiddleware')
  checkAnswers(client)
  client.middlewareStack.add(
    (next) => (args) => {
      onCall()
      return next(args)
    },
    {step: 'deserialize', priority: 'low', name: 'tellOfCalls'},
  )
  const send = <T>(run: (abortSignal: AbortSignal) => Promise<T>) => withTimeout(run, callTimeoutMs)
  return {
    region,
    async callerArn(timeoutMs) {
      const {askIdentity} = await import('./identity.js')
      return withTimeout((abortSignal) => askIdentity(client, abortSignal), timeoutMs)
    },
    getChange: (input) => send((abortSignal) => client.send(new GetChangeCommand(input), {abortSignal})),
    getHostedZone: (input) => send((abortSignal) => client.send(new GetHostedZoneCommand(input), {abortSignal})),
    listHostedZones: (input) => send((abortSignal) => client.send(new ListHostedZonesCommand(input), {abortSignal})),
    listTagsForResources: (input) =>
      send((abortSignal) => client.send(new ListTagsForResourcesCommand(input), {abortSignal})),
    listResourceRecordSets: (input) =>
      send((abortSignal) => client.send(new ListResourceRecordSetsCommand(input), {abortSignal})),
    changeResourceRecordSets: (input) =>
      send((abortSignal) => client.send(new ChangeResourceRecordSetsCommand(input), {abortSignal})),
  }
}

/** Stops waiting in any case: the SDK observes the signal while it waits for an answer, not while it signs in or reads. */
async function withTimeout<T>(run: (abortSignal: AbortSignal) => Promise<T>, ms: number): Promise<T> {
  const abort = new AbortController()
  if (ms <= 0) return run(abort.signal)
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new CallTimeout(ms))
      abort.abort()
    }, ms)
  })
  try {
    return await Promise.race([run(abort.signal), timeout])
  } finally {
    clearTimeout(timer)
  }
}

class CallTimeout extends Error {
  override readonly name = 'TimeoutError'

  constructor(ms: number) {
    super(`no answer within ${ms / 1000} s`)
  }
}
