import type {Route53Client} from '@aws-sdk/client-route-53'
import {fromNodeProviderChain, fromTemporaryCredentials} from '@aws-sdk/credential-providers'
import {SILENT_LOGGER} from '../../aws/silent-logger.js'
import type {Access} from './access.js'

/** Who an access is to AWS: `arn:aws:sts::111122223333:assumed-role/ci/run`. */
export interface Identity {
  readonly access: Access
  readonly arn: string
}

/** Asks STS, with the credentials and in the region of a client. Loads its SDK only now: it is for those who want to know. */
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

/** Signs in as a role (`--aws-assume-role`). */
export type RoleAssumer = (role: AssumedRole) => Promise<ReturnType<typeof fromTemporaryCredentials>>

export interface AssumedRole {
  readonly roleArn: string
  readonly externalId: string | undefined
  /** Whose credentials ask for the role; undefined for the default chain. */
  readonly profile: string | undefined
}

/**
 * The SDK renews the session before it ends. The profile is put into `masterCredentials`, because as `clientConfig` it
 * would give way to keys in the environment, which the same profile without a role does not.
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
