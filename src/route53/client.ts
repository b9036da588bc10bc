import type {Route53ClientConfig} from '@aws-sdk/client-route-53'
import type {RoleAssumer} from './assume-role.js'
import {isLostAnswer, isPriorRequest, isServerFault, isThrottling, readAwsError} from './aws-error.js'
import {type Clock, SYSTEM_CLOCK} from './clock.js'
import {makeLimiter} from './limiter.js'
import {type Attempt, attempt} from './retry.js'
import type {Route53Settings} from './route53-settings.js'
import type {SdkClient} from './sdk-client.js'

/** The calls of one run: its clients, one for each profile, and the pace that they share. */
export interface Route53Connection {
  /** In the order of `--aws-profile`; undefined is the SDK's default chain. */
  readonly profiles: readonly (string | undefined)[]
  /** Made again where that can do no harm; how it ended is a value, whatever was thrown. */
  read<T>(profile: string | undefined, call: (client: SdkClient) => Promise<T>): Promise<Attempt<T>>
  /** As `read`, but never made again after an answer that was lost: the change may be in. */
  change<T>(profile: string | undefined, call: (client: SdkClient) => Promise<T>): Promise<Attempt<T>>
}

export interface ConnectionOptions {
  readonly clock?: Clock
  /** Default: STS. */
  readonly assumeRole?: RoleAssumer
}

type ConnectionSettings = Pick<
  Route53Settings,
  'profiles' | 'assumeRole' | 'assumeRoleExternalId' | 'apiRetries' | 'callsPerSecond' | 'callTimeoutMs'
>

/** A connection that is cut or silent three times will be a fourth time. */
const RETRIES_OF_LOST_ANSWERS = 3

/** Makes no call and loads no SDK until something is read. */
export function openRoute53(settings: ConnectionSettings, options: ConnectionOptions = {}): Route53Connection {
  const clock = options.clock ?? SYSTEM_CLOCK
  const limiter = makeLimiter({callsPerSecond: settings.callsPerSecond, clock, isThrottling})
  const profiles = settings.profiles.filter((profile) => profile !== '')
  const clients = new Map<string | undefined, Promise<SdkClient>>()

  function clientOf(profile: string | undefined): Promise<SdkClient> {
    const made = clients.get(profile) ?? makeClient(profile, settings, options.assumeRole)
    clients.set(profile, made)
    return made
  }

  return {
    profiles: profiles.length === 0 ? [undefined] : [...new Set(profiles)],
    read: (profile, call) =>
      attempt(async () => limited(await clientOf(profile), call), {
        clock,
        retriesFor: (error) => retriesOfRead(error, settings.apiRetries),
      }),
    change: (profile, call) =>
      attempt(async () => limited(await clientOf(profile), call), {
        clock,
        retriesFor: (error) => retriesOfChange(error, settings.apiRetries),
      }),
  }

  function limited<T>(client: SdkClient, call: (client: SdkClient) => Promise<T>): Promise<T> {
    return limiter.run(() => call(client))
  }
}

async function makeClient(
  profile: string | undefined,
  settings: ConnectionSettings,
  assumeRole: RoleAssumer | undefined,
): Promise<SdkClient> {
  const {makeSdkClient} = await import('./sdk-client.js')
  const credentials = await roleCredentials(profile, settings, assumeRole)
  return makeSdkClient({profile, credentials, callTimeoutMs: settings.callTimeoutMs})
}

async function roleCredentials(
  profile: string | undefined,
  settings: ConnectionSettings,
  assumeRole: RoleAssumer | undefined,
): Promise<Route53ClientConfig['credentials']> {
  if (settings.assumeRole === '') return undefined
  const assume = assumeRole ?? (await import('./assume-role.js')).assumeRole
  return assume({roleArn: settings.assumeRole, externalId: settings.assumeRoleExternalId || undefined, profile})
}

function retriesOfRead(error: unknown, retries: number): number {
  if (isThrottling(error) || isPriorRequest(error) || isServerFault(error)) return retries
  return isLostAnswer(error) || readAwsError(error).code === 'EAI_AGAIN'
    ? Math.min(retries, RETRIES_OF_LOST_ANSWERS)
    : 0
}

/** 503 says that nothing was done; any other fault of the server may have come after the change. */
function retriesOfChange(error: unknown, retries: number): number {
  const isUnavailable = readAwsError(error).httpStatus === 503
  return isThrottling(error) || isPriorRequest(error) || isUnavailable ? retries : 0
}
