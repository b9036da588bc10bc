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
  type Route53ClientConfig,
} from '@aws-sdk/client-route-53'
import {isStrangeAnswer, SignInFailure} from '../../aws/aws-error.js'
import {defaultRegion, type Partition} from '../../aws/partition.js'
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
  readonly profile: string | undefined
  /** Undefined: the SDK's default chain. */
  readonly credentials: Route53ClientConfig['credentials']
  /** How long one call may take; 0: for ever. */
  readonly callTimeoutMs: number
  /** The partition of the role in use; it determines the region when none is set. */
  readonly partition: Partition
  /** Called for each call once it is signed. */
  readonly onCall: () => void
}

/**
 * Makes a client. Endpoint, region and credentials come from where the SDK looks for them; AWS_REGION and the profile
 * take precedence over our default region.
 */
export async function makeSdkClient({
  profile,
  credentials,
  callTimeoutMs,
  partition,
  onCall,
}: SdkClientOptions): Promise<SdkClient> {
  const config: Route53ClientConfig = {
    maxAttempts: 1,
    ...(profile !== undefined && {profile, logger: SILENT_LOGGER}),
    ...(credentials !== undefined && {credentials}),
  }
  const {client, region} = await makeInRegion(config, defaultRegion(partition))
  // It copies every answer for a logger that prints nothing: 3 % of the CPU of a plan over 20,000 record sets.
  client.middlewareStack.remove('loggerMiddleware')
  checkAnswers(client)
  const left = new WeakSet<object>()
  client.middlewareStack.add(
    (next, context) => (args) => {
      left.add(context)
      onCall()
      return next(args)
    },
    {step: 'deserialize', priority: 'low', name: 'tellOfCalls'},
  )
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        throw !left.has(context) && isStrangeAnswer(error) ? new SignInFailure(error) : error
      }
    },
    {step: 'initialize', name: 'nameSignIn'},
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

/** Sets a default region if none is configured. The SDK cannot be asked whether one is, so a client is. */
async function makeInRegion(
  config: Route53ClientConfig,
  otherwise: string,
): Promise<{readonly client: Route53Client; readonly region: string}> {
  const client = new Route53Client(config)
  try {
    return {client, region: await client.config.region()}
  } catch {
    client.destroy()
    return {client: new Route53Client({...config, region: otherwise}), region: otherwise}
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
