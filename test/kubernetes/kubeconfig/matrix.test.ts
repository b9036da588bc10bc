import {execFile, spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {CliError} from '../../../src/errors/cli-error.js'
import {makeApiReader} from '../../../src/kubernetes/api-reader.js'
import {certificate, HAS_OPENSSL} from '../../emulators/certificate.js'
import {type KubernetesEmulator, startKubernetesEmulator} from '../../emulators/kubernetes/emulator.js'
import {type LoopbackServer, serveLoopback} from '../../emulators/loopback-server.js'
import {kubeconfig, writeFile} from '../kubeconfig-file.js'
import {type Signature, startTlsFront, type TlsFront} from '../tls-front.js'

const KUBECTL = 'kubectl'
const HAS_KUBECTL = spawnSync(KUBECTL, ['version', '--client']).status === 0

/** What a user of a kubeconfig sends, or the reason why nothing is sent. */
type Outcome = Partial<Signature> | RegExp

interface Row {
  readonly what: string
  /** YAML, indented by four; `URL` is that of the identity provider. */
  readonly user: string
  /** In place of `certificate-authority`. */
  readonly cluster?: string
  /** `--as`. */
  readonly as?: string
  /** What kubectl 1.32 does; this test runs it where it is installed. */
  readonly kubectl: Outcome
  /** Ours: the same, and for a refusal our own words. */
  readonly ours?: Outcome
}

const DAY = 86_400
const NOW = Math.floor(Date.now() / 1000)
const FRESH = idToken(NOW + DAY)
const STALE = idToken(NOW - DAY)
const RENEWED = idToken(NOW + 2 * DAY)

function idToken(expiry: number): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${encode({alg: 'none'})}.${encode({exp: expiry, sub: 'somebody'})}.c2ln`
}

function exec(script: string, further = ''): string {
  const fields = `apiVersion: client.authentication.k8s.io/v1, interactiveMode: IfAvailable, command: sh`
  return `    exec: {${fields}, args: [-c, '${script}']${further}}`
}

function printed(status: string): string {
  return `echo "{\\"apiVersion\\":\\"client.authentication.k8s.io/v1\\",\\"kind\\":\\"ExecCredential\\"${status}}"`
}

function oidc(fields: string): string {
  return `    auth-provider: {name: oidc, config: {client-id: me, idp-issuer-url: URL${fields}}}`
}

const CERTIFICATE = '    client-certificate: cert.pem\n    client-key: key.pem\n'

const ROWS: readonly Row[] = [
  {
    what: 'nothing but a name and a password',
    user: '    username: me\n    password: secret',
    kubectl: basic('me:secret'),
  },
  {what: 'a name without a password', user: '    username: me', kubectl: basic('me:')},
  {what: 'a token', user: '    token: abc', kubectl: bearer('abc')},
  {what: 'tokenFile', user: '    tokenFile: token', kubectl: bearer('from-file')},
  {what: 'tokenFile in quotes', user: '    "tokenFile": "token"', kubectl: bearer('from-file')},
  {what: 'tokenFile in a folded scalar', user: '    tokenFile: >-\n      token', kubectl: bearer('from-file')},
  {what: 'tokenFile beside a token', user: '    tokenFile: token\n    token: abc', kubectl: bearer('from-file')},
  {
    what: 'a tokenFile that is gone beside a token',
    user: '    tokenFile: gone\n    token: abc',
    kubectl: bearer('abc'),
  },
  {
    what: 'a tokenFile that is gone',
    user: '    tokenFile: gone',
    kubectl: /gone: no such file/,
    ours: /cannot be read: ENOENT/,
  },
  {what: 'a certificate with its key', user: CERTIFICATE, kubectl: {certificate: 'tester'}},
  {
    what: 'a certificate and a token',
    user: `${CERTIFICATE}    token: abc`,
    kubectl: {certificate: 'tester', ...bearer('abc')},
  },
  {
    what: 'a certificate without a key',
    user: '    client-certificate: cert.pem',
    kubectl: /client-key-data or client-key must be specified/,
    ours: /its user "a-user" has a client certificate and no client-key or client-key-data for it/,
  },
  {
    what: 'a token and a password',
    user: '    token: abc\n    username: me\n    password: secret',
    kubectl: /more than one authentication method/,
    ours: /has both a token and a username/,
  },
  {
    what: 'an authority given twice',
    user: '    token: abc',
    cluster: '    certificate-authority: cert.pem\n    certificate-authority-data: YQ==',
    kubectl: /certificate-authority-data and certificate-authority are both specified/,
    ours: /its cluster "a-cluster" has both certificate-authority and certificate-authority-data/,
  },
  {
    what: 'a proxy-url of another scheme',
    user: '    token: abc',
    cluster: '    proxy-url: ftp://proxy',
    kubectl: /unsupported scheme "ftp"/,
    ours: /has the proxy-url "ftp:\/\/proxy", which is not the address of a proxy: write it like/,
  },
  {
    what: 'a proxy-url without a scheme',
    user: '    token: abc',
    cluster: '    proxy-url: 127.0.0.1:3128',
    kubectl: /could not parse: 127.0.0.1:3128/,
    ours: /has the proxy-url "127.0.0.1:3128", which is not the address of a proxy/,
  },
  {
    what: 'impersonation of a user with everything',
    user: `    token: abc
    as: bob
    as-groups: [one, "t w o"]
    as-uid: "7"
    as-user-extra: {acme.com/é: [p, q], Plain: ["1"]}`,
    kubectl: {
      ...bearer('abc'),
      impersonate: [
        'impersonate-extra-acme.com%2f%c3%a9: p',
        'impersonate-extra-acme.com%2f%c3%a9: q',
        'impersonate-extra-plain: 1',
        'impersonate-group: one',
        'impersonate-group: t w o',
        'impersonate-uid: 7',
        'impersonate-user: bob',
      ],
    },
  },
  {
    what: 'impersonation of a user whose name is not ASCII',
    user: '    token: abc\n    as: jürgen',
    kubectl: {...bearer('abc'), impersonate: ['impersonate-user: jÃ¼rgen']},
  },
  {
    what: '--as beside groups of the kubeconfig',
    user: '    token: abc\n    as: bob\n    as-groups: [one]',
    as: 'eve',
    kubectl: {...bearer('abc'), impersonate: ['impersonate-group: one', 'impersonate-user: eve']},
  },
  {
    what: 'groups to impersonate without a user',
    user: '    token: abc\n    as-groups: [one]\n    as-uid: "7"',
    kubectl: /requesting uid, groups or user-extra for a-user without impersonating a user/,
    ours: /has as-uid and as-groups without the user to impersonate/,
  },
  {
    what: 'a plugin that prints a token',
    user: exec(printed(',\\"status\\":{\\"token\\":\\"abc\\"}')),
    kubectl: bearer('abc'),
  },
  {
    what: 'a plugin that reads stdin',
    user: exec(`cat; ${printed(',\\"status\\":{\\"token\\":\\"abc\\"}')}`),
    kubectl: bearer('abc'),
  },
  {what: 'a plugin beside a token', user: `    token: abc\n${exec('exit 1')}`, kubectl: bearer('abc')},
  {what: 'a plugin beside a certificate', user: `${CERTIFICATE}${exec('exit 1')}`, kubectl: {certificate: 'tester'}},
  {
    what: 'a plugin that fails',
    user: exec('echo sign in first >&2; exit 3'),
    kubectl: /sign in first\n[\s\S]*executable sh failed with exit code 3/,
    ours: /^The credential plugin sh failed: sign in first\.$/,
  },
  {
    what: 'a plugin that fails without a word',
    user: exec('exit 3'),
    kubectl: /executable sh failed with exit code 3/,
    ours: /^The credential plugin sh ended with exit code 3\.$/,
  },
  {
    what: 'a plugin that is not installed',
    user: '    exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: no-such-plugin}',
    kubectl: /executable no-such-plugin not found/,
    ours: /^The credential plugin no-such-plugin is not installed\.$/,
  },
  {
    what: 'a plugin that has to ask, without a terminal',
    user: exec('exit 3').replace('IfAvailable', 'Always'),
    kubectl: /standard input is not a terminal/,
    ours: /^The credential plugin sh has to ask \(interactiveMode: Always\), and stdin is not a terminal\.$/,
  },
  {
    what: 'a plugin with an unknown mode',
    user: exec('exit 3').replace('IfAvailable', 'Perhaps'),
    kubectl: /invalid interactiveMode for a-user: "Perhaps"/,
    ours: /a credential plugin with interactiveMode "Perhaps"; it is one of Never, IfAvailable, Always/,
  },
  {
    what: 'a plugin without a command',
    user: '    exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}',
    kubectl: /command must be specified/,
    ours: /a credential plugin \(exec\) without a command/,
  },
  {
    what: 'a plugin that prints no status',
    user: exec(printed('')),
    kubectl: /didn't return a status field/,
    ours: /printed no status, and so no credentials\.$/,
  },
  {
    what: 'a plugin that prints a status without credentials',
    user: exec(printed(',\\"status\\":{}')),
    kubectl: /didn't return a token or cert\/key pair/,
    ours: /printed neither a token nor a certificate\.$/,
  },
  {
    what: 'a plugin that prints a certificate without its key',
    user: exec(printed(',\\"status\\":{\\"clientCertificateData\\":\\"abc\\"}')),
    kubectl: /returned only certificate or key, not both/,
    ours: /printed a client certificate without its key\.$/,
  },
  {
    what: 'a plugin that prints no JSON',
    user: exec('echo abc'),
    kubectl: /decoding stdout/,
    ours: /^The credential plugin sh printed something that is not valid JSON\.$/,
  },
  {
    // kubectl sends it, and the API server says no more than 401.
    what: 'a plugin that prints an expired token',
    user: exec(printed(',\\"status\\":{\\"token\\":\\"abc\\",\\"expirationTimestamp\\":\\"2020-01-01T00:00:00Z\\"}')),
    kubectl: bearer('abc'),
    ours: /printed credentials that expired at 2020-01-01T00:00:00Z\.$/,
  },
  {
    what: 'a plugin and a provider',
    user: `${exec('exit 3')}\n${oidc('')}`,
    kubectl: /authProvider cannot be provided in combination with an exec plugin/,
    ours: /has both exec and auth-provider/,
  },
  {
    what: 'a provider that nobody knows',
    user: '    auth-provider: {name: acme, config: {a: b}}',
    kubectl: /no Auth Provider found for name "acme"/,
    ours: /has the unknown auth-provider "acme"/,
  },
  {what: 'an id-token', user: oidc(`, id-token: ${FRESH}`), kubectl: bearer(FRESH)},
  {
    what: 'an expired id-token',
    user: oidc(`, id-token: ${STALE}`),
    kubectl: /No valid id-token, and cannot refresh without refresh-token/,
    ours: new RegExp(
      `^The id-token expired at ${new Date((NOW - DAY) * 1000).toISOString()}, and no refresh-token to get another\\.$`,
    ),
  },
  {
    what: 'neither an id-token nor a refresh-token',
    user: oidc(''),
    kubectl: /No valid id-token, and cannot refresh without refresh-token/,
    ours: /^There is no id-token, and no refresh-token to get another\.$/,
  },
  {
    what: 'an id-token that is none',
    user: oidc(', id-token: abc'),
    kubectl: /ID Token is not a valid JWT/,
    ours: /^The id-token is not a JWT\.$/,
  },
  {
    what: 'an id-token of nobody',
    user: `    auth-provider: {name: oidc, config: {client-id: me, id-token: ${FRESH}}}`,
    kubectl: /Must provide idp-issuer-url/,
    ours: /^The auth-provider has no idp-issuer-url\.$/,
  },
  {
    what: 'an expired id-token with a refresh-token',
    user: oidc(`, id-token: ${STALE}, refresh-token: again, client-secret: shh`),
    kubectl: bearer(RENEWED),
  },
  {
    what: 'a refresh-token of a client without a secret',
    user: oidc(', refresh-token: public'),
    kubectl: bearer(RENEWED),
  },
  {
    what: 'a refresh-token that is refused',
    user: oidc(`, id-token: ${STALE}, refresh-token: used`),
    kubectl: /failed to refresh token[\s\S]*invalid_grant/,
    ours: /does not renew the id-token: invalid_grant, the token was used before\.$/,
  },
  {
    what: 'a provider that gives no id-token',
    user: oidc(`, id-token: ${STALE}, refresh-token: no-openid`),
    kubectl: /did not contain an id_token/,
    ours: /renewed the tokens and gave no id-token; was the scope "openid" asked for\?\.$/,
  },
]

function bearer(token: string): Partial<Signature> {
  return {authorization: `Bearer ${token}`}
}

function basic(user: string): Partial<Signature> {
  return {authorization: `Basic ${Buffer.from(user).toString('base64')}`}
}

/** An identity provider that renews the tokens `again`, for the client's secret, and `public`. */
function startProvider(): Promise<LoopbackServer> {
  const answer = (status: number, value: unknown) => ({
    kind: 'answer' as const,
    status,
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(value),
  })
  return serveLoopback(async ({path, headers, body}) => {
    const url = `http://${headers.host}`
    if (path === '/.well-known/openid-configuration') return answer(200, {issuer: url, token_endpoint: `${url}/token`})
    const form = new URLSearchParams(body)
    const isSecret = headers.authorization === `Basic ${Buffer.from('me:shh').toString('base64')}`
    switch (form.get('refresh_token')) {
      case 'again':
        return isSecret
          ? answer(200, {access_token: 'x', token_type: 'Bearer', id_token: RENEWED, refresh_token: 'once more'})
          : answer(401, {error: 'invalid_client'})
      case 'public':
        return form.get('client_id') === 'me' && headers.authorization === undefined
          ? answer(200, {access_token: 'x', token_type: 'Bearer', id_token: RENEWED})
          : answer(401, {error: 'invalid_client'})
      case 'no-openid':
        return answer(200, {access_token: 'x', token_type: 'Bearer'})
      default:
        return answer(400, {error: 'invalid_grant', error_description: 'the token was used before'})
    }
  })
}

describe.skipIf(!HAS_OPENSSL)('a kubeconfig', () => {
  let folder: string
  let emulator: KubernetesEmulator
  let front: TlsFront
  let provider: LoopbackServer

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'matrix-'))
    emulator = await startKubernetesEmulator()
    front = await startTlsFront(emulator.url, certificate(folder))
    provider = await startProvider()
    writeFile(folder, 'token', 'from-file\n')
  })
  afterAll(async () => {
    await Promise.all([emulator.close(), front.close(), provider.close()])
    rmSync(folder, {recursive: true})
  })
  beforeEach(() => front.clear())

  function fileOf({user, cluster}: Row): string {
    const server = `https://127.0.0.1:${front.port}`
    const authority = cluster ?? '    certificate-authority: cert.pem'
    return writeFile(folder, 'config', kubeconfig('a', server, user.replaceAll('URL', provider.url), authority))
  }

  /** What was sent first, or a refusal's words. */
  async function ours(file: string, as = ''): Promise<Signature | string> {
    const settings = {kubeconfig: file, context: '', server: '', impersonate: as, requestTimeoutMs: 5000}
    try {
      const services = {group: '', version: 'v1', plural: 'services', kind: 'Service', isNamespaced: true}
      await (await makeApiReader(settings, {PATH: process.env.PATH})).list(services, '')
      return front.signatures[0] ?? 'nothing was sent'
    } catch (error) {
      return error instanceof CliError ? error.happened : String(error)
    }
  }

  function kubectl(file: string, as = ''): Promise<Signature | string> {
    const argv = ['--kubeconfig', file, '--cache-dir', join(folder, 'cache'), ...(as === '' ? [] : ['--as', as])]
    return new Promise((resolve) => {
      const child = execFile(KUBECTL, [...argv, 'get', '--raw', '/version'], (error, _stdout, stderr) => {
        resolve(error === null ? (front.signatures[0] ?? 'nothing was sent') : stderr)
      })
      child.stdin?.end()
    })
  }

  const NOTHING: Signature = {authorization: '', certificate: '', impersonate: []}

  function check(found: Signature | string, outcome: Outcome): void {
    if (outcome instanceof RegExp) {
      expect(found).toMatch(outcome)
      expect(front.signatures).toEqual([])
    } else expect(found).toEqual({...NOTHING, ...outcome})
  }

  it.each(ROWS)('with $what', async (row) => {
    check(await ours(fileOf(row), row.as), row.ours ?? row.kubectl)
  })

  it.skipIf(!HAS_KUBECTL).each(ROWS)('with $what, as kubectl has it', async (row) => {
    check(await kubectl(fileOf(row), row.as), row.kubectl)
  })

  it('may be JSON', async () => {
    const server = `https://127.0.0.1:${front.port}`
    const file = writeFile(
      folder,
      'config.json',
      JSON.stringify({
        'current-context': 'a',
        contexts: [{name: 'a', context: {cluster: 'c', user: 'u'}}],
        clusters: [{name: 'c', cluster: {server, 'certificate-authority': 'cert.pem'}}],
        users: [{name: 'u', user: {tokenFile: 'token'}}],
      }),
    )
    expect(await ours(file)).toEqual({...NOTHING, ...bearer('from-file')})
  })

  const PROVIDER = `"client-id": "me", "client-secret": "shh", "idp-issuer-url": "URL"`

  it.each([
    {style: 'block style', id: `id-token: ${STALE} # old`, again: 'refresh-token: again'},
    {style: 'quotes', id: `id-token: '${STALE}'`, again: 'refresh-token: "again"'},
    {style: 'a folded scalar', id: `id-token: >-\n${' '.repeat(10)}${STALE}`, again: 'refresh-token: again'},
  ])('keeps renewed tokens in $style, and nothing else of it changes', async ({id, again}) => {
    const lines = ['client-id: me', 'client-secret: shh', 'idp-issuer-url: URL', id, again]
    const config = lines.map((line) => `${' '.repeat(8)}${line}`).join('\n')
    const user = `    # mine\n    auth-provider:\n      name: oidc\n      config:\n${config}\n`
    const file = fileOf({what: '', user, kubectl: {}})
    const before = readFileSync(file, 'utf8')
    expect(await ours(file)).toEqual({...NOTHING, ...bearer(RENEWED)})
    const quoted = id.includes("'") || id.includes('>') ? `"${RENEWED}"` : RENEWED
    expect(readFileSync(file, 'utf8')).toBe(
      before.replace(/id-token: (?:>-\s+)?'?[\w.-]+'?/, `id-token: ${quoted}`).replace(/"?again"?$/m, '"once more"'),
    )
    front.clear()
    expect(await ours(file)).toEqual({...NOTHING, ...bearer(RENEWED)})
  })

  it.each([
    {what: 'an id-token', id: `"id-token": "${STALE}", `},
    {what: 'none', id: ''},
  ])('keeps renewed tokens in JSON that has $what', async ({id}) => {
    const user = `    {"auth-provider": {"name": "oidc", "config": {${PROVIDER}, ${id}"refresh-token": "again"}}}`
    const file = fileOf({what: '', user, kubectl: {}})
    const before = readFileSync(file, 'utf8')
    expect(await ours(file)).toEqual({...NOTHING, ...bearer(RENEWED)})
    const kept = `"id-token": "${RENEWED}", "refresh-token": "once more"`
    expect(readFileSync(file, 'utf8')).toBe(before.replace(`${id}"refresh-token": "again"`, kept))
  })

  it('says so when a replaced refresh-token cannot be kept, and goes on when the old one still holds', async () => {
    const lock = writeFile(folder, 'config.lock', '')
    const stale = `, id-token: ${STALE}, refresh-token: `
    const replaced = fileOf({what: '', user: oidc(`${stale}again, client-secret: shh`), kubectl: {}})
    expect(await ours(replaced)).toMatch(
      /^The provider replaced the refresh-token, and the new one cannot be kept: EEXIST/,
    )
    expect(front.signatures).toEqual([])
    const kept = fileOf({what: '', user: oidc(`${stale}public`), kubectl: {}})
    expect(await ours(kept)).toEqual({...NOTHING, ...bearer(RENEWED)})
    rmSync(lock)
  })
})
