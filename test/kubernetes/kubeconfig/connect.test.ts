import {chmodSync, mkdirSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {connect} from '../../../src/kubernetes/kubeconfig/connect.js'
import type {KubernetesSettings} from '../../../src/kubernetes/kubernetes-settings.js'
import {kubeconfig, temporaryFolder, writeFile} from '../kubeconfig-file.js'

const NONE: KubernetesSettings = {kubeconfig: '', context: '', server: '', impersonate: '', requestTimeoutMs: 0}

function tokenOf(options: {readonly headers?: unknown}): unknown {
  return options.headers
}

describe('the kubeconfig', () => {
  it('is that of --kubeconfig, then KUBECONFIG, then the home folder', () => {
    const home = temporaryFolder()
    mkdirSync(join(home, '.kube'))
    writeFile(join(home, '.kube'), 'config', kubeconfig('home', 'https://home.example.com/'))
    const named = writeFile(home, 'named', kubeconfig('named', 'https://named.example.com'))
    const given = writeFile(home, 'given', kubeconfig('given', 'https://given.example.com'))
    expect(connect(NONE, {HOME: home})).toMatchObject({context: 'home', server: 'https://home.example.com'})
    expect(connect(NONE, {HOME: home, KUBECONFIG: named}).context).toBe('named')
    expect(connect({...NONE, kubeconfig: given}, {HOME: home, KUBECONFIG: named}).context).toBe('given')
  })

  it('may be several files, merged as kubectl does: the first to say something wins, missing files are skipped', () => {
    const folder = temporaryFolder()
    const first = writeFile(folder, 'first', kubeconfig('a', 'https://first.example.com'))
    const second = writeFile(
      folder,
      'second',
      kubeconfig('a', 'https://second.example.com').replace(/current-context.*\n/, ''),
    )
    const third = writeFile(folder, 'third', kubeconfig('b', 'https://third.example.com'))
    const KUBECONFIG = [join(folder, 'gone'), second, first, third].join(delimiter)
    expect(connect(NONE, {KUBECONFIG})).toMatchObject({context: 'a', server: 'https://second.example.com'})
    expect(connect({...NONE, context: 'b'}, {KUBECONFIG}).server).toBe('https://third.example.com')
  })

  it('does not mind broken entries that nobody uses', () => {
    const text = `${kubeconfig('a', 'https://a.example.com')}- name: other\n  user:\n    token-file: /does/not/exist\n`
    const file = writeFile(temporaryFolder(), 'config', text)
    expect(connect({...NONE, kubeconfig: file}, {}).context).toBe('a')
  })

  it.each([
    ['a number for its proxy', 'a', 'proxy-url: 7', /has the proxy-url "7", which is not the address of a proxy/],
    ['a map for its proxy', 'a', 'proxy-url: {a: b}', /its cluster "a-cluster" is missing or has no server/],
    ['a map for its server', 'a', 'server: {a: b}', /its cluster "a-cluster" is missing or has no server/],
    ['a server of another scheme', 'a', 'server: ittps://a', /"ittps:\/\/a" is not an address of an API server/],
  ])('is reported when the cluster has %s', (_what, name, line, happened) => {
    const [, setting = ''] = /^(server)/.exec(line) ?? []
    const text = kubeconfig(name, 'https://a.example.com', undefined, setting === '' ? `    ${line}` : '')
    const file = writeFile(temporaryFolder(), 'config', setting === '' ? text : text.replace(/server: .*/, line))
    expect(() => connect({...NONE, kubeconfig: file}, {})).toThrow(
      expect.objectContaining({code: 'KUBECONFIG_INVALID', happened: expect.stringMatching(happened)}),
    )
  })

  it.each([
    ['name: a\n  context', 'name: {b: c}\n  context', 'has no context "a"', 'add a context to the kubeconfig'],
    ['cluster: a-cluster', 'cluster: {b: c}', 'has no context "a"', 'add a context to the kubeconfig'],
    ['user: a-user', 'user: [b]', 'has no context "a"', 'add a context to the kubeconfig'],
    ['current-context: a', 'current-context: {b: c}', 'has no current context', 'choose one with --context: a'],
  ])('leaves out an entry that says %s as %s', (from, to, happened, fix) => {
    const file = writeFile(temporaryFolder(), 'config', kubeconfig('a', 'https://a.example.com').replace(from, to))
    expect(() => connect({...NONE, context: to.startsWith('current') ? '' : 'a', kubeconfig: file}, {})).toThrow(
      expect.objectContaining({happened: `The kubeconfig (--kubeconfig) ${happened}.`, fix: [fix]}),
    )
  })

  it.each([
    {what: 'nowhere', settings: {}, environment: {}, code: 'KUBECONFIG_MISSING', happened: /^There is no KUBECONFIG/},
    {
      what: 'a missing --kubeconfig',
      settings: {kubeconfig: '/nowhere/x'},
      environment: {},
      code: 'KUBECONFIG_MISSING',
      happened: /^--kubeconfig names \/nowhere\/x/,
    },
    {
      what: 'missing files',
      settings: {},
      environment: {KUBECONFIG: '/a/b'},
      code: 'KUBECONFIG_MISSING',
      happened: /^KUBECONFIG names \/a\/b/,
    },
    {
      what: 'a folder',
      settings: {kubeconfig: '/tmp'},
      environment: {},
      code: 'KUBECONFIG_INVALID',
      happened: /^\/tmp is not a kubeconfig: EISDIR/,
    },
  ])('is reported when it is $what', ({settings, environment, code, happened}) => {
    expect(() => connect({...NONE, ...settings}, environment)).toThrow(
      expect.objectContaining({code, happened: expect.stringMatching(happened)}),
    )
  })

  it('is reported with its name when it is not valid YAML', () => {
    const file = writeFile(temporaryFolder(), 'broken', 'clusters: [')
    expect(() => connect({...NONE, kubeconfig: file}, {})).toThrow(
      expect.objectContaining({
        code: 'KUBECONFIG_INVALID',
        happened: expect.stringContaining(`${file} is not a kubeconfig: `),
      }),
    )
  })

  it('names the contexts there are when the wanted one is not among them', () => {
    const folder = temporaryFolder()
    const files = ['b', 'a'].map((name) => writeFile(folder, name, kubeconfig(name, 'https://x.example.com')))
    const environment = {KUBECONFIG: files.join(delimiter)}
    expect(() => connect({...NONE, context: 'c'}, environment)).toThrow(
      expect.objectContaining({
        happened: 'The kubeconfig (KUBECONFIG) has no context "c".',
        fix: ['choose one with --context: a, b'],
      }),
    )
  })

  it('is reported when its context names a cluster that it does not have', () => {
    const file = writeFile(
      temporaryFolder(),
      'config',
      kubeconfig('a', 'https://a.example.com').replace('cluster: a-cluster', 'cluster: z'),
    )
    expect(() => connect({...NONE, kubeconfig: file}, {})).toThrow(
      expect.objectContaining({
        happened: 'The context "a" cannot be used: its cluster "z" is missing or has no server.',
      }),
    )
  })
})

describe('in a Pod', () => {
  function pod(): {folder: string; environment: Record<string, string>} {
    const folder = temporaryFolder()
    writeFile(folder, 'token', 'from-the-pod\n')
    writeFile(folder, 'ca.crt', 'CA')
    return {folder, environment: {KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443'}}
  }

  it('is the cluster of the service account, whose token is read anew each time', async () => {
    const {folder, environment} = pod()
    const connection = connect(NONE, environment, {serviceAccountFolder: folder})
    expect(connection).toMatchObject({context: 'in-cluster', server: 'https://[fd00::1]:443'})
    expect(tokenOf(await connection.authorize())).toEqual({Authorization: 'Bearer from-the-pod'})
    writeFile(folder, 'token', 'rotated')
    expect(tokenOf(await connection.authorize())).toEqual({Authorization: 'Bearer rotated'})
  })

  it('yields to a kubeconfig that has a context', () => {
    const {folder, environment} = pod()
    const file = writeFile(folder, 'config', kubeconfig('a', 'https://a.example.com'))
    expect(connect(NONE, {...environment, KUBECONFIG: file}, {serviceAccountFolder: folder}).context).toBe('a')
    const empty = writeFile(folder, 'empty', '\n')
    expect(connect(NONE, {...environment, KUBECONFIG: empty}, {serviceAccountFolder: folder}).context).toBe(
      'in-cluster',
    )
  })
})

describe('credentials', () => {
  async function authorize(user: string, folder = temporaryFolder(), settings: Partial<KubernetesSettings> = {}) {
    const file = writeFile(folder, 'config', kubeconfig('a', 'https://a.example.com', user))
    return connect({...NONE, kubeconfig: file, ...settings}, {}).authorize()
  }

  it('may be a token file, whose path counts from the kubeconfig', async () => {
    const folder = temporaryFolder()
    writeFile(folder, 'my token', 'abc\n')
    expect(tokenOf(await authorize('    tokenFile: my token # for tests', folder))).toEqual({
      Authorization: 'Bearer abc',
    })
    expect(tokenOf(await authorize('    tokenFile: "my token"', folder))).toEqual({Authorization: 'Bearer abc'})
  })

  it('may be a name and a password', async () => {
    expect(await authorize('    username: me\n    password: secret')).toMatchObject({auth: 'me:secret'})
  })

  it('may be absent', async () => {
    expect(tokenOf(await authorize('    {}'))).toEqual({})
  })

  it('name the impersonated user', async () => {
    expect(tokenOf(await authorize('    as: bob'))).toEqual({'Impersonate-User': 'bob'})
    expect(tokenOf(await authorize('    token: t', temporaryFolder(), {impersonate: 'eve'}))).toEqual({
      Authorization: 'Bearer t',
      'Impersonate-User': 'eve',
    })
  })

  it('may come from a plugin, which is told the version of the answer', async () => {
    const folder = temporaryFolder()
    const script = `#!/bin/sh\nprintf '{"status": {"token": "%s"}}' "$(printf %s "$KUBERNETES_EXEC_INFO" | tr -d '"{}')"\n`
    chmodSync(writeFile(folder, 'plugin', script), 0o755)
    const options = await authorize('    exec:\n      apiVersion: v1\n      command: ./plugin', folder)
    expect(tokenOf(options)).toEqual({Authorization: 'Bearer apiVersion:v1,kind:ExecCredential,spec:interactive:false'})
  })

  it('are reported when the plugin is missing or fails', async () => {
    await expect(authorize('    exec:\n      apiVersion: v1\n      command: no-such-plugin')).rejects.toMatchObject({
      code: 'KUBERNETES_UNAUTHORIZED',
      happened: 'The credential plugin no-such-plugin is not installed.',
    })
    const exec =
      "    exec:\n      apiVersion: v1\n      command: sh\n      args: ['-c', 'echo token expired >&2; exit 1']"
    await expect(authorize(exec)).rejects.toMatchObject({happened: 'The credential plugin sh failed: token expired.'})
  })

  it('are reported when a file is missing', async () => {
    await expect(authorize('    client-certificate: gone.crt\n    client-key: gone.key')).rejects.toMatchObject({
      code: 'KUBECONFIG_INVALID',
      happened: expect.stringContaining('The credentials cannot be read: ENOENT'),
    })
  })
})
