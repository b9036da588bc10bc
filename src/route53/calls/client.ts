import {isLostAnswer, isPriorRequest, isServerFault, isThrottling, readAwsError} from '../../aws/aws-error.js'
import {defaultRegion, partitionOfRegion} from '../../aws/partition.js'
import {type Attempt, attempt, type Clock, SYSTEM_CLOCK} from '../../aws/retry.js'
import {openSession} from '../../aws/sign-in/session.js'
import {SignInFailure} from '../../aws/sign-in/sign-in-failure.js'
import type {Environment} from '../../errors/environment.js'
import type {Route53Settings} from '../route53-settings.js'
import {type Access, accessKey, type ZoneRole} from './access.js'
import type {Identity, RoleAssumer} from './identity.js'
import {makeLimiter} from './limiter.js'
import type {SdkClient} from './sdk-client.js'

export interface CallStatistics {
  /** Calls by operation, each try counted: `ListHostedZones` → 1. In the order of the first call. */
  readonly calls: ReadonlyMap<string, number>
  readonly retries: number
  readonly throttles: number
}

/** The calls of one run: one client for each set of credentials, and a shared rate limit. */
export interface Route53Connection {
  /** The roles of `--aws-zone-role` in order, then the profiles in order: a zone belongs to the first that sees it. */
  readonly accesses: readonly Access[]
  readonly zoneRoles: readonly ZoneRole[]
  /** Makes a reading call, with retries. The outcome is a value, whatever was thrown. */
  read<T>(access: Access, call: (client: SdkClient) => Promise<T>): Promise<Attempt<T>>
  /** As `read`, without a retry after a lost answer: the change may already be made. */
  change<T>(access: Access, call: (client: SdkClient) => Promise<T>): Promise<Attempt<T>>
  statistics(): CallStatistics
  /** Who each set of credentials is, as far as STS answers in time. Not counted, not rate-limited, never an error. */
  identities(timeoutMs: number): Promise<readonly Identity[]>
}

export interface ConnectionOptions {
  readonly environment: Environment
  readonly clock?: Clock
  readonly assumeRole?: RoleAssumer
  /** Aborted when a change should not be retried any more. */
  readonly stopping?: AbortSignal
  /** Called for each call once it is signed and sent. */
  readonly onCall?: () => void
}

type ConnectionSettings = Pick<
  Route53Settings,
  'profiles' | 'assumeRole' | 'assumeRoleExternalId' | 'zoneRoles' | 'apiRetries' | 'callsPerSecond' | 'callTimeoutMs'
>

/** A connection that failed three times will fail a fourth time. */
const RETRIES_OF_LOST_ANSWERS = 3

/** Opens the connection. Nothing is called, and the SDK is not loaded, before the first read. */
export function openRoute53(settings: ConnectionSettings, options: ConnectionOptions): Route53Connection {
  const clock = options.clock ?? SYSTEM_CLOCK
  const limiter = makeLimiter({callsPerSecond: settings.callsPerSecond, clock, isThrottling})
  const calls = new Map<string, number>()
  let retries = 0
  let throttles = 0
  const countCall = (operation: string) => calls.set(operation, (calls.get(operation) ?? 0) + 1)
  const clients = new Map<string, Promise<SdkClient>>()

  function clientOf(access: Access): Promise<SdkClient> {
    const key = accessKey(access)
    const made = clients.get(key) ?? makeClient(access, settings, options, countCall)
    clients.set(key, made)
    return made
  }

  async function tryUntilDone<T>(
    kind: 'read' | 'change',
    access: Access,
    call: (client: SdkClient) => Promise<T>,
    retriesFor: (error: unknown, retries: number) => number,
    stopping?: AbortSignal,
  ): Promise<Attempt<T>> {
    const outcome = await attempt(
      async () => {
        const client = await clientOf(access)
        return limiter.run(kind, () => call(client))
      },
      {
        clock,
        waitOf: (error) => readAwsError(error).retryAfterMs,
        isBusy: isPriorRequest,
        ...(stopping !== undefined && {stopping}),
        retriesFor(error) {
          if (isThrottling(error)) throttles += 1
          return retriesFor(error, settings.apiRetries)
        },
      },
    )
    retries += outcome.ok ? outcome.failures.length : outcome.failures.length - 1
    if (outcome.ok) return outcome
    const client = await clientOf(access).catch(() => undefined)
    return {...outcome, partition: client && partitionOfRegion(client.region)}
  }

  return {
    accesses: accessesOf(settings),
    zoneRoles: settings.zoneRoles,
    read: (access, call) => tryUntilDone('read', access, call, retriesOfRead),
    change: (access, call) => tryUntilDone('change', access, call, retriesOfChange, options.stopping),
    statistics: () => ({calls: new Map(calls), retries, throttles}),
    async identities(timeoutMs) {
      const ask = async (access: Access) => {
        const arn = await (await clientOf(access)).callerArn(timeoutMs)
        return arn === undefined ? [] : [{access, arn}]
      }
      return (await Promise.all(accessesOf(settings).map((access) => ask(access).catch(() => [])))).flat()
    },
  }
}

/** The credentials of the run. Roles for zones are assumed with the first profile. */
function accessesOf({profiles, zoneRoles}: ConnectionSettings): readonly Access[] {
  const named = [...new Set(profiles.filter((profile) => profile !== ''))]
  const own: readonly Access[] = named.length === 0 ? [{profile: undefined}] : named.map((profile) => ({profile}))
  const roleArns = [...new Set(zoneRoles.map((role) => role.roleArn))]
  return [...roleArns.map((roleArn) => ({profile: named[0], roleArn})), ...own]
}

async function makeClient(
  access: Access,
  settings: ConnectionSettings,
  {environment, assumeRole, onCall = () => {}}: ConnectionOptions,
  onTry: (operation: string) => void,
): Promise<SdkClient> {
  const {profile} = access
  const [{makeSdkClient}, session] = await Promise.all([import('./sdk-client.js'), openSession({environment, profile})])
  const roleArn = access.roleArn ?? settings.assumeRole
  const role = {roleArn, externalId: settings.assumeRoleExternalId || undefined}
  const assume = assumeRole === undefined ? session.assume : (asked: typeof role) => assumeRole({...asked, profile})
  return makeSdkClient({
    profile: session.profile,
    credentials: roleArn === '' ? session.credentials : await assume(role),
    region: session.region ?? defaultRegion(roleArn),
    transport: session.transport,
    callTimeoutMs: settings.callTimeoutMs,
    onTry,
    onCall,
  })
}

function retriesOfRead(error: unknown, retries: number): number {
  if (error instanceof SignInFailure) return retriesOfRead(error.cause, retries)
  if (isThrottling(error) || isPriorRequest(error) || isServerFault(error)) return retries
  return isLostAnswer(error) || readAwsError(error).code === 'EAI_AGAIN'
    ? Math.min(retries, RETRIES_OF_LOST_ANSWERS)
    : 0
}

/** The retries of a change. After a 503 nothing was done; other server errors may come after the change. */
function retriesOfChange(error: unknown, retries: number): number {
  // Nothing was sent yet.
  if (error instanceof SignInFailure) return retriesOfRead(error, retries)
  const isUnavailable = readAwsError(error).httpStatus === 503
  return isThrottling(error) || isPriorRequest(error) || isUnavailable ? retries : 0
}
