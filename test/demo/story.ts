import {ingress, loadBalancerService} from './objects.js'
import {openStage, type RunShown, type Stage} from './stage.js'

/** The container args of an article of 2017 about external-dns, verbatim. */
export const ARTICLE_ARGS = [
  '--source=service',
  '--source=ingress',
  '--domain-filter=example.com',
  '--provider=aws',
  '--policy=upsert-only',
  '--registry=txt',
  '--txt-owner-id=my-identifier',
] as const
const OTHER_ARGS = [...ARTICLE_ARGS.slice(0, -1), '--txt-owner-id=other-cluster']

const LOAD_BALANCER = {hostname: 'a1b2c3d4-1234567890.us-east-1.elb.amazonaws.com'}
const MYNGINX = [
  'mynginx.example.com A',
  'mynginx.example.com AAAA',
  'a-mynginx.example.com TXT',
  'aaaa-mynginx.example.com TXT',
]
const WEB = ['www.example.com A', 'api.example.com A', 'a-www.example.com TXT', 'a-api.example.com TXT']
const NOT_OURS = ['mail.example.com A', 'shop.example.com A', 'a-shop.example.com TXT']

/**
 * Demonstrates the main features. Every command is the real program, and every step is checked.
 *
 * @returns the unexpected results; empty when everything works.
 */
export async function tellStory(run: RunShown, print: (text: string) => void): Promise<readonly string[]> {
  const stage = await openStage(run, print)
  try {
    stage.tell(
      `A Kubernetes API at ${stage.cluster.url} and a Route 53 at ${stage.route53.url}:`,
      'emulators in this process. The zone example.com is empty.',
    )
    for (const chapter of [nothingToDo, aService, anIngress, othersInTheZone, aTtl, annotationRemoved, whoOwnsWhat]) {
      await chapter(stage)
    }
    return stage.problems()
  } finally {
    await stage.close()
  }
}

async function nothingToDo({tell, run}: Stage): Promise<void> {
  tell('1. An empty cluster: nothing to do.')
  await run(['plan', ...ARTICLE_ARGS], {exitCode: 0, says: ['No changes.'], zone: []})
}

async function aService({cluster, tell, run, route53, zoneId, expect}: Stage): Promise<void> {
  tell('2. kubectl annotate service nginx external-dns.alpha.kubernetes.io/hostname=mynginx.example.com')
  cluster.put(loadBalancerService('nginx', LOAD_BALANCER, {hostname: 'mynginx.example.com'}))
  const says = [
    'mynginx.example.com',
    LOAD_BALANCER.hostname,
    '2 of ownership TXT',
    'Service default/nginx',
    '1 to create',
  ]
  await run(['plan', ...ARTICLE_ARGS], {exitCode: 0, says, zone: []})
  await run(['apply', '--yes', ...ARTICLE_ARGS], {
    exitCode: 0,
    says: [...says, 'Applied 1 of 1 host'],
    writes: true,
    zone: MYNGINX,
  })
  const alias = route53.zone(zoneId).records.find((set) => set.Name === 'mynginx.example.com.' && set.Type === 'A')
  expect(
    alias?.AliasTarget?.DNSName === `${LOAD_BALANCER.hostname}.`,
    'mynginx.example.com is an alias to the load balancer',
  )
  await run(['plan', ...ARTICLE_ARGS], {exitCode: 0, says: ['No changes.'], zone: MYNGINX})
}

async function anIngress({cluster, tell, run}: Stage): Promise<void> {
  tell('3. An Ingress with two hosts.')
  cluster.put(ingress('web', ['www.example.com', 'api.example.com'], '203.0.113.10'))
  await run(['plan', '--detailed-exitcode', ...ARTICLE_ARGS], {
    exitCode: 2,
    says: ['www.example.com', 'api.example.com', 'Ingress default/web', '2 to create'],
    zone: MYNGINX,
  })
  await run(['apply', '--yes', ...ARTICLE_ARGS], {
    exitCode: 0,
    says: ['Applied 2 of 2 hosts'],
    writes: true,
    zone: [...MYNGINX, ...WEB],
  })
}

async function othersInTheZone({
  cluster,
  otherCluster,
  route53,
  zoneId,
  tell,
  run,
  runInOtherCluster,
}: Stage): Promise<void> {
  tell('4. Another cluster shares the zone, and somebody made mail.example.com by hand.')
  otherCluster.put(ingress('shop', ['shop.example.com'], '198.51.100.7'))
  await runInOtherCluster(['apply', '--yes', ...OTHER_ARGS], {exitCode: 0, says: ['Applied 1 of 1 host'], writes: true})
  const mail = {Name: 'mail.example.com', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.25'}]}
  route53.putRecordSet(zoneId, mail)
  tell('   Our cluster now asks for both names: they are left alone, and shown.')
  cluster.put(ingress('shop', ['shop.example.com'], '203.0.113.10'))
  cluster.put(loadBalancerService('mail', {ip: '203.0.113.25'}, {hostname: 'mail.example.com'}))
  await run(['apply', '--yes', ...ARTICLE_ARGS], {
    exitCode: 0,
    says: ['Not changed', 'owner other-cluster', 'shop.example.com', 'unowned', 'mail.example.com'],
    zone: [...MYNGINX, ...WEB, ...NOT_OURS],
  })
}

async function aTtl({cluster, route53, zoneId, tell, run, expect}: Stage): Promise<void> {
  tell('5. kubectl annotate ingress web external-dns.alpha.kubernetes.io/ttl=60')
  cluster.put(ingress('web', ['www.example.com', 'api.example.com'], '203.0.113.10', {ttl: '60'}))
  await run(['apply', '--yes', ...ARTICLE_ARGS], {
    exitCode: 0,
    says: ['ttl 300 → 60', '2 to update', 'Applied 2 of 2 hosts'],
    writes: true,
    zone: [...MYNGINX, ...WEB, ...NOT_OURS],
  })
  const ttls = route53
    .zone(zoneId)
    .records.filter((set) => set.TTL === 60)
    .map((set) => set.Name)
  expect(ttls.toSorted().join() === 'api.example.com.,www.example.com.', `a TTL of 60 s at ${ttls.join(', ')}`)
}

async function annotationRemoved({cluster, tell, run}: Stage): Promise<void> {
  tell(
    '6. kubectl annotate service nginx external-dns.alpha.kubernetes.io/hostname-',
    '   upsert-only deletes nothing: the leftover is shown, with what would remove it.',
  )
  cluster.put(loadBalancerService('nginx', LOAD_BALANCER))
  await run(['plan', '--full-read', ...ARTICLE_ARGS], {
    exitCode: 0,
    says: ['No changes.', 'mynginx.example.com', 'policy', 'external-dns-ts prune'],
    zone: [...MYNGINX, ...WEB, ...NOT_OURS],
  })
  await run(['prune', '--yes', ...ARTICLE_ARGS], {
    exitCode: 0,
    says: ['mynginx.example.com', '1 to delete', 'Applied 1 of 1 host'],
    saysNot: ['mail.example.com A'],
    writes: true,
    zone: [...WEB, ...NOT_OURS],
  })
}

async function whoOwnsWhat({tell, run}: Stage): Promise<void> {
  tell('7. Who owns what in the zone.')
  await run(['owners', ...ARTICLE_ARGS], {
    exitCode: 0,
    says: ['www.example.com', 'my-identifier', 'shop.example.com', 'other-cluster'],
    saysNot: ['mynginx', 'mail.example.com'],
    zone: [...WEB, ...NOT_OURS],
  })
}
