import {describe, expect, it} from 'vitest'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {ingress, owned, recordSet, service, TTL} from './objects.js'
import {AS_PROD, expectNoWrite, type StageOptions, shown, stage} from './stage.js'

const FRONT = service('front', 'www.example.com')
/** Joins lines, so that tests do not depend on the layout. */
const flat = (text: string) => text.replace(/\s+/g, ' ')

/** Applies the object together with a valid one, whose record must always be created. */
async function applyBeside(
  object: KubernetesObject | readonly KubernetesObject[],
  options: StageOptions = {},
  ...argv: string[]
) {
  const scene = await stage({...options, objects: [FRONT, object].flat()})
  const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, ...argv)
  expect(scene.names().map(([, name]) => name)).toContain('www.example.com.')
  expect(shown(stderr).replace(/^batch .*\n/gm, '')).toMatch(exitCode === 4 ? /^Exit 4: .*\n$/ : /^$/)
  return {scene, text: flat(stdout), exitCode}
}

describe('an object with a problem is left out with its reason, the rest is done, exit 4', () => {
  const LONG = `${'a'.repeat(62)}.example.com`

  it.each([
    [
      'a host that is no DNS name',
      service('bad', 'bad..example.com'),
      '! bad..example.com invalid-name the name has an empty label (Service web/bad)',
    ],
    [
      'a host with a label that is too long',
      service('bad', `aa${LONG}`),
      `! aa${LONG} invalid-name the label "aa${'a'.repeat(62)}" has 64 octets, DNS allows 63 (Service web/bad)`,
    ],
    [
      'a host that is too long once its TXT is prefixed',
      service('bad', LONG),
      `! ${LONG} invalid-name its ownership TXT cannot be written: the label "a-${'a'.repeat(62)}" has 64 octets, DNS allows 63 (Service web/bad)`,
    ],
    [
      'a CNAME at the apex of a zone',
      service('bad', 'example.com', {hostnames: ['lb.example.net']}),
      '! example.com object-problem a CNAME is not allowed at the apex of zone example.com, but an alias is (Service web/bad)',
    ],
    [
      'a weight without a set identifier',
      service('bad', 'bad.example.com', {annotations: {'external-dns.alpha.kubernetes.io/aws-weight': '10'}}),
      '! bad.example.com object-problem annotation aws-weight also needs annotation set-identifier',
    ],
  ])('%s', async (_case, object, reason) => {
    const {text, exitCode} = await applyBeside(object)
    expect(text).toContain(reason)
    expect(text).toContain('Plan: 1 to create, 0 to update, 0 to delete, 0 unchanged, 1 problem.')
    expect(text).toContain('Applied 1 of 1 host. 1 problem.')
    expect(exitCode).toBe(4)
  })

  it('a name that is too long only with our own TXT prefix', async () => {
    const host = `${'a'.repeat(58)}.example.com`
    expect((await applyBeside(service('bad', host))).exitCode).toBe(0)
    const {text, exitCode} = await applyBeside(service('bad', host), {}, '--txt-prefix=owner-')
    expect(text).toContain(`! ${host} invalid-name its ownership TXT cannot be written`)
    expect(exitCode).toBe(4)
  })

  it('a template that fails on it: what the object owns is kept', async () => {
    const records = owned('old.example.com', '192.0.2.1', 'prod', 'service/web/front')
    const scene = await stage({objects: [FRONT], records})
    const template = '--fqdn-template={{slice .Name 99}}.example.com'
    const {stdout, exitCode} = await scene.run(
      'apply',
      '--yes',
      '--policy=sync',
      '--combine-fqdn-annotation',
      template,
      AS_PROD,
    )
    expect(flat(stdout)).toContain(
      '! Service web/front object-problem template line 1, column 3: error calling slice: index out of range: 99',
    )
    expect(flat(stdout)).toContain('! old.example.com object-problem Service web/front cannot be read; record kept')
    expect(exitCode).toBe(4)
    expect(scene.names().map(([, name]) => name)).toContain('old.example.com.')
  })

  it('is shown by plan --json, where programs look for it', async () => {
    const scene = await stage({objects: [service('bad', 'bad..example.com')]})
    const {stdout, exitCode} = await scene.run('plan', '--json', AS_PROD)
    expect(JSON.parse(stdout).blocked).toMatchObject([
      {reason: 'invalid-name', host: 'bad..example.com', origins: [{kind: 'Service', namespace: 'web', name: 'bad'}]},
    ])
    expect(exitCode).toBe(4)
  })
})

describe('an oddity is shown, and the run is a success', () => {
  it.each([
    ['soon', 'the TTL "soon" is ignored: it is neither seconds nor a duration such as 10m'],
    ['-5', 'the TTL "-5" is ignored: a TTL is 1 to 2147483647 seconds'],
  ])('the TTL annotation %j is ignored with a warning', async (ttl, warning) => {
    const {scene, text, exitCode} = await applyBeside(service('odd', 'odd.example.com', {annotations: {[TTL]: ttl}}))
    expect(text).toContain(`Warnings Service web/odd, annotation ttl: ${warning}`)
    expect(exitCode).toBe(0)
    const made = scene.route53
      .zone('Z0EXAMPLE')
      .records.find(({Name, Type}) => Name === 'odd.example.com.' && Type === 'A')
    expect(made?.TTL).toBe(300)
  })

  it('two objects want one host: the loser is shown with the rule', async () => {
    const competitors = ['a', 'b'].map((name) => service(name, 'one.example.com', {hostnames: [`${name}.example.net`]}))
    const {text, exitCode} = await applyBeside(competitors)
    expect(text).toContain('+ one.example.com CNAME a.example.net')
    expect(text).toContain(
      '! one.example.com conflict-lost CNAME: Service web/a comes first in the order of targets (Service web/b)',
    )
    expect(exitCode).toBe(0)
  })

  it('a CNAME and an address for one host: the CNAME loses, and that is shown', async () => {
    const {text, exitCode} = await applyBeside(ingress('cname', 'www.example.com', {hostnames: ['b.example.net']}))
    expect(text).toContain(
      '! www.example.com conflict-lost CNAME: other types are wanted for the name, and they come before a CNAME (Ingress web/cname)',
    )
    expect(exitCode).toBe(0)
  })

  it('a host for which there is no zone', async () => {
    const {text, exitCode} = await applyBeside(service('out', 'www.example.org'))
    expect(text).toContain('! www.example.org no-zone no selected zone holds this name (Service web/out)')
    expect(exitCode).toBe(0)
  })

  it('a host that the domain filter leaves out', async () => {
    const {text, exitCode} = await applyBeside(service('out', 'www.example.org'), {}, '--domain-filter=example.com')
    expect(text).toContain('! www.example.org filtered the domain filters leave this name out')
    expect(exitCode).toBe(0)
  })

  it('a host that somebody made by hand, and one of another owner, are left alone', async () => {
    const records = [
      recordSet('hand.example.com', '192.0.2.1'),
      ...owned('theirs.example.com', '192.0.2.2', 'prod-us1'),
    ]
    const competitors = [service('a', 'hand.example.com'), service('b', 'theirs.example.com')]
    const {scene, text, exitCode} = await applyBeside(competitors, {records})
    expect(text).toContain('! hand.example.com unowned 192.0.2.1, wanted 192.0.2.10 by Service web/a')
    expect(text).toContain('! theirs.example.com owner prod-us1 wanted by Service web/b')
    expect(exitCode).toBe(0)
    const written = scene.route53.acceptedChanges().map(([action, name]) => `${action} ${name}`)
    expect(written.sort()).toEqual(['CREATE a-www.example.com', 'CREATE www.example.com'])
  })

  it('an object without an address keeps its record, --on-missing-target=delete lets it go', async () => {
    const records = owned('wait.example.com', '192.0.2.1', 'prod', 'service/web/wait')
    const scene = await stage({objects: [service('wait', 'wait.example.com', {ips: []})], records})
    const held = await scene.run('prune', '--yes', AS_PROD)
    expect(flat(held.stdout)).toContain(
      '! wait.example.com pending-target Service web/wait has no address yet; record kept',
    )
    expect(held.exitCode).toBe(0)
    expectNoWrite(scene)
    const lifted = await scene.run('prune', '--yes', AS_PROD, '--on-missing-target=delete')
    expect(lifted.stdout).toContain('Applied 1 of 1 host.')
    expect(scene.names()).toEqual([])
  })

  it('without an owner id of our own, deletes wait for one', async () => {
    const scene = await stage({records: owned('gone.example.com', '192.0.2.1', 'default')})
    const assumed = await scene.run('prune', '--yes')
    expect(flat(assumed.stdout)).toContain('! gone.example.com owner-not-chosen')
    expect(assumed.stderr).toContain('Warning: no --txt-owner-id: the owner is "default"')
    expect(assumed.exitCode).toBe(0)
    expectNoWrite(scene)
    const chosen = await scene.run('prune', '--yes', '--txt-owner-id=default')
    expect(chosen.stdout).toContain('Applied 1 of 1 host.')
  })
})
