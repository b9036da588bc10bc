import {spawn} from 'node:child_process'
import {text} from 'node:stream/consumers'
import {isatty} from 'node:tty'
import type {Environment} from '../../errors/environment.js'
import {messageOf} from '../errors.js'
import {fieldsOf, listOf, parseJson} from '../json.js'
import {textsOf} from './entries.js'
import {SignInProblem} from './sign-in-problem.js'

const MODES = ['Never', 'IfAvailable', 'Always'] as const

/** A program that prints credentials: `exec` of a user in a kubeconfig. */
export interface Plugin {
  readonly command: string
  readonly args: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly apiVersion: string
  readonly installHint: string
  readonly wantsCluster: boolean
  /** Whether it reads from the terminal. */
  readonly interactiveMode: (typeof MODES)[number]
}

/** What the program gives a plugin while it runs. */
export interface PluginHost {
  /** Keeps the terminal to the plugin until it has ended. */
  lend<T>(run: () => Promise<T>): Promise<T>
  /** Text that the plugin writes to stderr, where that is no terminal. */
  pass(text: string): void
}

export interface PluginRun {
  readonly environment: Environment
  /** What KUBERNETES_EXEC_INFO tells about the cluster, to a plugin that wants it. */
  readonly cluster: Readonly<Record<string, unknown>>
  /** 0: none. A plugin that may ask somebody at the terminal has no limit: who sits there can end it. */
  readonly timeoutMs: number
  readonly host?: PluginHost | undefined
  /** True when stdin is read for something else. */
  readonly isStdinTaken?: boolean | undefined
  readonly isTerminal?: ((descriptor: number) => boolean) | undefined
}

type Reason = 'not installed' | 'too slow' | 'no terminal' | 'failed' | 'bad answer'

const FIXES: Readonly<Record<Reason, (plugin: Plugin) => readonly string[]>> = {
  'not installed': ({command, installHint}) =>
    installHint.trim() === ''
      ? [`install ${command}, or put it on the PATH`]
      : [`install ${command}; the kubeconfig says how: ${onOneLine(installHint)}`, 'or put it on the PATH'],
  'too slow': () => [
    'allow more time with --kube-api-request-timeout',
    'or see what it waits for: kubectl auth whoami',
  ],
  'no terminal': () => [
    'run this command at a terminal',
    'or sign in without a terminal, for example with a service account',
  ],
  failed: () => ['sign in again as the plugin says, then run this command again'],
  'bad answer': ({command}) => [
    'sign in again',
    `or check what ${command} prints: it is run as the kubeconfig says (exec)`,
  ],
}

/** Why there are no credentials of a plugin; `happened` continues "The credential plugin NAME". */
function failure(plugin: Plugin, reason: Reason, happened: string, cause?: unknown): SignInProblem {
  const code = reason === 'too slow' ? 'KUBERNETES_TIMEOUT' : 'KUBERNETES_UNAUTHORIZED'
  return new SignInProblem(code, `The credential plugin ${plugin.command} ${happened}.`, FIXES[reason](plugin), cause)
}

/** Without control characters: anybody may have written the file (client-go: cleanANSIEscapeCodes). */
function onOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/\p{C}/gu, '')
}

/** The plugin; a text, which continues "its user", for what kubectl would refuse. */
export function toPlugin(exec: unknown): Plugin | string {
  const written = fieldsOf(exec)
  const {command, interactiveMode: mode} = written
  if (typeof command !== 'string' || command === '') return 'has a credential plugin (exec) without a command'
  // kubectl wants the mode with client.authentication.k8s.io/v1; what it means without one is the same for all versions.
  const interactiveMode = mode === undefined || mode === null ? 'IfAvailable' : MODES.find((known) => known === mode)
  if (interactiveMode === undefined) {
    return `has a credential plugin with interactiveMode "${String(mode)}"; it is one of ${MODES.join(', ')}`
  }
  const variables = listOf(written.env).map(fieldsOf)
  if (variables.some(({name}) => typeof name !== 'string' || name === '')) {
    return 'has a credential plugin with a variable (env) without a name'
  }
  return {
    command,
    args: textsOf(written.args),
    variables: Object.fromEntries(variables.map(({name, value}) => [String(name), String(value ?? '')])),
    apiVersion: String(written.apiVersion ?? ''),
    installHint: typeof written.installHint === 'string' ? written.installHint : '',
    wantsCluster: written.provideClusterInfo === true,
    interactiveMode,
  }
}

/**
 * As client-go runs it. client-node gives it neither stdin nor stderr (kubernetes-client/javascript#2044), and keeps
 * what it printed after a 401 (kubernetes-client/javascript#886). @throws SignInProblem
 */
export async function runPlugin(plugin: Plugin, run: PluginRun) {
  const isTerminal = run.isTerminal ?? isatty
  const canAsk = isTerminal(0) && run.isStdinTaken !== true
  const isInteractive = canAsk && plugin.interactiveMode !== 'Never'
  const start = () => execute(plugin, {...run, isInteractive, showsStderr: isTerminal(2)})
  if (plugin.interactiveMode === 'Always' && !canAsk) {
    const happened = 'has to ask (interactiveMode: Always), and stdin is not a terminal'
    throw failure(plugin, 'no terminal', happened)
  }
  return toCredentials(await (run.host === undefined ? start() : run.host.lend(start)), plugin)
}

interface Execution extends PluginRun {
  readonly isInteractive: boolean
  /** True when its stderr is ours; else it is read and passed on. */
  readonly showsStderr: boolean
}

async function execute(plugin: Plugin, run: Execution): Promise<string> {
  const child = spawn(plugin.command, plugin.args, {
    env: {...run.environment, ...plugin.variables, KUBERNETES_EXEC_INFO: execInfo(plugin, run)},
    stdio: [run.isInteractive ? 'inherit' : 'ignore', 'pipe', run.showsStderr ? 'inherit' : 'pipe'],
  })
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    words += piece
    run.host?.pass(piece)
  })
  const printed = child.stdout === null ? Promise.resolve('') : text(child.stdout)
  // A plugin that is ended early leaves nothing to read, which is no failure of its own.
  printed.catch(() => {})
  const code = await new Promise<number | string | null>((resolve, reject) => {
    const isLimited = run.timeoutMs > 0 && !run.isInteractive
    const limit = isLimited ? setTimeout(() => give(up), run.timeoutMs) : undefined
    const give = (act: () => void) => {
      clearTimeout(limit)
      act()
    }
    const up = () => {
      child.kill()
      // Its children may still hold the pipes.
      child.stdout?.destroy()
      child.stderr?.destroy()
      child.unref()
      reject(failure(plugin, 'too slow', `was not done within ${run.timeoutMs / 1000} s`))
    }
    child.on('error', (error) => give(() => reject(notStarted(error, plugin))))
    child.on('close', (status, signal) => give(() => resolve(status ?? signal)))
  })
  if (code === 0) return printed
  const ending = typeof code === 'number' ? `ended with exit code ${code}` : `was ended by ${code}`
  throw failure(plugin, 'failed', words.trim() === '' ? ending : `failed: ${messageOf(words)}`)
}

function notStarted(error: Error, plugin: Plugin): SignInProblem {
  const isMissing = 'code' in error && error.code === 'ENOENT'
  return isMissing
    ? failure(plugin, 'not installed', 'is not installed', error)
    : failure(plugin, 'failed', `cannot be started: ${messageOf(error)}`, error)
}

/** kubectl sets it, client-node does not, and some plugins require it (Azure/kubelogin#150). */
function execInfo(plugin: Plugin, {isInteractive, cluster}: Execution): string {
  const spec = {...(plugin.wantsCluster ? {cluster} : {}), interactive: isInteractive}
  return JSON.stringify({apiVersion: plugin.apiVersion, kind: 'ExecCredential', spec})
}

/** Certificate and key are PEM; both are empty, or none. The token may be empty where they are not. */
function toCredentials(printed: string, plugin: Plugin) {
  const badAnswer = (happened: string) => failure(plugin, 'bad answer', happened)
  const answer = parseJson(printed)
  // The answer is never quoted: it may be a token.
  if (answer === undefined) {
    throw badAnswer(printed.trim() === '' ? 'printed nothing' : 'printed something that is not valid JSON')
  }
  const {kind, status} = fieldsOf(answer)
  if (kind !== undefined && kind !== 'ExecCredential')
    throw badAnswer(`printed something of kind ${String(kind)}, not an ExecCredential`)
  if (status === undefined || status === null) throw badAnswer('printed no status, and so no credentials')
  const {token, clientCertificateData: certificate, clientKeyData: key, expirationTimestamp: expiry} = fieldsOf(status)
  const credentials = {token: textOf(token), certificate: textOf(certificate), key: textOf(key)}
  if ((credentials.certificate === '') !== (credentials.key === '')) {
    const half = credentials.key === '' ? 'certificate without its key' : 'key without its certificate'
    throw badAnswer(`printed a client ${half}`)
  }
  if (credentials.token === '' && credentials.key === '') throw badAnswer('printed neither a token nor a certificate')
  if (typeof expiry === 'string' && Date.parse(expiry) <= Date.now()) {
    throw badAnswer(`printed credentials that expired at ${expiry}`)
  }
  return credentials
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
