import type {fromHttp} from '@aws-sdk/credential-providers'
import {CliError} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'
import {SILENT_LOGGER} from '../silent-logger.js'
import {
  type Asked,
  type CredentialSource,
  chooseSource,
  chosenCaBundle,
  chosenRegion,
  namedProfile,
} from './credential-source.js'
import {readSharedConfig} from './shared-config.js'
import {NO_SOURCE, type SignInAttempt, SignInFailure} from './sign-in-failure.js'
import {openTransport, type Transport} from './transport.js'

export type Credentials = ReturnType<typeof fromHttp>

interface SessionOptions extends Omit<Asked, 'shared'> {
  /** How long one request may take; 0: for ever. */
  readonly requestTimeoutMs?: number
}

export interface RoleToAssume {
  readonly roleArn: string
  readonly externalId: string | undefined
}

export interface AwsSession {
  readonly region: string | undefined
  readonly profile: string | undefined
  readonly transport: Transport | undefined
  /** Rejects with SignInFailure alone, or with a CliError about the way to AWS. */
  readonly credentials: Credentials
  /** The credentials of a role that is taken on with those of the session; renewed before they end. */
  assume(role: RoleToAssume): Credentials
}

/** The region that calls would be signed for, if one was chosen. */
export async function readRegion(asked: Omit<Asked, 'shared'>): Promise<string | undefined> {
  return chosenRegion({...asked, shared: await readSharedConfig()})
}

/** Finds out what the environment and the AWS files say. Nothing is sent yet. @throws CliError for an unusable CA bundle. */
export async function openSession({environment, profile, requestTimeoutMs = 0}: SessionOptions): Promise<AwsSession> {
  const asked: Asked = {environment, shared: await readSharedConfig(), profile}
  const named = namedProfile(asked)
  const source = chooseSource(asked)
  const transport = await openTransport({environment, caBundle: chosenCaBundle(asked), requestTimeoutMs})
  const region = chosenRegion(asked)
  const attempt: SignInAttempt = {source, profile: named}
  const credentials = telling(attempt, () => providerOf(source, environment, transport))
  return {
    region,
    profile: named,
    transport,
    credentials,
    assume: ({roleArn, externalId}) =>
      telling({...attempt, roleArn}, async () => {
        const {fromTemporaryCredentials} = await import('@aws-sdk/credential-providers')
        return fromTemporaryCredentials({
          params: {RoleArn: roleArn, RoleSessionName: 'external-dns-ts', ExternalId: externalId},
          masterCredentials: credentials,
          ...(transport !== undefined && {clientConfig: {requestHandler: transport}}),
        })
      }),
  }
}

/** The keys of the environment, or a provider of the SDK, whose module is loaded only where one is used. */
async function providerOf(
  source: CredentialSource,
  environment: Environment,
  transport: Transport | undefined,
): Promise<Credentials> {
  if (source.kind === 'keys') return async () => keysOf(environment)
  if (source.kind === 'unusable' || source.kind === 'nowhere') throw new Error(NO_SOURCE)
  const sdk = await import('@aws-sdk/credential-providers')
  // The client of SSO looks nowhere else for how to send; those of STS take over the caller's.
  const init = {logger: SILENT_LOGGER, ...(transport !== undefined && {clientConfig: {requestHandler: transport}})}
  switch (source.kind) {
    case 'web-identity':
      return sdk.fromTokenFile({...init, webIdentityTokenFile: source.tokenFile, roleArn: source.roleArn})
    case 'profile':
      return sdk.fromIni({...init, profile: source.profile})
    case 'container':
      return sdk.fromHttp(init)
    case 'instance':
      return sdk.fromInstanceMetadata(init)
  }
}

function keysOf(environment: Environment) {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: expiration,
  } = environment
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && {sessionToken}),
    ...(expiration && {expiration: new Date(expiration)}),
  }
}

/** Makes the provider when it is first asked, and keeps it: it may hold a client and a session. */
function telling(attempt: SignInAttempt, make: () => Promise<Credentials>): Credentials {
  let made: Promise<Credentials> | undefined
  return async (properties) => {
    try {
      made ??= make()
      return await (await made)(properties)
    } catch (error) {
      if (error instanceof SignInFailure || error instanceof CliError) throw error
      throw new SignInFailure(withoutCommand(error, attempt.source), attempt)
    }
  }
}

/** The error without the command line of a credential_process, whose arguments may be secret. */
function withoutCommand(error: unknown, source: CredentialSource): unknown {
  const commands = source.kind === 'profile' ? source.chain.map(({section}) => section.credential_process) : []
  const command = commands.find((one) => one !== undefined)
  if (command === undefined || !(error instanceof Error) || !error.message.includes(command)) return error
  return Object.assign(new Error(error.message.replaceAll(command, 'credential_process')), {name: error.name})
}
