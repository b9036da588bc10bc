import {describe, expect, it, vi} from 'vitest'
import {owned, service} from './objects.js'
import {type CommandName, type CommandRun, READING_COMMANDS} from './run-command.js'
import {AS_PROD, expectNoWrite, type Stage, shown, stage, withoutPauses} from './stage.js'

const FRONT = service('front', 'www.example.com')
/** Includes a record that would be deleted if half a cluster were taken for the whole. */
const SCENE = {objects: [FRONT], records: owned('gone.example.com')}
const ALL = READING_COMMANDS

/** Runs each command with its most dangerous flags: it would write and delete without asking. */
function runBoldly(scene: Stage, command: CommandName, ...argv: string[]): Promise<CommandRun> {
  const isWriting = command === 'apply' || command === 'prune'
  return scene.run(command, AS_PROD, '--policy=sync', ...(isWriting ? ['--yes'] : []), ...argv)
}

function expectError({stdout, stderr, exitCode}: CommandRun, scene: Stage, text: string): void {
  expect(shown(stderr)).toBe(text)
  expect(stdout).toBe('')
  expect(exitCode).toBe(1)
  expectNoWrite(scene)
}

describe('without a kubeconfig', () => {
  it.each(ALL)('%s says where it looked', async (command) => {
    const scene = await stage(SCENE)
    const environment = scene.with({KUBECONFIG: ''})
    expectError(
      await scene.runWith({environment}, command, AS_PROD),
      scene,
      `Error: cannot find the cluster
  There is no KUBECONFIG, no ~/.kube/config, and this is not a Pod with a service account. Nothing was changed.
  Fix: name a file with --kubeconfig or KUBECONFIG
       in a Pod: set automountServiceAccountToken: true
`,
    )
    // Zones are listed while the cluster is being connected.
    expect(Object.keys(scene.route53.calls.counts())).toEqual(expect.not.arrayContaining(['ChangeResourceRecordSets']))
    expect(scene.route53.calls.total()).toBeLessThanOrEqual(1)
  })

  it('names the file that is not there', async () => {
    const scene = await stage(SCENE)
    expectError(
      await runBoldly(scene, 'apply', '--kubeconfig=/nowhere/config'),
      scene,
      `Error: cannot read the kubeconfig
  --kubeconfig names /nowhere/config, but there is no such file. Nothing was changed.
  Fix: check the path
`,
    )
  })

  it('names the contexts there are when the wanted one is missing', async () => {
    const scene = await stage(SCENE)
    expectError(
      await runBoldly(scene, 'apply', '--context=prod'),
      scene,
      `Error: cannot read the kubeconfig
  The kubeconfig (KUBECONFIG) has no context "prod". Nothing was changed.
  Fix: choose one with --context: demo
`,
    )
  })
})

describe('an API server that cannot be reached', () => {
  it.each(ALL)('%s ends without a plan', async (command) => {
    const scene = await stage(SCENE)
    await scene.cluster.close()
    expectError(
      await runBoldly(scene, command),
      scene,
      `Error: cannot reach the Kubernetes API at ${scene.cluster.url} (context "demo")
  Connection refused while listing services. No plan was made: a plan from half a cluster could delete records.
  Fix: check the VPN, or choose another context with --context
`,
    )
  })

  it('one that never answers is given up after --kube-api-request-timeout', async () => {
    const scene = await stage(SCENE)
    scene.cluster.addFault({resource: 'ingresses', action: 'hang'})
    expectError(
      await runBoldly(scene, 'prune', '--kube-api-request-timeout=1s'),
      scene,
      `Error: cannot reach the Kubernetes API at ${scene.cluster.url} (context "demo")
  No answer within 1 s while listing ingresses.networking.k8s.io/v1. No plan was made: a plan from half a cluster could delete records.
  Fix: check the VPN, or allow more time with --kube-api-request-timeout
`,
    )
  })
})

describe('refused by the API server', () => {
  it('401: the credentials are not accepted', async () => {
    const scene = await stage({...SCENE, token: 'the-right-one'})
    await scene.cluster.writeKubeconfig(`${scene.folder}/kubeconfig`)
    scene.cluster.addFault({action: {status: 401}, times: Number.POSITIVE_INFINITY})
    expectError(
      await runBoldly(scene, 'apply'),
      scene,
      `Error: cannot sign in to the Kubernetes API at ${scene.cluster.url} (context "demo")
  The API server does not accept the credentials: Unauthorized. No plan was made.
  Fix: sign in again, then check with: kubectl auth whoami
`,
    )
  })

  it.each(ALL)('403: %s names the verb, the resource and who was refused', async (command) => {
    const scene = await stage(SCENE)
    scene.cluster.deny({verb: 'list', resource: 'ingresses'})
    expectError(
      await runBoldly(scene, command),
      scene,
      `Error: cannot list ingresses.networking.k8s.io/v1 (context "demo") for source "ingress"
  The API server refused: ingresses.networking.k8s.io is forbidden: User "system:serviceaccount:external-dns:external-dns" cannot list resource "ingresses" in API group "networking.k8s.io" at the cluster scope. No plan was made.
  Fix: bind a ClusterRole with the rule {apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["list"]}
       or read one namespace only: -n NAMESPACE
`,
    )
  })

  it('403 in one namespace asks for a Role there', async () => {
    const scene = await stage(SCENE)
    scene.cluster.deny({verb: 'list', resource: 'services', namespace: 'web'})
    const {stderr, exitCode} = await runBoldly(scene, 'apply', '-n', 'web')
    expect(stderr).toContain('Error: cannot list services in namespace web (context "demo") for source "service"\n')
    expect(stderr).toContain(
      'Fix: bind a Role in the namespace web with the rule {apiGroups: [""], resources: ["services"], verbs: ["list"]}\n',
    )
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })
})

describe('kinds that are not installed', () => {
  it.each(ALL)('are all named by %s', async (command) => {
    const scene = await stage({...SCENE, served: []})
    const sources = ['service', 'crd', 'contour-httpproxy', 'gateway-httproute'].map((name) => `--source=${name}`)
    const {stdout, stderr, exitCode} = await runBoldly(scene, command, ...sources, '--gateway-listener-sets')
    expect(
      shown(stderr),
    ).toBe(`Error: cannot list dnsendpoints.externaldns.k8s.io/v1alpha1 (context "demo") for source "crd", httpproxies.projectcontour.io/v1 (context "demo") for source "contour-httpproxy", httproutes.gateway.networking.k8s.io/v1 (context "demo") for source "gateway-httproute", gateways.gateway.networking.k8s.io/v1 (context "demo") for source "gateway-httproute", listenersets.gateway.networking.k8s.io/v1 (context "demo") for source "gateway-httproute"
  The cluster does not know dnsendpoints.externaldns.k8s.io/v1alpha1. The cluster does not know httpproxies.projectcontour.io/v1. The cluster does not know httproutes.gateway.networking.k8s.io/v1, nor v1beta1. The cluster does not know gateways.gateway.networking.k8s.io/v1, nor v1beta1. The cluster does not know listenersets.gateway.networking.k8s.io/v1. No plan was made.
  Fix: install the DNSEndpoint CRD (kubectl api-resources --api-group=externaldns.k8s.io shows what is there)
       install the HTTPProxy CRD (kubectl api-resources --api-group=projectcontour.io shows what is there)
       install the HTTPRoute CRD (kubectl api-resources --api-group=gateway.networking.k8s.io shows what is there)
       install the Gateway CRD (kubectl api-resources --api-group=gateway.networking.k8s.io shows what is there)
       or drop the --source that reads it
       install the ListenerSet CRD (kubectl api-resources --api-group=gateway.networking.k8s.io shows what is there)
       or drop --gateway-listener-sets
`)
    expect([stdout, exitCode]).toEqual(['', 1])
    expectNoWrite(scene)
  })
})

describe('a list that breaks off', () => {
  const MANY = {
    objects: Array.from({length: 501}, (_each, index) => service(`s${index}`, `h${index}.example.com`)),
    records: owned('gone.example.com'),
  }

  it('fails on its second page: no plan is made from the first', async () => {
    withoutPauses()
    const scene = await stage(MANY)
    scene.cluster.addFault({resource: 'services', nth: 2, times: Number.POSITIVE_INFINITY, action: {status: 500}})
    expectError(
      await runBoldly(scene, 'prune'),
      scene,
      `Error: cannot list services (context "demo", page 2)
  The API server answered 500 5 times: Internal error occurred: the emulator was told to fail. No plan was made: a plan from half a cluster could delete records.
  Fix: run the command again when the API server works
`,
    )
  })

  it('is refused on its second page', async () => {
    const scene = await stage(MANY)
    scene.cluster.addFault({resource: 'services', nth: 2, action: {status: 403}})
    const {stdout, stderr, exitCode} = await runBoldly(scene, 'apply')
    expect(stderr).toContain('Error: cannot list services (context "demo", page 2) for source "service"\n')
    expect(stderr).toContain('No plan was made: a plan from half a cluster could delete records.')
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  it('comes cut off in the middle of the text', async () => {
    const scene = await stage(MANY)
    scene.cluster.addFault({resource: 'services', nth: 2, action: 'malformedJson'})
    const {stdout, stderr, exitCode} = await runBoldly(scene, 'apply')
    expect(stderr).toContain(`The answer of ${scene.cluster.url} is not valid JSON.`)
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  it('is read again when it fails once, or went out of date between two pages', async () => {
    withoutPauses()
    const scene = await stage(MANY)
    scene.cluster.addFault({resource: 'services', action: {status: 503}})
    scene.cluster.addFault({resource: 'services', nth: 3, action: {status: 410}})
    const {stdout, exitCode} = await scene.run('plan', AS_PROD)
    expect(stdout).toContain('Plan: 501 to create')
    expect(exitCode).toBe(0)
  })
})

describe('after an error', () => {
  it('nothing more is printed, although the cluster is still being read', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.1)
    const scene = await stage(SCENE)
    scene.cluster.deny({resource: 'services'})
    scene.cluster.addFault({resource: 'ingresses', action: {status: 503}})
    await scene.run('plan', AS_PROD)
    const later = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await vi.waitFor(() => expect(scene.cluster.calls.all().map(({status}) => status)).toContain(200), {
      timeout: 10_000,
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(later).not.toHaveBeenCalled()
  })
})
