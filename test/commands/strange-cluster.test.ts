import {describe, expect, it} from 'vitest'
import type {KubernetesFaultAction} from '../emulators/kubernetes/fault.js'
import {owned, service} from './objects.js'
import {AS_PROD, expectNoWrite, shown, stage, withoutPauses} from './stage.js'

const FOREVER = Number.POSITIVE_INFINITY
const LOGIN = '<html><body>Log in</body></html>'
/** A record that would be deleted if the response were taken for an empty cluster. */
const SCENE = {objects: [service('front', 'www.example.com')], records: owned('gone.example.com')}
const STATUS = {kind: 'Status', apiVersion: 'v1', status: 'Success'}
const ENDLESS = {kind: 'ServiceList', apiVersion: 'v1', metadata: {continue: 'x'}, items: []}
/** Words of JavaScript that mean nothing to users. */
const NOT_FOR_USERS = /Unexpected token|" is not valid JSON|undefined|TypeError|\bat .+:\d+:\d+/

const rewrite = (changes: object): KubernetesFaultAction => ({rewrite: (list) => ({...list, ...changes})})

describe('a list with an invalid answer', () => {
  it.each<[string, KubernetesFaultAction, string]>([
    ['a page of a proxy', {instead: {status: 200, body: LOGIN}}, 'is not valid JSON.'],
    ['nothing', {instead: {status: 200, body: ''}}, 'is empty.'],
    ['a Status', {rewrite: () => STATUS}, 'is not a list of services (v1) but of kind Status (v1).'],
    ['another list', rewrite({kind: 'PodList', items: []}), 'is not a list of services (v1) but of kind PodList (v1).'],
    ['a list of no kind', rewrite({kind: undefined, items: []}), 'is not a list of services: it has no kind.'],
    ['null for items', rewrite({items: null}), 'is not a list of services: it has no items.'],
    [
      'the first page alone',
      rewrite({items: [], metadata: {remainingItemCount: 1}}),
      'is not the complete list of services (1 more) and names no next page.',
    ],
    [
      'one token for ever',
      {instead: {status: 200, body: JSON.stringify(ENDLESS)}},
      'leads back to a page that was read before.',
    ],
    ['no gzip', {instead: {status: 200, body: 'x', headers: {'content-encoding': 'gzip'}}}, 'claims to be gzip'],
    ['101', {instead: {status: 101, body: '', headers: {upgrade: 'x', connection: 'upgrade'}}}, 'answered 101: '],
    ['302', {instead: {status: 302, body: LOGIN, headers: {location: 'http://127.0.0.1:1/'}}}, 'answered 302: '],
    ['204', {instead: {status: 204, body: ''}}, 'answered 204: '],
    ['404 of a proxy', {instead: {status: 404, body: LOGIN}}, 'to services is 404: '],
  ])('%s: nothing is written', async (_case, action, text) => {
    withoutPauses()
    const scene = await stage(SCENE)
    scene.cluster.addFault({resource: 'services', action, times: FOREVER})
    for (const command of ['plan', 'apply'] as const) {
      const yes = command === 'apply' ? ['--yes'] : []
      const {stdout, stderr, exitCode} = await scene.run(command, AS_PROD, '--policy=sync', ...yes)
      expect(shown(stderr)).toMatch(/^Error: cannot list services .+\n {2}.+ No plan was made.*\n {2}Fix: /)
      expect(stderr).toContain(text)
      expect(stderr).not.toMatch(NOT_FOR_USERS)
      expect(stdout).toBe('')
      expect(exitCode).toBe(1)
    }
    expectNoWrite(scene)
  })

  it.each(['breakOffAfterHead', 'breakOffHalfway'] as const)('%s: it is asked for again', async (action) => {
    withoutPauses()
    const scene = await stage(SCENE)
    scene.cluster.addFault({resource: 'services', action, times: 2})
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--policy=sync')
    expect(stdout).toContain('Applied 2 of 2 hosts.')
    expect(exitCode).toBe(0)
  })
})

describe('doctor', () => {
  it.each([
    ['what it may do', {verb: 'create', resource: 'selfsubjectaccessreviews'}],
    ['the version', {when: ({path}: {readonly path: string}) => path === '/version'}],
  ] as const)('is told %s by a page of a proxy: that is no answer', async (_case, at) => {
    const scene = await stage(SCENE)
    scene.cluster.addFault({...at, action: {instead: {status: 200, body: LOGIN}}, times: FOREVER})
    const {stdout, stderr, exitCode} = await scene.run('doctor', AS_PROD)
    expect(stdout + stderr).toMatch(/The answer of http:\S+ is not /)
    expect(stdout + stderr).not.toMatch(NOT_FOR_USERS)
    expect(exitCode).toBe(1)
  })

  it('does not take an access review without a result for a denial', async () => {
    const scene = await stage(SCENE)
    const at = {verb: 'create', resource: 'selfsubjectaccessreviews', times: FOREVER}
    scene.cluster.addFault({...at, action: rewrite({status: {}})})
    const {stdout, stderr} = await scene.run('doctor', AS_PROD)
    expect(stdout + stderr).toMatch(
      /failed +│ The answer of http:\S+ is not of kind[ │]+\n│[ │]+SelfSubjectAccessReview /,
    )
  })
})

describe('a Deployment', () => {
  it.each([
    ['a page of a proxy', {instead: {status: 200, body: LOGIN}}],
    ['a Status', {instead: {status: 200, body: JSON.stringify(STATUS)}}],
    ['nothing', {instead: {status: 200, body: ''}}],
  ] as const)('is answered by %s: no flags are taken from it', async (_case, action) => {
    const scene = await stage(SCENE)
    scene.cluster.addFault({verb: 'get', resource: 'deployments', action, times: FOREVER})
    const {stdout, stderr, exitCode} = await scene.run('plan', '--from-deployment=dns/external-dns')
    expect(shown(stderr)).toContain(`The answer of ${scene.cluster.url} is not a Deployment.`)
    expect(stderr).not.toMatch(NOT_FOR_USERS)
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
  })
})
