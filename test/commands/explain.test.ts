import {describe, expect, it} from 'vitest'
import {startDnsEmulator} from '../emulators/dns/emulator.js'
import {ingress, owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, stage, ZONE_ID} from './stage.js'

const HEADLESS_CONTROLLER = {'external-dns.alpha.kubernetes.io/controller': 'somebody-else'}

describe('explain HOST', () => {
  it('tells the chain of a host that is to be made: objects, zone, what is there, action', async () => {
    const it = await stage({objects: [service('front', 'www.example.com'), ingress('shop', 'WWW.example.com.')]})
    const {stdout, exitCode} = await it.run('explain', 'www.example.com', AS_PROD)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('www.example.com   apply will create it in example.com\n')
    expect(stdout).toContain('  Service web/front  annotation hostname\n      A 192.0.2.10\n')
    expect(stdout).toContain('Ingress web/shop  spec.rules[0].host   as WWW.example.com\n')
    expect(stdout).toContain(`example.com   public   ${ZONE_ID}   chosen: the longest selected public zone`)
    expect(stdout).toContain('no record set under this name')
    expect(stdout).toContain('+ www.example.com  A        192.0.2.10')
  })

  it('writes nothing', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')], records: owned('gone.example.com')})
    await it.run('explain', 'www.example.com', AS_PROD, '--policy=sync')
    await it.run('explain', 'gone.example.com', AS_PROD, '--policy=sync')
    expect(it.route53.calls.counts().ChangeResourceRecordSets).toBeUndefined()
  })

  it.each([
    ['--only=api.example.com', 1],
    ['--only=*.example.org', 1],
    ['--only=www.example.com', 0],
    ['--only=*.example.com', 0],
  ])('refuses --only that does not match its host, before anything is read: %s', async (flag, code) => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const {exitCode, stderr} = await it.run('explain', 'www.example.com', AS_PROD, flag)
    expect(exitCode).toBe(code)
    if (code === 0) return
    expect(stderr).toContain(`${flag} does not match www.example.com.`)
    expect(it.route53.calls.total()).toBe(0)
  })

  it('names exactly the flags that leave an object out', async () => {
    const it = await stage({
      objects: [
        service('far', 'www.example.com', {namespace: 'elsewhere', labels: {tier: 'web'}}),
        ingress('other', 'www.example.com', {namespace: 'shop', labels: {tier: 'db'}}),
        service('foreign', 'www.example.com', {
          namespace: 'shop',
          labels: {tier: 'web'},
          annotations: HEADLESS_CONTROLLER,
        }),
        service('unrelated', 'api.example.com', {namespace: 'elsewhere'}),
      ],
    })
    const flags = ['--namespace=shop', '--label-filter=tier=web', '--json']
    const {stdout} = await it.run('explain', 'www.example.com', AS_PROD, ...flags)
    const {verdict, asked, leftOut} = JSON.parse(stdout)
    expect({verdict, asked}).toEqual({verdict: 'nothing', asked: []})
    expect(
      leftOut.map(({asking: request, by}: {asking: {origin: {name: string}}; by: string[]}) => [
        request.origin.name,
        by,
      ]),
    ).toEqual([
      ['other', ['--label-filter']],
      ['far', ['--namespace=shop']],
      ['foreign', ['its annotation controller']],
    ])
  })

  it.each([
    ['--service-type-filter=NodePort', service('one', 'www.example.com'), '--service-type-filter=NodePort'],
    ['--ingress-class=public', ingress('one', 'www.example.com'), '--ingress-class=public'],
    ['--ignore-ingress-rules-spec', ingress('one', 'www.example.com'), '--ignore-ingress-rules-spec'],
    ['--annotation-filter=team=web', service('one', 'www.example.com'), '--annotation-filter'],
    ['--annotation-prefix=mine/', service('one', 'www.example.com'), '--annotation-prefix=mine/'],
  ])('knows %s', async (flag, object, phrase) => {
    const it = await stage({objects: [object]})
    const {stdout} = await it.run('explain', 'www.example.com', AS_PROD, flag)
    expect(stdout).toContain(`${object.metadata.name}  `)
    expect(stdout).toContain(`left out by ${phrase}\n`)
  })

  it('knows --ignore-hostname-annotation', async () => {
    const it = await stage({objects: [service('one', 'www.example.com')]})
    const flags = ['--ignore-hostname-annotation', '--fqdn-template={{.Name}}.other.net']
    const {stdout} = await it.run('explain', 'www.example.com', AS_PROD, ...flags)
    expect(stdout).toContain('left out by --ignore-hostname-annotation\n')
  })

  it('says what a Service inside the cluster lacks', async () => {
    const object = {...service('one', 'www.example.com'), spec: {type: 'ClusterIP', clusterIP: '10.0.0.1'}}
    const it = await stage({objects: [object]})
    const {stdout} = await it.run('explain', 'www.example.com', AS_PROD)
    expect(stdout).toContain('left out by the lack of --publish-internal-services\n')
  })

  it('shows how the wrappers change an endpoint, and one that they drop', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const forced = await it.run(
      'explain',
      'www.example.com',
      AS_PROD,
      '--default-targets=192.0.2.99',
      '--force-default-targets',
    )
    expect(forced.stdout).toContain('  --default-targets\n    - A 192.0.2.10\n    + A 192.0.2.99\n')
    const dropped = await it.run('explain', 'www.example.com', AS_PROD, '--exclude-target-net=192.0.2.0/24')
    expect(dropped.stdout).toContain('is asked for, but the flags leave out all its records')
    expect(dropped.stdout).toContain('  --target-net-filter\n    - A 192.0.2.10\n')
  })

  it('tells the zones apart: chosen, shorter, and left out by each filter', async () => {
    const zones = [
      {name: 'example.com', id: 'Z1PARENT'},
      {name: 'shop.example.com', id: 'Z2CHILD'},
      {name: 'shop.example.com', id: 'Z3TWIN'},
      {name: 'shop.example.com', id: 'Z4PRIVATE', private: true},
      {name: 'other.net', id: 'Z5OTHER'},
    ]
    const it = await stage({objects: [service('cart', 'cart.shop.example.com')], route53: {zones}})
    const all = await it.run('explain', 'cart.shop.example.com', AS_PROD)
    expect(all.stdout).toContain('example.com   public   Z1PARENT   not used: shop.example.com is the longer name')
    expect(all.stdout).toContain('Z2CHILD   chosen: the longest selected public zone')
    expect(all.stdout).toContain('Z3TWIN   not used: Z2CHILD has the same name')
    expect(all.stdout).toContain('Z4PRIVATE   chosen: every selected private zone that holds the name')
    expect(all.stdout).not.toContain('Z5OTHER')
    const some = await it.run(
      'explain',
      'cart.shop.example.com',
      AS_PROD,
      '--zone-id-filter=Z1PARENT',
      '--aws-zone-type=public',
    )
    expect(some.stdout).toContain('Z1PARENT   chosen')
    expect(some.stdout).toContain('Z2CHILD   not selected: --zone-id-filter leaves it out')
    const filtered = await it.run('explain', 'cart.shop.example.com', AS_PROD, '--domain-filter=other.net')
    expect(filtered.stdout).toContain('stays as it is: filtered')
    expect(filtered.stdout).toContain('the domain filters leave this name out')
    expect(filtered.stdout).toContain('Z2CHILD   not selected: the domain filters leave it out')
    const tagged = await it.run('explain', 'cart.shop.example.com', AS_PROD, '--aws-zone-tags=team=web')
    expect(tagged.stdout).toContain('Z2CHILD   not selected: --aws-zone-tags')
  })

  it('explains a host that nobody asks for: its owner, its TXT, and what would answer', async () => {
    const it = await stage({
      objects: [service('front', 'www.example.com')],
      records: [
        ...owned('pay.example.com', '192.0.2.7', 'prod-us1'),
        recordSet('mail.example.com'),
        ownership('lost.example.com'),
        recordSet('*.example.com', '192.0.2.77'),
        recordSet('dev.example.com', 'ns1.example.net', {Type: 'NS'}),
      ],
    })
    const explain = async (host: string) => (await it.run('explain', host, AS_PROD)).stdout
    const pay = await explain('pay.example.com')
    expect(pay).toContain('no object asks for it, and what is there is not ours')
    expect(pay).toContain('A 192.0.2.7, ttl 300   owner prod-us1\n      TXT a-pay.example.com   owner prod-us1 for')
    expect(pay).toContain('*.example.com A 192.0.2.77, ttl 300   unowned   would answer without the records above')
    expect(await explain('mail.example.com')).toContain('A 192.0.2.10, ttl 300   unowned')
    const lost = await explain('lost.example.com')
    expect(lost).toContain('no object asks for it, and it is not there')
    expect(lost).toContain('TXT a-lost.example.com   owner prod for service/web/gone   its record does not exist')
    expect(await explain('api.dev.example.com')).toContain(
      'dev.example.com NS ns1.example.net, ttl 300   delegates this name',
    )
    expect(await explain('ww.example.com')).toContain('the nearest name asked for is www.example.com')
    expect(await explain('www.other.net')).toContain('no hosted zone of these credentials holds this name')
  })

  it('says who wins a host, and why', async () => {
    const it = await stage({
      objects: [ingress('late', 'www.example.com', {ips: ['192.0.2.30']}), service('first', 'www.example.com')],
    })
    const {stdout} = await it.runWith({environment: it.with({COLUMNS: '160'})}, 'explain', 'www.example.com', AS_PROD)
    expect(stdout).toMatch(
      /conflict-lost +A: Service web\/first comes first in the order of targets \(Ingress web\/late\)/,
    )
  })

  it('says what may not be listed in every namespace, and goes on', async () => {
    const it = await stage({objects: [service('far', 'www.example.com', {namespace: 'elsewhere'})]})
    it.cluster.deny({resource: 'services', namespace: ''})
    const {stdout, exitCode} = await it.run('explain', 'www.example.com', AS_PROD, '--namespace=shop')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Not known\n  services may not be listed in every namespace')
    expect(stdout).not.toContain('Left out')
  })

  it('says which sources were read, and names the others when no object names the host', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const explain = async (...line: readonly string[]) => flat((await it.run('explain', ...line, AS_PROD)).stdout)
    expect(await explain('www.example.com')).toContain('sources read: service, ingress; not read: 21 others ')
    expect(await explain('www.example.com', '--verbose')).toContain('not read: node, pod, crd, gateway-httproute, ')
    const unknown = await explain('api.example.com')
    expect(unknown).toContain('sources read: service, ingress; not read: node, pod, crd, gateway-httproute, ')
    expect(unknown).not.toMatch(/fake|empty/)
  })

  it('says what covers a host, and whose it is', async () => {
    const it = await stage({
      objects: [ingress('all', '*.shop.example.com')],
      records: [
        ...owned('*.apps.example.com', '192.0.2.77', 'prod-us1', 'ingress/shop/all'),
        recordSet('*.example.com', '192.0.2.78'),
        recordSet('x.there.apps.example.com'),
      ],
    })
    const explain = async (host: string) => flat((await it.run('explain', host, AS_PROD)).stdout)
    const stored = await explain('www.apps.example.com')
    expect(stored).toContain('no object asks for it, and it is not there; covered by *.apps.example.com')
    expect(stored).toContain('covered by *.apps.example.com A 192.0.2.77, ttl 300 owner prod-us1 for ingress/shop/all')
    expect(stored).toContain('does not answer, because *.apps.example.com exists')
    const requested = await explain('www.shop.example.com')
    expect(requested).toContain('no object asks for it by its name, and it is not there; covered by *.example.com')
    expect(requested).toContain('Ingress web/all spec.rules[0].host asks for *.shop.example.com, which covers it')
    const between = await explain('there.apps.example.com')
    expect(between).not.toContain('covered by')
    expect(between).toContain('does not answer, because x.there.apps.example.com exists')
  })

  it('leaves out the wildcard of a zone that is not asked for the host', async () => {
    const zones = [
      {name: 'example.com', records: [recordSet('*.example.com', '192.0.2.77')]},
      {name: 'shop.example.com'},
    ]
    const it = await stage({route53: {zones}})
    const {stdout} = await it.run('explain', 'www.shop.example.com', AS_PROD)
    expect(stdout).not.toContain('*.example.com')
  })

  it('names no object as one that asks when it only cannot be converted', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    const flags = ['--fqdn-template={{.Nme}}', '--combine-fqdn-annotation']
    const {stdout} = await it.run('explain', 'api.example.com', AS_PROD, ...flags)
    expect(stdout).toContain('no object is known to ask for it, and it is not there')
    expect(stdout).toContain('Who may ask for it\n  Service web/front  fqdn template\n')
  })

  it('asks the name servers what they answer now', async () => {
    const it = await stage({
      objects: [service('front', 'www.example.com')],
      records: [...owned('www.example.com', '192.0.2.9'), recordSet('*.apps.example.com', '192.0.2.77')],
    })
    const records = [recordSet('www.example.com', '192.0.2.8'), recordSet('*.apps.example.com', '192.0.2.77')]
    const server = await startDnsEmulator({zones: () => [{name: 'example.com', records}]})
    const explain = async (host: string, ...flags: readonly string[]) => {
      const run = await it.run('explain', host, AS_PROD, `--verify-server=${server.server}`, ...flags)
      expect(run.exitCode).toBe(0)
      return run.stdout
    }
    const differs = 'differs www.example.com A: stored 192.0.2.9, got 192.0.2.8 from 127.0.0.1:'
    expect(flat(await explain('www.example.com'))).toContain(`At the name servers ${differs}`)
    expect(flat(await explain('x.apps.example.com'))).toContain(
      'verified x.apps.example.com A: no such record, *.apps.example.com answers in its place (192.0.2.77) from',
    )
    const {verified} = JSON.parse(await explain('www.example.com', '--json'))
    expect(verified).toMatchObject({verifications: [{host: 'www.example.com', verdict: 'differs'}], delegations: []})
    await server.close()
    expect(flat(await explain('www.example.com'))).toContain('no answer www.example.com A: nothing (does not answer)')
  })

  it('says that a private zone cannot be asked', async () => {
    const it = await stage({route53: {zones: [{name: 'inner.test', private: true}]}})
    const {stdout} = await it.run('explain', 'www.inner.test', AS_PROD, '--verify')
    expect(flat(stdout)).toContain(
      'At the name servers not verified www.inner.test A: a private zone answers only in its VPCs: name a server',
    )
  })

  it('says in one line what it needs, and reads nothing', async () => {
    const it = await stage()
    const {stdout, stderr, exitCode} = await it.run('explain', AS_PROD)
    expect({stdout, stderr, exitCode}).toEqual({
      stdout: '',
      stderr: 'Error: HOST is missing, as in: external-dns-ts explain www.example.com\n',
      exitCode: 1,
    })
    expect(it.route53.calls.counts()).toEqual({})
  })

  it('ends with an error where plan does', async () => {
    const it = await stage({objects: [service('front', 'www.example.com')]})
    it.cluster.deny({resource: 'services'})
    const {stdout, stderr, exitCode} = await it.run('explain', 'www.example.com', AS_PROD)
    expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 1})
    expect(stderr).toContain('services')
  })

  it('reads a name of a big zone, not the zone', async () => {
    const many = Array.from({length: 1200}, (_, index) => recordSet(`h${index}.example.com`))
    const it = await stage({records: [...many, ...owned('gone.example.com')]})
    const {stdout} = await it.run('explain', 'gone.example.com', AS_PROD)
    expect(stdout).toContain('no object asks for it any more')
    expect(stdout).toContain('ours (prod)')
    const pages = Math.ceil(it.route53.zone(ZONE_ID).records.length / 300)
    expect(it.route53.calls.counts().ListResourceRecordSets).toBeLessThanOrEqual(pages)
  })

  it.each([
    ['https://www.example.com/cart', 'it is a URL', 'name the host alone: www.example.com'],
    ['www.example.com:8080', 'it is a URL', 'name the host alone: www.example.com'],
    ['a..example.com', 'the name has an empty label', 'write the host as the object does'],
    ['', 'the name is empty', 'write the host as the object does'],
  ])('turns away what is no host: %s', async (text, problem, fix) => {
    const it = await stage()
    const {stderr, exitCode} = await it.run('explain', text, AS_PROD)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(problem)
    expect(stderr).toContain(fix)
  })
})

/** The screen in one line, however it was wrapped. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
