import type {CredentialSource} from './credential-source.js'

export const NO_SOURCE = 'Could not load credentials from any providers'

export interface SignInAttempt {
  readonly source: CredentialSource
  readonly profile: string | undefined
  /** A role of ours that was being taken on with the credentials of the source. */
  readonly roleArn?: string
}

/** Signing in failed, so the call itself was not sent. Whatever the cause is, it says nothing about rights to the call. */
export class SignInFailure extends Error {
  override readonly name = 'SignInFailure'

  constructor(
    override readonly cause: unknown,
    readonly attempt: SignInAttempt,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), {cause})
  }
}
