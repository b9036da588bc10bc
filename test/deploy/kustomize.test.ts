import {spawnSync} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parseAllDocuments} from 'yaml'
import {EXIT_CODES} from '../../src/cli/exit-codes.js'
import {service} from '../commands/objects.js'
import {ROOT} from '../commands/run-command.js'
import {stage} from '../commands/stage.js'
import {problemsOfObject} from './kubernetes-models.js'
import {rulesOf} from './rbac-yaml.js'
import {sourceRows} from './source-rows.js'

const DEPLOY = join(ROOT, 'deploy')
const files = readdirSync(DEPLOY, {recursive: true, encoding: 'utf8'})
  .filter((file) => file.endsWith('.yaml') && !file.startsWith('ci') && !file.startsWith('helm'))
  .sort()
const read = (file: string) => parseAllDocuments(readFileSync(join(DEPLOY, file), 'utf8')).map((one) => one.toJS())
const cronJob = read('kustomize/base/cron-job.yaml')[0]
const job = cronJob.spec.jobTemplate.spec
const pod = job.template.spec
const [container] = pod.containers
const hasKubectl = spawnSync('kubectl', ['version', '--client'], {encoding: 'utf8'}).status === 0

describe('the manifests in deploy', () => {
  it.each(files)('%s has only fields that Kubernetes knows', (file) => {
    for (const object of read(file)) {
      // A CustomResourceDefinition holds a schema of any depth.
      if (object.kind !== 'CustomResourceDefinition') expect(problemsOfObject(object)).toEqual([])
    }
  })

  it('are looked at by a check that finds what is wrong', () => {
    const wrong = structuredClone(cronJob)
    wrong.spec.jobTemplate.spec.template.spec.containers[0].arguments = []
    wrong.spec.jobTemplate.spec.backoffLimit = 'two'
    expect(problemsOfObject(wrong)).toEqual([
      'CronJob.spec.jobTemplate.spec.backoffLimit is not a number',
      'CronJob.spec.jobTemplate.spec.template.spec.containers[0].arguments does not exist',
    ])
  })

  it('name files that are there', () => {
    for (const file of files.filter((one) => one.endsWith('kustomization.yaml'))) {
      const {resources = []} = read(file)[0]
      for (const resource of resources) {
        expect(statSync(join(DEPLOY, dirname(file), resource)), `${file}: ${resource}`).toBeDefined()
      }
    }
  })
})

describe('the CronJob', () => {
  it('runs a command line that the program takes, as the root that it may not be', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const [command, ...args] = container.args
    expect(command).toBe('apply')
    const {exitCode, stdout} = await scene.run('apply', ...args)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(pod.securityContext).toMatchObject({runAsNonRoot: true, seccompProfile: {type: 'RuntimeDefault'}})
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: {drop: ['ALL']},
    })
  })

  it('ends by itself before it is ended, and is not tried again where that would not help', () => {
    const minutes = Number(/--timeout=(\d+)m/.exec(container.args.join(' '))?.[1])
    expect(minutes * 60 + pod.terminationGracePeriodSeconds).toBeLessThanOrEqual(job.activeDeadlineSeconds)
    expect(cronJob.spec.concurrencyPolicy).toBe('Forbid')
    // Kubernetes takes a podFailurePolicy only with this.
    expect(pod.restartPolicy).toBe('Never')
    const [{action, onExitCodes}] = job.podFailurePolicy.rules
    const {refused, partly, stale, changesPresent} = EXIT_CODES
    expect([action, onExitCodes.values]).toEqual(['FailJob', [changesPresent, refused, partly, stale]])
    expect(onExitCodes.containerName).toBe(container.name)
    // An error may pass, and a run that was interrupted goes on where it was.
    expect(onExitCodes.values).not.toContain(EXIT_CODES.error)
    expect(onExitCodes.values).not.toContain(EXIT_CODES.interrupted)
  })

  it('may do what its sources need, and nothing else', async () => {
    const sources = container.args.flatMap((arg: string) => /^--source=(.+)/.exec(arg)?.[1] ?? [])
    const rows = (await sourceRows()).filter(({name}) => sources.includes(name))
    const needed = rulesOf(rows.flatMap(({asks, dependsOn}) => [...asks, ...dependsOn]))
    const allowed = read('kustomize/base/cluster-role.yaml')[0].rules
    expect(
      allowed.map(({apiGroups, resources, verbs}: {apiGroups: string[]; resources: string[]; verbs: string[]}) => [
        apiGroups,
        resources,
        verbs,
      ]),
    ).toEqual(needed.map(({group, resources}) => [[group], resources, ['list']]))
  })
})

describe('the component for shards', () => {
  it('patches what is there, with a command line that the program takes', async () => {
    const [{patches}] = read('kustomize/components/shards/kustomization.yaml')
    const operations = parseAllDocuments(patches[0].patch)[0]?.toJS() as {op: string; path: string; value: unknown}[]
    const patched = structuredClone(cronJob)
    for (const {path, value} of operations) {
      const keys = path.slice(1).split('/')
      const holder = keys.slice(0, -1).reduce((at, key) => at[key], patched)
      if (keys.at(-1) === '-') holder.push(value)
      else holder[keys.at(-1) ?? ''] = value
    }
    expect(problemsOfObject(patched)).toEqual([])
    const spec = patched.spec.jobTemplate.spec
    expect([spec.completionMode, spec.completions, spec.parallelism]).toEqual(['Indexed', 3, 3])
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const environment = {...scene.environment, JOB_COMPLETION_INDEX: '2'}
    const args = spec.template.spec.containers[0].args.slice(1)
    expect((await scene.runWith({environment}, 'apply', ...args)).exitCode).toBe(0)
  })
})

describe.skipIf(!hasKubectl)('kubectl kustomize (skipped where there is no kubectl)', () => {
  it.each(['base', 'overlays/irsa', 'overlays/pod-identity'])('builds %s', (folder) => {
    const built = spawnSync('kubectl', ['kustomize', join(DEPLOY, 'kustomize', folder)], {encoding: 'utf8'})
    expect(built.stderr).toBe('')
    const objects = parseAllDocuments(built.stdout).map((one) => one.toJS())
    expect(objects.map(({kind}) => kind).sort()).toEqual([
      'ClusterRole',
      'ClusterRoleBinding',
      'CronJob',
      'Namespace',
      'ServiceAccount',
    ])
    for (const object of objects) expect(problemsOfObject(object)).toEqual([])
    const account = objects.find(({kind}) => kind === 'ServiceAccount')
    expect(account.metadata.namespace).toBe('external-dns-ts')
    const role = account.metadata.annotations?.['eks.amazonaws.com/role-arn']
    expect(role !== undefined).toBe(folder === 'overlays/irsa')
  })
  it('adds the components to an overlay', () => {
    // kustomize takes no folder outside the one it starts from.
    const copy = mkdtempSync(join(tmpdir(), 'external-dns-ts-kustomize-'))
    try {
      cpSync(join(DEPLOY, 'kustomize'), copy, {recursive: true})
      const overlay = join(copy, 'overlays', 'mine')
      mkdirSync(overlay)
      writeFileSync(
        join(overlay, 'kustomization.yaml'),
        'resources: [../../base]\ncomponents: [../../components/shards, ../../components/alerts]\n',
      )
      const built = spawnSync('kubectl', ['kustomize', overlay], {encoding: 'utf8'})
      expect(built.stderr).toBe('')
      const objects = parseAllDocuments(built.stdout).map((one) => one.toJS())
      const cron = objects.find(({kind}) => kind === 'CronJob')
      expect(problemsOfObject(cron)).toEqual([])
      expect(cron.spec.jobTemplate.spec).toMatchObject({completionMode: 'Indexed', completions: 3, parallelism: 3})
      expect(objects.find(({kind}) => kind === 'PrometheusRule').metadata.namespace).toBe('external-dns-ts')
    } finally {
      rmSync(copy, {recursive: true, force: true})
    }
  })
})
