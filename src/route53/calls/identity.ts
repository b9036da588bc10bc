import type {Route53Client} from '@aws-sdk/client-route-53'
import {fromNodeProviderChain, fromTemporaryCredentials} from '@aws-sdk/credential-providers'
import {SILENT_LOGGER} from '../../aws/silent-logger.js'
import type {Access} from './access.js'

/** The AWS identity of a set of credentials: `arn:aws:sts::111122223333:assumed-role/ci/run`. */
export interface Identity {
  readonly access: Access
  readonly arn: string
}

/** Asks STS with a client's credentials and region. Loads the STS SDK only when called. */
export async function askIdentity(client: Route53Client, abortSignal: AbortSignal): Promise<string | undefined> {
  const {GetCallerIdentityCommand, STSClient} = await import('@aws-sdk/client-sts')
  const {region, credentials} = client.config
  const sts = new STSClient({region, credentials, maxAttempts: 1, logger: SILENT_LOGGER})
  try {
    return (await sts.send(new GetCallerIdentityCommand(), {abortSignal})).Arn
  } finally {
    sts.destroy()
  }
}

/** Assumes a role (`--aws-assume-role`). */
export type RoleAssumer = (role: AssumedRole) => Promise<ReturnType<typeof fromTemporaryCredentials>>

export interface AssumedRole {
  readonly roleArn: string
  readonly externalId: string | undefined
  /** The profile whose credentials assume the role; undefined for the default chain. */
  readonly profile: string | undefined
}

/**
 * Assumes a role through the SDK, which renews the session before it ends. The profile is set in `masterCredentials`:
 * in `clientConfig`, keys in the environment would take precedence over it, unlike for the same profile without a role.
 */
export const assumeRole: RoleAssumer = async ({roleArn, externalId, profile}) =>
  fromTemporaryCredentials({
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'external-dns-ts',
      ...(externalId !== undefined && {ExternalId: externalId}),
    },
    ...(profile !== undefined && {masterCredentials: fromNodeProviderChain({profile, logger: SILENT_LOGGER})}),
  })
