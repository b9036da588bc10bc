import type {Route53Client} from '@aws-sdk/client-route-53'
import type {Credentials, RoleToAssume} from '../../aws/sign-in/session.js'
import {SILENT_LOGGER} from '../../aws/silent-logger.js'
import type {Access} from './access.js'

/** The AWS identity of a set of credentials: `arn:aws:sts::111122223333:assumed-role/ci/run`. */
export interface Identity {
  readonly access: Access
  readonly arn: string
}

/** Asks STS with a client's credentials and region, by the same way. Loads the STS SDK only when called. */
export async function askIdentity(client: Route53Client, abortSignal: AbortSignal): Promise<string | undefined> {
  const {GetCallerIdentityCommand, STSClient} = await import('@aws-sdk/client-sts')
  const {region, credentials, requestHandler} = client.config
  // It is not destroyed: the connections are the client's.
  const sts = new STSClient({region, credentials, requestHandler, maxAttempts: 1, logger: SILENT_LOGGER})
  return (await sts.send(new GetCallerIdentityCommand(), {abortSignal})).Arn
}

export type RoleAssumer = (role: AssumedRole) => Promise<Credentials>

export interface AssumedRole extends RoleToAssume {
  /** The profile whose credentials assume the role; undefined for the default chain. */
  readonly profile: string | undefined
}
