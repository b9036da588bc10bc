import {type LoopbackAnswer, type LoopbackRequest, serveLoopback} from '../loopback-server.js'

export interface MetadataCall {
  readonly method: string
  readonly path: string
  readonly status: number
}

export interface MetadataEmulator {
  readonly url: string
  readonly calls: readonly MetadataCall[]
  close(): Promise<void>
}

const TOKEN = 'imds-token'
const ROLES = '/latest/meta-data/iam/security-credentials/'
const LATER = '2099-01-01T00:00:00Z'

/**
 * The instance metadata service, version 2 alone: a token is fetched by PUT with its time to live, and every other call needs
 * it. Without a role the credentials are not found, as on an instance without one.
 */
export async function startInstanceMetadata({
  role,
  key,
}: {
  role?: string
  key?: string
} = {}): Promise<MetadataEmulator> {
  return serve(({method, path, headers}) => {
    if (path === '/latest/api/token') {
      const ttl = Number(headers['x-aws-ec2-metadata-token-ttl-seconds'])
      return method === 'PUT' && ttl >= 1 && ttl <= 21_600 ? [200, TOKEN] : [400, '']
    }
    if (method !== 'GET') return [405, '']
    if (headers['x-aws-ec2-metadata-token'] !== TOKEN) return [401, '']
    if (role === undefined || !path.startsWith(ROLES)) return [404, '']
    if (path === ROLES) return [200, role]
    if (path !== `${ROLES}${role}`) return [404, '']
    const keys = {AccessKeyId: key, SecretAccessKey: 'x', Token: 't', Expiration: LATER}
    return [200, JSON.stringify({Code: 'Success', Type: 'AWS-HMAC', LastUpdated: '2026-01-01T00:00:00Z', ...keys})]
  })
}

export interface ContainerOptions {
  readonly key: string
  /** The Authorization header that the endpoint wants. */
  readonly token: string
}

/** The endpoint that ECS and the EKS Pod Identity agent give a container, at /v1/credentials. */
export async function startContainerEndpoint({key, token}: ContainerOptions): Promise<MetadataEmulator> {
  return serve(({method, path, headers}) => {
    if (method !== 'GET' || path !== '/v1/credentials')
      return [404, JSON.stringify({Code: 'NotFound', Message: 'no such path'})]
    if (headers.authorization !== token)
      return [400, JSON.stringify({Code: 'InvalidToken', Message: 'the token is not valid'})]
    return [200, JSON.stringify({AccessKeyId: key, SecretAccessKey: 'x', Token: 't', Expiration: LATER})]
  })
}

async function serve(answer: (request: LoopbackRequest) => readonly [number, string]): Promise<MetadataEmulator> {
  const calls: MetadataCall[] = []
  const server = await serveLoopback(async (request): Promise<LoopbackAnswer> => {
    const [status, body] = answer(request)
    calls.push({method: request.method, path: request.path, status})
    return {
      kind: 'answer',
      status,
      headers: {'content-type': body.startsWith('{') ? 'application/json' : 'text/plain'},
      body,
    }
  })
  return {url: server.url, calls, close: server.close}
}
