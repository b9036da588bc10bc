import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {service} from './objects.js'
import {expectNoWrite, fleet} from './stage.js'

const BOTH = ['--context=eu1', '--context=us1']
const OWNED = [...BOTH, '--txt-owner-id=eu1=prod-eu1', '--txt-owner-id=us1=prod-us1']
const CLUSTERS = `clusters:
  - {context: eu1, txt-owner-id: prod-eu1}
  - {context: us1, txt-owner-id: prod-us1}
`

const open = () => fleet({eu1: [service('a', 'a.example.com')], us1: [service('b', 'b.example.com')]})

describe('a run of several clusters is refused, and nothing is changed, with', () => {
  it.each<readonly [string, readonly string[], string, string]>([
    [
      'a context twice',
      ['--context=eu1', '--context=eu1'],
      'The context eu1 is named twice.',
      'name each cluster once',
    ],
    [
      'an owner id for a context that is not there',
      [...BOTH, '--txt-owner-id=eu2=prod'],
      '--txt-owner-id=eu2=prod: this run has no context eu2.',
      'did you mean --txt-owner-id=eu1=…?',
    ],
    [
      'an owner id for one of them only',
      [...BOTH, '--txt-owner-id=eu1=prod'],
      '--txt-owner-id names no owner for us1, only for the others.',
      'name it: --txt-owner-id=us1=ID',
    ],
    [
      'two owner ids for one context',
      [...OWNED, '--txt-owner-id=us1=other'],
      '--txt-owner-id is given twice for us1 ("prod-us1" and "other") and takes one value.',
      'keep the one you mean',
    ],
    [
      'two owner ids for all',
      [...BOTH, '--txt-owner-id=a', '--txt-owner-id=b'],
      '--txt-owner-id is given twice ("a" and "b") and takes one value.',
      'keep the one you mean',
    ],
    ['an empty owner id', [...BOTH, '--txt-owner-id=eu1=', '--txt-owner-id=b'], '--txt-owner-id is empty.', 'name the'],
    [
      'a context that the kubeconfig does not have',
      ['--context=eu1', '--context=ap1', '--txt-owner-id=prod'],
      'The kubeconfig (KUBECONFIG) has no context "ap1".',
      'choose one with --context: eu1, us1',
    ],
    ['manifests', [...OWNED, '--manifests=.'], '--manifests are one cluster, and --context names several.', 'plan one'],
    [
      'a server, to which both contexts would lead',
      [...OWNED, '--server=http://127.0.0.1:1'],
      '--context=eu1 and --context=us1 lead to one API server, http://127.0.0.1:1: every object would be read twice.',
      'leave out one of the two',
    ],
    [
      'the flags of a Deployment',
      [...OWNED, '--from-deployment=kube-system/external-dns'],
      '--from-deployment reads the flags of one Deployment, and several clusters are named.',
      'plan one cluster at a time: --context=NAME',
    ],
    [
      'a former owner who is one of theirs',
      [...OWNED, '--migrate-from-txt-owner=prod-us1'],
      '--migrate-from-txt-owner and --txt-owner-id both name "prod-us1".',
      'name the former owner',
    ],
    [
      'an owner id that no text can hold',
      [...BOTH, '--txt-owner-id=eu1=a', '--txt-owner-id=us1=b,c'],
      '--txt-owner-id is "b,c": an ownership TXT cannot hold commas',
      'use letters',
    ],
  ])('%s', async (_what, flags, happened, fix) => {
    const it = await open()
    const {stderr, exitCode} = await it.run('plan', ...flags)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(happened)
    expect(stderr).toContain('Nothing was changed.')
    expect(stderr).toContain(`Fix: ${fix}`)
    expectNoWrite(it)
  })

  it('two contexts that lead to one API server and read the same of it', async () => {
    const it = await open()
    await it.clusters.eu1.writeKubeconfig(join(it.folder, 'us1'), {context: 'us1'})
    const {stderr, exitCode} = await it.run('plan', ...OWNED, '--label-filter=tier>3')
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`--context=eu1 and --context=us1 lead to one API server, ${it.clusters.eu1.url}: every`)
    writeFileSync(
      join(it.folder, 'parts.yaml'),
      'clusters: [{context: eu1, txt-owner-id: a, namespace: web}, {context: us1, txt-owner-id: b, namespace: shop}]',
    )
    expect((await it.run('plan', `--config=${join(it.folder, 'parts.yaml')}`)).exitCode).toBe(0)
  })

  it('a source that is forbidden in one of them', async () => {
    const it = await open()
    it.clusters.us1.deny({verb: 'list', resource: 'ingresses'})
    const {stderr, exitCode} = await it.run('plan', ...OWNED, '--tolerate=unreachable-cluster')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('cannot list ingresses.networking.k8s.io/v1 (context "us1") for source "ingress"')
    expect(stderr).toContain('No plan was made.')
  })

  it.each([
    ['owners release', ['--all']],
    ['owners transfer', ['--all', '--to=other']],
    ['owners migrate', ['--from=old', '--to=prod-eu1']],
  ] as const)('%s', async (name, flags) => {
    const it = await open()
    const {stderr, exitCode} = await it.run(name, ...OWNED, ...flags)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('This command is for one owner at a time, and several clusters are named.')
    expect(stderr).toContain('Fix: name one of them: --context=eu1')
    expectNoWrite(it)
  })
})

describe('one owner id', () => {
  it('with an = in it belongs to the one cluster as it is', async () => {
    const it = await open()
    expect((await it.run('plan', '--context=eu1', '--txt-owner-id=a=b')).stdout).toContain(
      'Plan for owner a=b · context eu1',
    )
  })

  it('is not taken for CONTEXT=ID where the other context was left out', async () => {
    const it = await open()
    const {stderr, exitCode} = await it.run('plan', '--context=eu1', '--txt-owner-id=eu1=prod-eu1')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('--txt-owner-id=eu1=prod-eu1: CONTEXT=ID is for several contexts, and this run has one.')
    expect(stderr).toContain('Fix: write --txt-owner-id=prod-eu1')
  })

  it('may be given once only to one cluster', async () => {
    const it = await open()
    const {stderr, exitCode} = await it.run('plan', '--txt-owner-id=a', '--txt-owner-id=b')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('--txt-owner-id is given twice ("a" and "b") and takes one value.')
  })
})

describe('clusters in a config file', () => {
  it.each([
    ['no list', 'clusters: eu1', ':1', 'clusters takes a list of clusters.', 'write clusters: [{context: prod-eu1,'],
    [
      'an empty list',
      'clusters: []',
      ':1',
      'clusters takes a list of clusters.',
      'write clusters: [{context: prod-eu1,',
    ],
    ['names', 'clusters: [eu1, us1]', ':1', 'A cluster has no context.', 'write clusters: [{context: prod-eu1,'],
    [
      'no context',
      'clusters:\n  - source: node',
      ':2',
      'A cluster has no context.',
      'write clusters: [{context: prod-eu1,',
    ],
    [
      'a list of contexts in one',
      'clusters:\n  - context: [eu1, us1]',
      ':2',
      'context takes one value, not a list.',
      'write context: "text"',
    ],
    [
      'an unknown key',
      'clusters:\n  - {context: eu1, labelfilter: a}',
      ':2',
      'There is no setting labelfilter.',
      'did you',
    ],
    [
      'a setting of the run',
      'clusters:\n  - {context: eu1, policy: sync}',
      ':2',
      'policy is a setting of the whole run.',
      'write it outside of clusters',
    ],
    ['a key twice', 'clusters:\n  - {context: eu1, source: a, source: b}', ':2', 'source is set twice', 'keep one'],
    [
      'contexts besides',
      'context: eu1\nclusters:\n  - {context: us1}',
      ':2',
      'context and clusters exclude each other.',
      'keep one of the two',
    ],
  ])('with %s: an error with its line', async (_what, text, line, happened, fix) => {
    const it = await open()
    const path = join(it.folder, 'fleet.yaml')
    writeFileSync(path, text)
    const {stderr, exitCode} = await it.run('plan', `--config=${path}`)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`config file ${path}${line}`)
    expect(stderr).toContain(happened)
    expect(stderr).toContain(fix)
  })

  it('whose flag cannot be used: the error says where it stands', async () => {
    const it = await open()
    const path = join(it.folder, 'fleet.yaml')
    writeFileSync(path, 'clusters:\n  - context: eu1\n    label-filter: "a=b=c"\n  - context: us1')
    const {stderr} = await it.run('plan', `--config=${path}`, '--txt-owner-id=prod')
    expect(stderr).toContain(`--label-filter is set by ${path}:3.`)
  })

  it('are not taken from a file that nobody named', async () => {
    const it = await open()
    writeFileSync(join(it.folder, 'external-dns-ts.yaml'), CLUSTERS)
    const before = process.cwd()
    process.chdir(it.folder)
    const {stderr, exitCode} = await it.run('plan').finally(() => process.chdir(before))
    expect(exitCode).toBe(1)
    expect(stderr).toContain('clusters cannot be set in a file that was found in the working folder.')
  })

  it('are for the commands of one owner chosen by --context', async () => {
    const it = await open()
    const path = join(it.folder, 'fleet.yaml')
    writeFileSync(path, CLUSTERS)
    const transfer = ['--all', '--to=prod-us1', '--dry-run', `--config=${path}`]
    expect((await it.run('owners transfer', ...transfer)).stderr).toContain('Fix: name one of them: --context=eu1')
    expect((await it.run('owners transfer', ...transfer, '--context=us1')).stderr).toContain(
      '--to and --txt-owner-id are both "prod-us1".',
    )
    const one = await it.run('owners transfer', ...transfer, '--context=eu1')
    expect([one.exitCode, one.stdout]).toEqual([0, expect.stringContaining('Plan for owner prod-eu1 ')])
  })

  it('are chosen by --context, and shown as they are', async () => {
    const it = await open()
    const path = join(it.folder, 'fleet.yaml')
    writeFileSync(path, `${CLUSTERS}policy: sync\n`)
    const show = (...flags: readonly string[]) => it.run('plan', `--config=${path}`, '--show-config', ...flags)
    const yaml = (await show('--format=yaml')).stdout
    expect(yaml).toContain(`clusters: # ${path}:2\n  - context: eu1\n    txt-owner-id: prod-eu1\n  - context: us1\n`)
    const again = join(it.folder, 'again.yaml')
    writeFileSync(again, yaml)
    const clustersOf = (stdout: string) => JSON.parse(stdout).clusters
    const both = clustersOf((await show('--json')).stdout)
    expect(both).toEqual([
      {context: 'eu1', 'txt-owner-id': 'prod-eu1'},
      {context: 'us1', 'txt-owner-id': 'prod-us1'},
    ])
    expect(clustersOf((await it.run('plan', `--config=${again}`, '--show-config', '--json')).stdout)).toEqual(both)
    expect(clustersOf((await show('--json', '--context=us1')).stdout)).toEqual([both[1]])
    expect(clustersOf((await show('--json', '--txt-owner-id=one')).stdout)).toEqual([
      {context: 'eu1'},
      {context: 'us1'},
    ])
    expect((await show()).stdout).toContain('context=eu1 txt-owner-id=prod-eu1')
    expect((await show('--context=us2')).stderr).toContain('did you mean --context=us1?')
    expect((await it.run('plan', `--config=${path}`, '--context=us1')).stdout).toContain('owner prod-us1 · context us1')
  })
})
