import {Buffer} from 'node:buffer'
import {readFileSync} from 'node:fs'
import type {Environment} from '../../errors/environment.js'
import {proxyFor} from '../../proxy/proxy-for.js'
import {type ApiAnswer, type ApiRequest, agentFor, answeredObject, request} from '../api-request.js'
import {fieldsOf} from '../json.js'
import {SignInProblem} from './sign-in-problem.js'

/** `auth-provider: {name: oidc}` of a user: tokens of an identity provider, renewed with a refresh token. */
export type OidcConfig = Readonly<Record<string, string>>

export interface OidcTokens {
  readonly idToken: string
  readonly refreshToken: string
}

export interface OidcContext {
  readonly environment: Environment
  readonly timeoutMs: number
  /** Keeps the tokens for the next run. Throws when it cannot. */
  keep(tokens: OidcTokens): void
}

/** As in client-go: a token that ends before it arrives is none. */
const SPARE_MS = 10_000

export function toOidcConfig(config: unknown): OidcConfig {
  const entries = Object.entries(fieldsOf(config)).filter(([, value]) => typeof value === 'string' && value !== '')
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]))
}

/**
 * The id-token while it holds, else a new one, as client-go gets it; client-node fails or sends none (kubernetes-
 * client/javascript#2202, kubernetes-client/javascript#825). @throws SignInProblem
 */
export async function oidcToken(config: OidcConfig, context: OidcContext): Promise<string> {
  const {'idp-issuer-url': issuer, 'client-id': clientId, 'id-token': idToken, 'refresh-token': refreshToken} = config
  if (issuer === undefined) throw noToken('the auth-provider has no idp-issuer-url')
  if (clientId === undefined) throw noToken('the auth-provider has no client-id')
  const expiry = idToken === undefined ? undefined : expiryOf(idToken)
  if (idToken !== undefined && expiry !== undefined && expiry > Date.now() + SPARE_MS) return idToken
  if (refreshToken === undefined) {
    const state =
      expiry === undefined ? 'there is no id-token' : `the id-token expired at ${new Date(expiry).toISOString()}`
    throw noToken(`${state}, and no refresh-token to get another`)
  }
  const tokens = await refresh({...config, 'idp-issuer-url': issuer, 'client-id': clientId}, refreshToken, context)
  keep(tokens, refreshToken, context)
  return tokens.idToken
}

/** The renewed refresh token is lost unless it is kept; an id-token alone can be had again. */
function keep(tokens: OidcTokens, former: string, context: OidcContext): void {
  try {
    context.keep(tokens)
  } catch (error) {
    if (tokens.refreshToken === former) return
    const reason = error instanceof Error ? error.message : String(error)
    throw noToken(`the provider replaced the refresh-token, and the new one cannot be kept: ${reason}`)
  }
}

/** In milliseconds since 1970; 0 for a token that does not say. */
function expiryOf(idToken: string): number {
  const [, payload = '', ...rest] = idToken.split('.')
  const claims = rest.length === 1 ? answeredObject(Buffer.from(payload, 'base64url').toString('utf8')) : undefined
  if (claims === undefined) throw noToken('the id-token is not a JWT')
  const {exp} = claims
  return typeof exp === 'number' ? exp * 1000 : 0
}

type KnownProvider = OidcConfig & {readonly 'idp-issuer-url': string; readonly 'client-id': string}

async function refresh(config: KnownProvider, refreshToken: string, context: OidcContext): Promise<OidcTokens> {
  const issuer = config['idp-issuer-url'].replace(/\/$/, '')
  const metadata = await ask(config, {method: 'GET', url: `${issuer}/.well-known/openid-configuration`}, context)
  const {token_endpoint: endpoint} = answeredObject(metadata.body) ?? {}
  if (metadata.status !== 200 || typeof endpoint !== 'string') {
    throw noToken(`${issuer} does not say where tokens are renewed (it answered ${metadata.status})`)
  }
  const answer = await askForTokens(config, endpoint, refreshToken, context)
  const given = answeredObject(answer.body) ?? {}
  if (answer.status !== 200) {
    const words = [given.error, given.error_description]
    const reason = words.filter((part) => typeof part === 'string' && part !== '').join(', ')
    throw noToken(`${issuer} does not renew the id-token: ${reason || `it answered ${answer.status}`}`)
  }
  const {id_token: idToken, refresh_token: renewed} = given
  if (typeof idToken !== 'string' || idToken === '') {
    throw noToken(`${issuer} renewed the tokens and gave no id-token; was the scope "openid" asked for?`)
  }
  return {idToken, refreshToken: typeof renewed === 'string' && renewed !== '' ? renewed : refreshToken}
}

/** With the secret in the header, and where that is refused in the body, as golang.org/x/oauth2 finds out. */
async function askForTokens(
  config: KnownProvider,
  endpoint: string,
  refreshToken: string,
  context: OidcContext,
): Promise<ApiAnswer> {
  const {'client-id': id, 'client-secret': secret} = config
  const grant = {grant_type: 'refresh_token', refresh_token: refreshToken}
  const post = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams(fields).toString()
    const contentType = 'application/x-www-form-urlencoded'
    return ask(config, {method: 'POST', url: endpoint, body, contentType}, context, headers)
  }
  if (secret === undefined) return post({...grant, client_id: id}, {})
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')
  const answer = await post(grant, {authorization: `Basic ${basic}`})
  if (answer.status !== 400 && answer.status !== 401) return answer
  return post({...grant, client_id: id, client_secret: secret}, {})
}

async function ask(
  config: OidcConfig,
  asked: ApiRequest,
  {environment, timeoutMs}: OidcContext,
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  if (!/^https?:/.test(asked.url) || !URL.canParse(asked.url)) throw noToken(`"${asked.url}" is not a URL`)
  const {'idp-certificate-authority': file, 'idp-certificate-authority-data': data} = config
  const url = new URL(asked.url)
  const ca = data === undefined ? file && readFileSync(file) : Buffer.from(data, 'base64')
  const agent = await agentFor(url.href, proxyFor(url, environment), {ca: ca || undefined})
  try {
    return await request(asked, {agent, headers}, timeoutMs)
  } catch (error) {
    throw noToken(`${url.origin} was not reached: ${error instanceof Error ? error.message : error}`, error)
  }
}

function noToken(reason: string, cause?: unknown): SignInProblem {
  const happened = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
  const fix = ['sign in again the way you got the id-token, then run this command again']
  return new SignInProblem('KUBERNETES_UNAUTHORIZED', happened, fix, cause)
}
