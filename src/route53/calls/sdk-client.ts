import {Route53Client} from '@aws-sdk/client-route-53'
import {StrangeAnswer} from '../../aws/aws-error.js'
import type {Credentials} from '../../aws/sign-in/session.js'
import type {Transport} from '../../aws/sign-in/transport.js'
import {SILENT_LOGGER} from '../../aws/silent-logger.js'
import {parseXml, type XmlElement} from '../xml.js'
import {checkAnswers} from './answer-form.js'
import {type Operation, OperationCommand} from './operation.js'

export interface SdkClientOptions {
  /** Whose settings of the AWS files count, besides its credentials. */
  readonly profile: string | undefined
  readonly credentials: Credentials
  readonly region: string
  /** Undefined: the SDK's own. */
  readonly transport: Transport | undefined
  /** How long one call may take; 0: for ever. */
  readonly callTimeoutMs: number
  /** Called for each call, signed or not: `ListHostedZones`. */
  readonly onTry: (operation: string) => void
  /** Called for each call once it is signed. */
  readonly onCall: () => void
}

export type SdkClient = ReturnType<typeof makeSdkClient>

/**
 * All AWS calls of the program, one try each. The endpoint comes from where the SDK looks for it. Loads the SDK, so import
 * it only through `client.ts`.
 */
export function makeSdkClient(options: SdkClientOptions) {
  const {profile, credentials, region, transport, callTimeoutMs, onTry, onCall} = options
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
  client.middlewareStack.add(
    (next, {commandName = ''}) =>
      (args) => {
        onTry(commandName.replace(/Command$/, ''))
        return next(args)
      },
    {step: 'initialize', name: 'tellOfTries'},
  )
  return {
    /** For which calls are signed. */
    region,
    /** The caller's ARN. Rejects with whatever the SDK throws, and on timeout. */
    async callerArn(timeoutMs: number) {
      const {askIdentity} = await import('./identity.js')
      return withTimeout((abortSignal) => askIdentity(client, abortSignal), timeoutMs)
    },
    /** @returns the root of the answer. Rejects with whatever the SDK throws, and with `StrangeAnswer`. */
    async call(operation: Operation): Promise<XmlElement> {
      const command = new OperationCommand(operation)
      const answer: unknown = await withTimeout((abortSignal) => client.send(command, {abortSignal}), callTimeoutMs)
      return readAnswer(answer as {readonly octets: Uint8Array})
    },
  }
}

/** Stops waiting in any case: the SDK observes the signal while it waits for an answer, not while it signs in or reads. */
async function withTimeout<T>(run: (abortSignal: AbortSignal) => Promise<T>, ms: number): Promise<T> {
  const abort = new AbortController()
  if (ms <= 0) return run(abort.signal)
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`no answer within ${ms / 1000} s`), {name: 'TimeoutError'}))
      abort.abort()
    }, ms)
  })
  try {
    return await Promise.race([run(abort.signal), timeout])
  } finally {
    clearTimeout(timer)
  }
}

function readAnswer({octets}: {readonly octets: Uint8Array}): XmlElement {
  try {
    return parseXml(Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('utf8'))
  } catch (error) {
    throw new StrangeAnswer(`is not well-formed XML: ${error instanceof Error ? error.message : error}`, 200)
  }
}
