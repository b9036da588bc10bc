import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {type ConnectOptions, connect} from '../../../src/kubernetes/kubeconfig/connect.js'
import {kubeconfig, temporaryFolder, writeFile} from '../kubeconfig-file.js'

const PRINT_TOKEN = 'echo "{\\"status\\":{\\"token\\":\\"abc\\"}}"'

interface Scene {
  readonly fields?: string
  readonly cluster?: string
  readonly options?: ConnectOptions
  readonly requestTimeoutMs?: number
}

/** Signs in by a plugin that runs a script of a shell in a folder of its own, whose files it may write. */
async function signIn(script: string, {fields = '', cluster = '', options, requestTimeoutMs = 0}: Scene = {}) {
  const folder = temporaryFolder()
  const exec = `    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: ./plugin\n${fields}`
  writeFile(folder, 'plugin', `#!/bin/sh\ncd ${folder}\n${script}\n`)
  const {chmodSync} = await import('node:fs')
  chmodSync(join(folder, 'plugin'), 0o755)
  const file = writeFile(folder, 'config', kubeconfig('a', 'https://a.example.com', exec, cluster))
  const settings = {kubeconfig: file, context: '', server: '', impersonate: '', requestTimeoutMs}
  const {headers} = await connect(settings, {PATH: process.env.PATH, OURS: 'yes'}, options).authorize()
  return {headers, read: (name: string) => readFileSync(join(folder, name), 'utf8').trim()}
}

const TELL = `printf %s "$KUBERNETES_EXEC_INFO" >info; ${PRINT_TOKEN}`

describe('a credential plugin', () => {
  it.each([
    {mode: 'Never', isTerminal: true, interactive: false},
    {mode: 'IfAvailable', isTerminal: true, interactive: true},
    {mode: 'Always', isTerminal: true, interactive: true},
    {mode: 'IfAvailable', isTerminal: false, interactive: false},
  ])('with $mode is told whether it may ask: terminal $isTerminal', async ({mode, isTerminal, interactive}) => {
    const fields = `      interactiveMode: ${mode}`
    const {headers, read} = await signIn(TELL, {fields, options: {isTerminal: () => isTerminal}})
    expect(headers).toEqual({Authorization: 'Bearer abc'})
    const spec = {interactive}
    const info = {apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', spec}
    expect(JSON.parse(read('info'))).toEqual(info)
  })

  it('may not ask while stdin is read for something else', async () => {
    const options = {isTerminal: () => true, isStdinTaken: true}
    const {read} = await signIn(TELL, {options})
    expect(JSON.parse(read('info')).spec).toEqual({interactive: false})
  })

  it('is told about the cluster when it wants to be', async () => {
    const cluster = [
      '    certificate-authority-data: Q0E=',
      '    tls-server-name: inner',
      '    proxy-url: http://proxy:3128',
      '    disable-compression: true',
      '    extensions:',
      '    - name: other',
      '      extension: {no: no}',
      '    - name: client.authentication.k8s.io/exec',
      '      extension: {audience: acme}',
    ].join('\n')
    const {read} = await signIn(TELL, {cluster, fields: '      provideClusterInfo: true'})
    expect(JSON.parse(read('info')).spec.cluster).toEqual({
      server: 'https://a.example.com',
      'tls-server-name': 'inner',
      'certificate-authority-data': 'Q0E=',
      'proxy-url': 'http://proxy:3128',
      'disable-compression': true,
      config: {audience: 'acme'},
    })
  })

  it('has our variables and those of the kubeconfig', async () => {
    const fields = '      env:\n      - {name: THEIRS, value: too}'
    const {read} = await signIn(`echo $OURS $THEIRS >variables; ${PRINT_TOKEN}`, {fields})
    expect(read('variables')).toBe('yes too')
  })

  it('finds stdin at its end where nobody can be asked', async () => {
    const {read} = await signIn(`cat >typed; ${PRINT_TOKEN}`)
    expect(read('typed')).toBe('')
  })

  it('has its words passed on while it runs, to a host that keeps quiet meanwhile', async () => {
    const events: string[] = []
    const host = {
      pass: (text: string) => void events.push(text.trim()),
      lend: async <T>(run: () => Promise<T>) => {
        events.push('lent')
        const result = await run()
        events.push('back')
        return result
      },
    }
    await signIn(`echo visit https://login >&2; ${PRINT_TOKEN}`, {options: {host, isTerminal: () => false}})
    expect(events).toEqual(['lent', 'visit https://login', 'back'])
  })

  it('is given up after the time of a request where nobody is asked', async () => {
    const signed = signIn('exec sleep 60', {requestTimeoutMs: 200})
    await expect(signed).rejects.toMatchObject({
      code: 'KUBERNETES_TIMEOUT',
      doing: 'sign in to Kubernetes (context "a")',
      happened: expect.stringMatching(/^The credential plugin \S+plugin was not done within 0.2 s\.$/),
      fix: ['allow more time with --kube-api-request-timeout', 'or see what it waits for: kubectl auth whoami'],
    })
  })

  it('is given up even when a child of it holds on to the pipes', async () => {
    await expect(signIn('sleep 5 & wait', {requestTimeoutMs: 200})).rejects.toMatchObject({code: 'KUBERNETES_TIMEOUT'})
  })

  it('that is ended by a signal is told so', async () => {
    await expect(signIn('kill -9 $$')).rejects.toMatchObject({
      happened: expect.stringMatching(/plugin was ended by SIGKILL\.$/),
    })
  })

  it('that is no program is told so', async () => {
    const file = writeFile(
      temporaryFolder(),
      'config',
      kubeconfig('a', 'https://a.example.com', '    exec: {apiVersion: v1, command: /dev/null}'),
    )
    const settings = {kubeconfig: file, context: '', server: '', impersonate: '', requestTimeoutMs: 0}
    await expect(connect(settings, {}).authorize()).rejects.toMatchObject({
      happened: expect.stringMatching(/^The credential plugin \/dev\/null cannot be started: .*EACCES/),
    })
  })

  it('that is missing is looked for as the kubeconfig advises, without what would change the terminal', async () => {
    const hint = '      installHint: "get it:\\n  brew install \\e[31macme"'
    const user = `    exec:\n      apiVersion: v1\n      command: no-such-plugin\n${hint}`
    const file = writeFile(temporaryFolder(), 'config', kubeconfig('a', 'https://a.example.com', user))
    const settings = {kubeconfig: file, context: '', server: '', impersonate: '', requestTimeoutMs: 0}
    await expect(connect(settings, {}).authorize()).rejects.toMatchObject({
      code: 'KUBERNETES_UNAUTHORIZED',
      happened: 'The credential plugin no-such-plugin is not installed.',
      fix: ['install no-such-plugin; the kubeconfig says how: get it: brew install [31macme', 'or put it on the PATH'],
    })
  })

  it('is run again for the next sign-in, as after a 401', async () => {
    const folder = temporaryFolder()
    const count = join(folder, 'count')
    const script = `echo x >>${count}; ${PRINT_TOKEN.replaceAll('"', '\\"').replaceAll('\\\\"', '\\\\\\"')}`
    const user = `    exec: {apiVersion: v1, command: sh, args: [-c, "${script}"]}`
    const file = writeFile(folder, 'config', kubeconfig('a', 'https://a.example.com', user))
    const settings = {kubeconfig: file, context: '', server: '', impersonate: '', requestTimeoutMs: 0}
    const connection = connect(settings, {})
    await connection.authorize()
    await connection.authorize()
    expect(readFileSync(count, 'utf8')).toBe('x\nx\n')
  })
})
