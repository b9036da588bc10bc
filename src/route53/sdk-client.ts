import {
  ChangeResourceRecordSetsCommand,
  type ChangeResourceRecordSetsCommandInput,
  type ChangeResourceRecordSetsCommandOutput,
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
import {SILENT_LOGGER} from './silent-logger.js'

/** The four calls that are ever made, each one try. Loaded with the SDK, so only through `client.ts`. */
export interface SdkClient {
  listHostedZones(input: ListHostedZonesCommandInput): Promise<ListHostedZonesCommandOutput>
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
}

/** Route 53 is global, but a signature wants a region; AWS_REGION and the profile go first (GovCloud, China). */
const DEFAULT_REGION = 'us-east-1'

/** Endpoint, region and credentials come from where the SDK looks for them. */
export async function makeSdkClient({profile, credentials, callTimeoutMs}: SdkClientOptions): Promise<SdkClient> {
  const config: Route53ClientConfig = {
    maxAttempts: 1,
    ...(profile !== undefined && {profile, logger: SILENT_LOGGER}),
    ...(credentials !== undefined && {credentials}),
  }
  const client = new Route53Client({...config, region: await regionOf(config)})
  const send = <T>(run: (abortSignal: AbortSignal) => Promise<T>) => withTimeout(run, callTimeoutMs)
  return {
    listHostedZones: (input) => send((abortSignal) => client.send(new ListHostedZonesCommand(input), {abortSignal})),
    listTagsForResources: (input) =>
      send((abortSignal) => client.send(new ListTagsForResourcesCommand(input), {abortSignal})),
    listResourceRecordSets: (input) =>
      send((abortSignal) => client.send(new ListResourceRecordSetsCommand(input), {abortSignal})),
    changeResourceRecordSets: (input) =>
      send((abortSignal) => client.send(new ChangeResourceRecordSetsCommand(input), {abortSignal})),
  }
}

/** The SDK knows no default region and has no question for "is one set", so a client is asked and thrown away. */
async function regionOf(config: Route53ClientConfig): Promise<string> {
  const client = new Route53Client(config)
  try {
    return await client.config.region()
  } catch {
    return DEFAULT_REGION
  } finally {
    client.destroy()
  }
}

/** Ends the wait in any case: the SDK heeds the signal while it waits for an answer, not while it signs in or reads. */
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
