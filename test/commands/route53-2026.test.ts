import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, stage, ZONE_ID} from './stage.js'

const HOSTS = Array.from({length: 40}, (_each, index) => `h${index}`)
const at = (host: string) => `${host}.example.com`
const forty = () => HOSTS.map((host, index) => service(host, at(host), {ips: [`192.0.2.${index + 1}`]}))
const counts = ({route53}: Stage) => route53.calls.counts()

describe('a protected record set among 40 hosts', () => {
  it.each([
    ['the record itself', at('h7'), 'A'],
    ['its ownership TXT', `a-${at('h7')}`, 'TXT'],
  ])('%s: the plan says so, the run ends with 0, in one change call', async (_what, name, type) => {
    const scene = await stage({objects: forty()})
    const comment = 'ask ops: [a, b]\u001b[31m, RRSet of type CNAME'
    scene.route53.protect(ZONE_ID, name, type, comment)
    const planned = await scene.run('plan', AS_PROD)
    expect(planned.stdout).toMatch(/ ! h7\.example\.com +protected +/)
    expect(planned.stdout).toContain('39 to create')
    expect(planned.stdout).not.toContain('\u001b[31m')
    expect(planned.exitCode).toBe(0)
    const json = JSON.parse((await scene.run('plan', AS_PROD, '--json')).stdout)
    expect(json.blocked).toMatchObject([{host: at('h7'), reason: 'protected', isProblem: false}])
    expect(json.blocked[0].detail).toContain(JSON.stringify(comment))
    scene.route53.calls.clear()
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 39 of 39 hosts.')
    expect(exitCode).toBe(0)
    expect(counts(scene)).toMatchObject({ChangeResourceRecordSets: 1, ListResourceRecordSetProtections: 1})
    expect((await scene.run('explain', at('h7'), AS_PROD)).stdout).toContain('is protected in Route 53')
  })

  it('is not asked about where nothing is written', async () => {
    const scene = await stage({objects: forty()})
    await scene.run('apply', '--yes', AS_PROD)
    scene.route53.calls.clear()
    expect((await scene.run('plan', AS_PROD)).exitCode).toBe(0)
    expect(Object.keys(counts(scene))).toEqual(['ListHostedZones', 'ListResourceRecordSets'])
  })

  it.each([
    ['not allowed', 'accessDenied' as const],
    ['not there', {status: 404, code: 'UnknownOperationException'} as const],
    ['failing', {status: 500} as const],
  ])('%s: the plan goes on, and says so with --verbose', async (_what, action) => {
    const scene = await stage({objects: [service('front', at('www'))]})
    scene.route53.addFault({operation: 'ListResourceRecordSetProtections', action, times: Number.POSITIVE_INFINITY})
    const quiet = await scene.run('plan', AS_PROD, '--aws-api-retries=0')
    expect(quiet).toMatchObject({exitCode: 0, stderr: ''})
    const {stderr} = await scene.run('plan', AS_PROD, '--aws-api-retries=0', '--verbose')
    expect(stderr).toContain(`the record set protections of zone example.com (${ZONE_ID}) are not known: `)
  })

  it('is in owners --wide, JSON and CSV, asked for only there', async () => {
    const scene = await stage({objects: [service('front', at('www')), service('shop', at('shop'))]})
    await scene.run('apply', '--yes', AS_PROD)
    scene.route53.protect(ZONE_ID, at('www'), 'A', 'freeze\u001b[31m')
    scene.route53.protect(ZONE_ID, `a-${at('shop')}`, 'TXT')
    scene.route53.calls.clear()
    expect((await scene.run('owners', AS_PROD)).stdout).not.toContain('PROTECTION')
    expect(counts(scene).ListResourceRecordSetProtections).toBeUndefined()
    const wide = (await scene.run('owners', AS_PROD, '--wide')).stdout
    expect(wide).toMatch(/PROTECTION/)
    expect(wide).toContain(String.raw`A "freeze\u001b[31m"`)
    const {records} = JSON.parse((await scene.run('owners', AS_PROD, '--json')).stdout)
    expect(records.map(({protection}: {protection: string | null}) => protection)).toEqual([
      'TXT',
      String.raw`A "freeze\u001b[31m"`,
    ])
    expect((await scene.run('owners', AS_PROD, '--csv', '--wide')).stdout).toMatch(/protection\r\n.*,TXT\r\n/s)
  })

  it('over 300 are read page by page', async () => {
    const scene = await stage({objects: [service('front', at('zz'))]})
    for (let index = 0; index < 301; index++) scene.route53.protect(ZONE_ID, at(`p${index}`), 'A')
    scene.route53.protect(ZONE_ID, at('zz'), 'A')
    expect((await scene.run('plan', AS_PROD)).stdout).toMatch(/zz\.example\.com +protected/)
    expect(counts(scene).ListResourceRecordSetProtections).toBe(2)
  })

  it('refuses a saved plan whose host has been protected since', async () => {
    const scene = await stage({objects: [service('front', at('www')), service('shop', at('shop'))]})
    const file = join(scene.folder, 'plan.json')
    await scene.run('plan', AS_PROD, '--out', file)
    scene.route53.protect(ZONE_ID, at('www'), 'A', 'freeze')
    scene.route53.calls.clear()
    const {stderr, exitCode} = await scene.run('apply', file)
    expect(stderr).toContain('www.example.com A is protected in Route 53: "freeze"')
    expect(exitCode).toBe(5)
    expectNoWrite(scene)
  })
})

describe('an element that is not known', () => {
  const orbit = {MadeUp: [{xml: '<Orbit><Height>low</Height></Orbit>'}]}

  it.each([
    ['plan', ['plan', AS_PROD]],
    ['apply', ['apply', '--yes', AS_PROD]],
    ['apply with sync', ['apply', '--yes', '--policy=sync', AS_PROD]],
    ['prune', ['prune', '--yes', '--orphans', '--obsolete-txt', AS_PROD]],
    ['owners release', ['owners release', '--yes', at('www'), AS_PROD]],
    ['owners transfer', ['owners transfer', '--yes', '--to=other', at('www'), AS_PROD]],
    ['owners repair', ['owners repair', '--yes', AS_PROD]],
    ['apply with noop', ['apply', '--yes', '--registry=noop']],
  ] as const)('on an owned set: %s sends nothing', async (_what, [command, ...argv]) => {
    for (const wanted of ['192.0.2.99', undefined]) {
      const scene = await stage({objects: [service('front', at('www'))]})
      await scene.run('apply', '--yes', AS_PROD)
      const {records} = scene.route53.zone(ZONE_ID)
      const www = records.find(({Type}) => Type === 'A')
      if (www === undefined) throw new Error('the record is not there')
      scene.route53.putRecordSet(ZONE_ID, {...www, ...orbit})
      scene.cluster.setObjects(wanted === undefined ? [] : [service('front', at('www'), {ips: [wanted]})])
      scene.route53.calls.clear()
      const {stdout} = await scene.run(command, ...argv)
      if (command === 'plan' && wanted !== undefined)
        expect(stdout).toMatch(/www\.example\.com +unknown-element +Route 53 holds Orbit\/Height/)
      expect(counts(scene).ChangeResourceRecordSets).toBeUndefined()
    }
  })
})

describe('AZ affinity', () => {
  const routed = (location: string) =>
    service('front', at('www'), {
      annotations: {
        'external-dns.kubernetes.io/set-identifier': 'az1',
        'external-dns.kubernetes.io/aws-az-affinity': location,
      },
    })

  it('goes from the annotation to the wire, through a saved plan, and back by undo', async () => {
    const scene = await stage({objects: [routed('AvailabilityZone/euw1-az1')]})
    const [file, receipt] = [join(scene.folder, 'plan.json'), join(scene.folder, 'receipt.json')]
    const planned = await scene.run('plan', AS_PROD, '--out', file)
    expect(planned.stdout).toContain('AZ affinity AvailabilityZone/euw1-az1')
    expect((await scene.run('apply', file, '--receipt', receipt)).exitCode).toBe(0)
    const stored = () => scene.route53.zone(ZONE_ID).records
    expect(stored()).toMatchObject([
      {Type: 'TXT', SetIdentifier: 'az1', AZAffinity: {LocationType: 'AvailabilityZone', LocationId: 'euw1-az1'}},
      {Type: 'A', SetIdentifier: 'az1', AZAffinity: {LocationType: 'AvailabilityZone', LocationId: 'euw1-az1'}},
    ])
    expect((await scene.run('plan', AS_PROD)).stdout).toContain('No changes.')
    scene.cluster.setObjects([routed('Region/eu-west-1')])
    const changed = await scene.run('plan', AS_PROD)
    expect(changed.stdout).toContain('AvailabilityZone/euw1-az1 → Region/eu-west-1')
    expect((await scene.run('apply', '--undo', receipt, '--yes')).exitCode).toBe(0)
    expect(stored()).toEqual([])
  })

  it.each([
    ['Region', '"" is not the id of a location of type Region, such as us-east-1'],
    ['Region/EU', '"EU" is not the id of a location of type Region, such as us-east-1'],
    ['Planet/earth', 'AZ affinity is TYPE/ID, not "Planet/earth"'],
    ['Global/everywhere', '"everywhere" is not the id of a location of type Global, such as global'],
  ])('%s is a problem of the object', async (location, problem) => {
    const scene = await stage({objects: [routed(location)]})
    const {stdout, exitCode} = await scene.run('plan', AS_PROD)
    expect(stdout.replace(/\s+/g, ' ')).toContain(problem)
    expect(exitCode).toBe(4)
  })

  it('needs a set identifier', async () => {
    const scene = await stage({
      objects: [
        service('front', at('www'), {annotations: {'external-dns.kubernetes.io/aws-az-affinity': 'Global/global'}}),
      ],
    })
    expect((await scene.run('plan', AS_PROD)).stdout).toMatch(/set-identifier/)
  })
})

describe('the comment of a batch', () => {
  const commentOf = ({route53}: Stage) => route53.calls.all().findLast((call) => call.comment !== undefined)?.comment

  it('says which program, which owner, which changes, which run of CI', async () => {
    const {version} = JSON.parse(readFileSync('package.json', 'utf8'))
    const scene = await stage({objects: [service('front', at('www'))]})
    const ci = {GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', GITHUB_RUN_ID: '7'}
    await scene.runWith({environment: scene.with(ci)}, 'apply', '--yes', AS_PROD, '--batch-comment=ticket 12')
    expect(commentOf(scene)).toMatch(
      new RegExp(
        `^external-dns-ts ${version} owner=prod plan=[0-9a-f]{16} ticket 12 https://github.com/a/b/actions/runs/7$`,
      ),
    )
    scene.cluster.setObjects([])
    await scene.run('prune', '--yes', AS_PROD, '--batch-comment', `${'x'.repeat(300)}\n`)
    const pruned = commentOf(scene)
    expect(pruned).toHaveLength(256)
    expect(pruned).toMatch(/ x+$/)
  })
})
