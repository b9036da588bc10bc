import {serveLoopback} from '../loopback-server.js'

export interface SsoEmulator {
  readonly url: string
  close(): Promise<void>
}

export interface SsoOptions {
  /** Access tokens of users who are signed in, with what each may use: `account role`. */
  readonly users: Readonly<Record<string, readonly string[]>>
  /** The access key that is given out. */
  readonly key: string
}

/** The portal of IAM Identity Center: GetRoleCredentials and nothing else. */
export async function startSsoEmulator({users, key}: SsoOptions): Promise<SsoEmulator> {
  const server = await serveLoopback(async ({method, path, query, headers}) => {
    if (method !== 'GET' || path !== '/federation/credentials')
      return refuse(404, 'ResourceNotFoundException', 'No path')
    const may = users[String(headers['x-amz-sso_bearer_token'])]
    if (may === undefined) return refuse(401, 'UnauthorizedException', 'Session token not found or invalid')
    if (!may.includes(`${query.get('account_id')} ${query.get('role_name')}`)) {
      return refuse(403, 'ForbiddenException', 'No access')
    }
    const roleCredentials = {accessKeyId: key, secretAccessKey: 'x', sessionToken: 't', expiration: 4_070_908_800_000}
    return answer(200, {}, {roleCredentials})
  })
  return {url: server.url, close: server.close}
}

function refuse(status: number, code: string, message: string) {
  return answer(status, {'x-amzn-errortype': code}, {message})
}

function answer(status: number, headers: Readonly<Record<string, string>>, body: object) {
  const sent = {'content-type': 'application/json', ...headers}
  return {kind: 'answer' as const, status, headers: sent, body: JSON.stringify(body)}
}
