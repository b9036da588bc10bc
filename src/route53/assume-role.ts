import {fromNodeProviderChain, fromTemporaryCredentials} from '@aws-sdk/credential-providers'
import {SILENT_LOGGER} from './silent-logger.js'

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
