import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {parse, parseAllDocuments} from 'yaml'
import {generalValue} from '../../src/sources/template/general-value.js'
import {service} from '../commands/objects.js'
import {ROOT} from '../commands/run-command.js'
import {stage} from '../commands/stage.js'
import {outputFor} from '../sources/template/render.js'
import {problemsOfObject} from './kubernetes-models.js'

// The templates use nothing but Go's own template language, so that the evaluator of this project can render them where
// there is no helm: what Helm adds to it is not tried here.

const CHART = join(ROOT, 'deploy/helm/external-dns-ts')
const read = (file: string) => readFileSync(join(CHART, file), 'utf8')
const values = parse(read('values.yaml'))
const templates = readdirSync(join(CHART, 'templates')).sort()
const RELEASE = {Name: 'dns', Namespace: 'infra'}
const hasHelm = spawnSync('helm', ['version'], {encoding: 'utf8'}).status === 0

/** YAML of ours, whose shape the tests check. */
type Rendered = ReturnType<typeof parse>

function render(given = values): readonly Rendered[] {
  const data = generalValue({Values: given, Release: RELEASE})
  return templates.map((file) => parse(outputFor(read(`templates/${file}`), data)))
}

const kind = (objects: readonly Rendered[], name: string) => objects.find((one) => one.kind === name)

describe('the chart, rendered by our own evaluator of Go templates', () => {
  it('makes objects that Kubernetes knows, in the namespace of the release', () => {
    const objects = render()
    expect(objects.map((one) => one.kind).toSorted()).toEqual([
      'ClusterRole',
      'ClusterRoleBinding',
      'CronJob',
      'ServiceAccount',
    ])
    for (const object of objects) {
      expect(problemsOfObject(object)).toEqual([])
      expect(object.metadata.name).toBe('dns')
      expect(object.metadata.labels['app.kubernetes.io/instance']).toBe('dns')
    }
    expect(kind(objects, 'CronJob').metadata.namespace).toBe('infra')
    expect(kind(objects, 'ClusterRoleBinding').subjects).toEqual([
      {kind: 'ServiceAccount', name: 'dns', namespace: 'infra'},
    ])
  })

  it('is the CronJob of the kustomize base', () => {
    const base = parse(readFileSync(join(ROOT, 'deploy/kustomize/base/cron-job.yaml'), 'utf8'))
    const job = kind(render(), 'CronJob')
    const comparable = ({spec}: Rendered) => {
      const {serviceAccountName: _, ...pod} = spec.jobTemplate.spec.template.spec
      return {...spec, jobTemplate: {spec: {...spec.jobTemplate.spec, template: {spec: pod}}}}
    }
    expect(comparable(job)).toEqual(comparable(base))
    const role = parse(readFileSync(join(ROOT, 'deploy/kustomize/base/cluster-role.yaml'), 'utf8'))
    expect(kind(render(), 'ClusterRole').rules).toEqual(role.rules)
  })

  it('runs a command line that the program takes, also in shards', async () => {
    const objects = render({...values, sharding: {enabled: true, count: 3}})
    const job = kind(objects, 'CronJob')
    expect(problemsOfObject(job)).toEqual([])
    const spec = job.spec.jobTemplate.spec
    expect([spec.completionMode, spec.completions, spec.parallelism]).toEqual(['Indexed', 3, 3])
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const environment = {...it.environment, JOB_COMPLETION_INDEX: '2'}
    const [command, ...args] = spec.template.spec.containers[0].args
    expect(command).toBe('apply')
    expect((await it.runWith({environment}, 'apply', ...args)).exitCode).toBe(0)
  })

  it('puts annotations on the ServiceAccount, whatever they hold', () => {
    const annotations = {'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/dns', odd: 'a: "b" # c'}
    const account = kind(render({...values, serviceAccount: {annotations}}), 'ServiceAccount')
    expect(account.metadata.annotations).toEqual(annotations)
    expect(kind(render(), 'ServiceAccount').metadata).not.toHaveProperty('annotations')
  })

  it('says what its values may be', () => {
    const validate = new Ajv({strict: false}).compile(JSON.parse(read('values.schema.json')))
    expect(validate(values), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({...values, sharding: {enabled: true, count: 5}})).toBe(true)
    for (const count of [0, -1, 1.5, 'three']) {
      expect(validate({...values, sharding: {enabled: true, count}})).toBe(false)
    }
    expect(validate({...values, imagePullPolicy: 'Always'})).toBe(false)
    const {version} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(parse(read('Chart.yaml'))).toMatchObject({appVersion: version})
    expect(values.image.tag).toBe(version)
  })
})

describe.skipIf(!hasHelm)('helm (skipped where there is none)', () => {
  const template = (...flags: readonly string[]) => {
    const args = ['template', RELEASE.Name, CHART, '--namespace', RELEASE.Namespace, ...flags]
    const {stdout, stderr, status} = spawnSync('helm', args, {encoding: 'utf8'})
    expect([status, stderr]).toEqual([0, ''])
    return parseAllDocuments(stdout).map((one) => one.toJS() as Rendered)
  }

  it('renders the same', () => {
    const objects = template()
    for (const object of render()) expect(kind(objects, object.kind)).toEqual(object)
  })

  it('renders the same with values from its command line', () => {
    const objects = template('--set=sharding.enabled=true,sharding.count=12,resources.cpu=1')
    const given = {
      ...values,
      sharding: {enabled: true, count: 12},
      resources: {...values.resources, cpu: 1},
    }
    for (const object of render(given)) expect(kind(objects, object.kind)).toEqual(object)
  })

  it('has nothing against the chart', () => {
    const {stdout, status} = spawnSync('helm', ['lint', '--strict', CHART], {encoding: 'utf8'})
    expect([status, stdout]).toEqual([0, expect.stringContaining('0 chart(s) failed')])
  })
})
