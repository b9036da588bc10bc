import {CliError, type CliErrorParts} from '../../errors/cli-error.js'
import {messageOf} from '../errors.js'

/** A credential plugin or an identity provider gave nothing to sign in with. */
export class SignInProblem extends Error {
  constructor(
    readonly code: CliErrorParts['code'],
    readonly happened: string,
    readonly fix: readonly string[],
    cause?: unknown,
  ) {
    super(happened, {cause})
  }
}

/** Those two, or a token file or a certificate file, failed. */
export function credentialsFailed(error: unknown, context: string): CliError {
  if (error instanceof CliError) return error
  const doing = `sign in to Kubernetes (context "${context}")`
  if (error instanceof SignInProblem) {
    const {code, happened, fix} = error
    return new CliError({code, doing, happened, fix, cause: error})
  }
  const happened = `The credentials cannot be read: ${messageOf(error)}.`
  const fix = ['check the files that the user in the kubeconfig names']
  return new CliError({code: 'KUBECONFIG_INVALID', doing, happened, fix, cause: error})
}
