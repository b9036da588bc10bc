import {execFile, spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest'
import {makeApiReader} from '../../src/kubernetes/api-reader.js'
import {openClusterProbe} from '../../src/kubernetes/cluster-probe.js'
import {certificate, HAS_OPENSSL} from '../emulators/certificate.js'
import {type KubernetesEmulator, startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {type ProxyEmulator, type ProxyOptions, startProxy} from '../emulators/proxy/proxy.js'
import {kubeconfig, writeFile} from './kubeconfig-file.js'
import {startTlsFront, type TlsFront} from './tls-front.js'

const KUBECTL = 'kubectl'
const HAS_KUBECTL = spawnSync(KUBECTL, ['version', '--client']).status === 0
const SERVICES = {group: '', version: 'v1', plural: 'services', kind: 'Service', isNamespaced: true}
const NAMED = 'https://api.example.test:6443'

describe.skipIf(!HAS_OPENSSL)('an API server behind a proxy', () => {
  let folder: string
  let pair: {key: string; cert: string}
  let emulator: KubernetesEmulator
  let front: TlsFront

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'proxied-'))
    pair = certificate(folder, 'IP:127.0.0.1,DNS:api.example.test')
    emulator = await startKubernetesEmulator()
    front = await startTlsFront(emulator.url, pair)
  })
  afterAll(async () => {
    await Promise.all([emulator.close(), front.close()])
    rmSync(folder, {recursive: true})
  })

  async function proxyWith(options: Partial<ProxyOptions> = {}): Promise<ProxyEmulator> {
    const proxy = await startProxy({leadsTo: front.port, ...options})
    onTestFinished(() => proxy.close())
    return proxy
  }

  function fileFor(server: string, proxyUrl = ''): string {
    const proxy = proxyUrl === '' ? '' : `\n    proxy-url: ${proxyUrl}`
    const cluster = `    certificate-authority: cert.pem${proxy}`
    return writeFile(folder, 'config', kubeconfig('a', server, '    token: secret', cluster))
  }

  async function list(file: string, environment: Record<string, string> = {}, requestTimeoutMs = 5000) {
    const settings = {kubeconfig: file, context: '', server: '', impersonate: '', requestTimeoutMs}
    return (await makeApiReader(settings, environment)).list(SERVICES, '')
  }

  function kubectl(file: string, environment: Record<string, string>): Promise<void> {
    const argv = ['--kubeconfig', file, '--cache-dir', join(folder, 'cache'), 'get', '--raw', '/version']
    return new Promise((resolve, reject) => {
      execFile(KUBECTL, argv, {env: {PATH: process.env.PATH, ...environment}}, (error) =>
        error === null ? resolve() : reject(error),
      )
    })
  }

  const loopback = () => `https://127.0.0.1:${front.port}`

  /** Each proxy is there for its row alone; a `$` stands for its address. */
  const ROWS: readonly {
    readonly what: string
    readonly environment?: Record<string, string>
    readonly proxyUrl?: string
    readonly server?: string
    readonly isTls?: boolean
    readonly user?: string
    readonly calls: readonly string[]
    /** False: kubectl does not go through the proxy. */
    readonly isAsKubectl?: boolean
  }[] = [
    {what: 'HTTPS_PROXY', environment: {HTTPS_PROXY: 'http://$'}, calls: ['CONNECT api.example.test:6443']},
    {what: 'https_proxy', environment: {https_proxy: 'http://$'}, calls: ['CONNECT api.example.test:6443']},
    {what: 'HTTPS_PROXY without a scheme', environment: {HTTPS_PROXY: '$'}, calls: ['CONNECT api.example.test:6443']},
    {
      what: 'HTTPS_PROXY with a name and a password',
      environment: {HTTPS_PROXY: 'http://me:s%40fe@$'},
      user: 'me:s@fe',
      calls: ['CONNECT api.example.test:6443 me:s@fe'],
    },
    {
      what: 'an https proxy',
      environment: {HTTPS_PROXY: 'https://$'},
      isTls: true,
      calls: ['CONNECT api.example.test:6443'],
    },
    {what: 'a socks5 proxy', environment: {HTTPS_PROXY: 'socks5://$'}, calls: ['socks5 api.example.test:6443']},
    {
      what: 'ALL_PROXY',
      environment: {ALL_PROXY: 'socks5://$'},
      calls: ['socks5 api.example.test:6443'],
      isAsKubectl: false,
    },
    {what: 'HTTPS_PROXY, for this machine', environment: {HTTPS_PROXY: 'http://$'}, server: 'loopback', calls: []},
    {what: 'HTTP_PROXY, for https', environment: {HTTP_PROXY: 'http://$'}, server: 'loopback', calls: []},
    {what: 'proxy-url', proxyUrl: 'http://$', calls: ['CONNECT api.example.test:6443']},
    {what: 'proxy-url, for this machine', proxyUrl: 'http://$', server: 'loopback', calls: ['CONNECT loopback']},
    {what: 'proxy-url of socks5', proxyUrl: 'socks5://$', calls: ['socks5 api.example.test:6443']},
    {
      what: 'proxy-url before HTTPS_PROXY and NO_PROXY',
      proxyUrl: 'http://$',
      environment: {HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: '*'},
      calls: ['CONNECT api.example.test:6443'],
    },
  ]

  async function play(
    row: (typeof ROWS)[number],
    run: (file: string, environment: Record<string, string>) => Promise<unknown>,
  ): Promise<void> {
    const proxy = await proxyWith({
      ...(row.isTls === true ? {tls: pair} : {}),
      ...(row.user === undefined ? {} : {user: row.user}),
    })
    const filled = (text: string) => text.replace('$', proxy.host)
    const entries = Object.entries(row.environment ?? {}).map(([name, value]) => [name, filled(value)])
    const server = row.server === 'loopback' ? loopback() : NAMED
    await run(fileFor(server, filled(row.proxyUrl ?? '')), Object.fromEntries(entries))
    const calls = proxy.calls.map(({kind, target, user}) => `${kind} ${target}${user === '' ? '' : ` ${user}`}`)
    expect(calls).toEqual(row.calls.map((call) => call.replace('loopback', `127.0.0.1:${front.port}`)))
  }

  it.each(ROWS)('is reached with $what', (row) => play(row, list))

  it.skipIf(!HAS_KUBECTL).each(ROWS.filter(({isAsKubectl}) => isAsKubectl !== false))(
    'is reached with $what, as kubectl has it',
    (row) => play(row, kubectl),
  )

  it('is reached by one tunnel for many requests', async () => {
    const proxy = await proxyWith()
    const settings = {kubeconfig: fileFor(NAMED), context: '', server: '', impersonate: '', requestTimeoutMs: 5000}
    const reader = await makeApiReader(settings, {HTTPS_PROXY: `http://${proxy.host}`})
    await reader.list(SERVICES, '')
    await reader.list({...SERVICES, plural: 'nodes', kind: 'Node', isNamespaced: false}, '')
    expect(proxy.calls).toHaveLength(1)
  })

  it('is asked in plain HTTP by way of HTTP_PROXY', async () => {
    const proxy = await proxyWith({leadsTo: Number(new URL(emulator.url).port)})
    const file = writeFile(folder, 'plain', kubeconfig('a', 'http://api.example.test:8080', '    token: secret'))
    await list(file, {HTTP_PROXY: `http://${proxy.host}`})
    expect(proxy.calls).toEqual([{kind: 'GET', target: 'api.example.test:8080', user: ''}])
  })

  it('is unreachable, with the name of the proxy and without its password, when that refuses', async () => {
    const proxy = await proxyWith({refusesWith: 403})
    await expect(list(fileFor(NAMED), {HTTPS_PROXY: `http://me:safe@${proxy.host}`})).rejects.toMatchObject({
      code: 'KUBERNETES_UNREACHABLE',
      happened:
        'The connection was refused (the proxy answered 403) ' +
        `through the proxy http://********@${proxy.host} (HTTPS_PROXY) while listing services.`,
      fix: ['check HTTPS_PROXY', 'or reach the API server without it: NO_PROXY=api.example.test'],
    })
  })

  it('is unreachable when the proxy wants a password', async () => {
    const proxy = await proxyWith({user: 'me:safe'})
    await expect(list(fileFor(NAMED), {https_proxy: `http://${proxy.host}`})).rejects.toMatchObject({
      happened: expect.stringContaining('(the proxy answered 407, it wants a name and a password)'),
    })
  })

  it('is unreachable when nobody listens where the proxy should be', async () => {
    const proxy = await proxyWith()
    await proxy.close()
    const file = fileFor(NAMED, `http://${proxy.host}`)
    await expect(list(file)).rejects.toMatchObject({
      code: 'KUBERNETES_UNREACHABLE',
      happened: `Connection refused through the proxy http://${proxy.host} (proxy-url of the kubeconfig) while listing services.`,
      fix: ['check proxy-url of the kubeconfig'],
    })
  })

  it.each(['http', 'socks5'])('times out behind a silent %s proxy', async (scheme) => {
    const proxy = await proxyWith({isSilent: true})
    const listed = list(fileFor(NAMED), {HTTPS_PROXY: `${scheme}://${proxy.host}`}, 200)
    await expect(listed).rejects.toMatchObject({code: 'KUBERNETES_TIMEOUT'})
  })

  it.each([
    {scheme: 'http', who: /^The API server behind the proxy http:\S+ \(HTTPS_PROXY\) cannot be trusted: /},
    {scheme: 'https', who: /^The API server, or the proxy https:\S+ \(HTTPS_PROXY\) before it, cannot be trusted: /},
  ])('is not trusted without its authority, nor is a proxy of $scheme', async ({scheme, who}) => {
    const proxy = await proxyWith(scheme === 'https' ? {tls: pair} : {})
    const file = writeFile(folder, 'unknown', kubeconfig('a', NAMED))
    await expect(list(file, {HTTPS_PROXY: `${scheme}://${proxy.host}`})).rejects.toMatchObject({
      code: 'KUBERNETES_UNREACHABLE',
      happened: expect.stringMatching(who),
    })
  })

  it('is not looked for when the variable holds no proxy', async () => {
    await expect(list(fileFor(NAMED), {HTTPS_PROXY: 'ftp://proxy'})).rejects.toMatchObject({
      code: 'PROXY_INVALID',
      happened: '"ftp://proxy" is not an address of a proxy.',
    })
  })

  it('is told to be behind the proxy by a probe, too', async () => {
    const proxy = await proxyWith({refusesWith: 502})
    const settings = {kubeconfig: fileFor(NAMED), context: '', server: '', impersonate: '', requestTimeoutMs: 5000}
    const probe = await openClusterProbe(settings, {HTTPS_PROXY: `http://${proxy.host}`})
    await expect(probe.version()).rejects.toMatchObject({happened: 'the proxy answered 502.'})
  })
})
