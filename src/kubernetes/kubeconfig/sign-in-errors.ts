import {CliError} from '../../errors/cli-error.js'
import {messageOf} from '../errors.js'
import {PluginFailure} from './exec-plugin.js'
import {OidcFailure} from './oidc-token.js'

/** A token file, a certificate file, a credential plugin or an identity provider failed. */
export function credentialsFailed(
  error: unknown,
  {context, plugin}: {context: string; plugin: {name: string; installHint: string} | undefined},
): CliError {
  if (error instanceof CliError) return error
  const doing = `sign in to Kubernetes (context "${context}")`
  if (error instanceof PluginFailure && plugin !== undefined) return pluginFailed(error, doing, plugin)
  if (error instanceof OidcFailure) {
    const happened = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`
    const fix = ['sign in again the way you got the id-token, then run this command again']
    return new CliError({code: 'KUBERNETES_UNAUTHORIZED', doing, happened, fix, cause: error})
  }
  return new CliError({
    code: 'KUBECONFIG_INVALID',
    doing,
    happened: `The credentials cannot be read: ${messageOf(error)}.`,
    fix: ['check the files that the user in the kubeconfig names'],
    cause: error,
  })
}

function pluginFailed(
  error: PluginFailure,
  doing: string,
  {name, installHint}: {name: string; installHint: string},
): CliError {
  const code = error.reason === 'too slow' ? 'KUBERNETES_TIMEOUT' : 'KUBERNETES_UNAUTHORIZED'
  const happened = `The credential plugin ${name} ${error.happened}.`
  return new CliError({code, doing, happened, fix: fixOf(error.reason, name, installHint), cause: error})
}

function fixOf(reason: PluginFailure['reason'], name: string, installHint: string): readonly string[] {
  switch (reason) {
    case 'not installed':
      return installHint.trim() === ''
        ? [`install ${name}, or put it on the PATH`]
        : [`install ${name}; the kubeconfig says how: ${onOneLine(installHint)}`, 'or put it on the PATH']
    case 'too slow':
      return ['allow more time with --kube-api-request-timeout', 'or see what it waits for: kubectl auth whoami']
    case 'no terminal':
      return [
        'run this command at a terminal',
        'or sign in with something else where there is none, like a service account',
      ]
    case 'failed':
      return ['sign in again as the plugin says, then run this command again']
    case 'bad answer':
      return ['sign in again', `or check what ${name} prints: it is run as the kubeconfig says (exec)`]
  }
}

/** Without control characters: anybody may have written the file (client-go: cleanANSIEscapeCodes). */
function onOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/\p{C}/gu, '')
}
