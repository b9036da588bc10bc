import {ingress} from './objects.js'
import {openStage, type RunShown, type Stage} from './stage.js'

const FLEET = ['--context=eu1', '--context=us1', '--context=ap1'] as const
const OWNERS = FLEET.map((flag) => flag.replace(/^--context=(.*)/, '--txt-owner-id=$1=prod-$1'))
const FLAGS = [...FLEET, ...OWNERS, '--domain-filter=example.com', '--policy=sync']

const hostsAt = (...hosts: readonly string[]) =>
  hosts.flatMap((host) => [`${host}.example.com A`, `a-${host}.example.com TXT`])
const ALL = hostsAt('www', 'shop', 'api')

/**
 * Demonstrates one plan for three clusters: a move, a conflict, and a cluster that cannot be reached. Every command is the
 * real program, and every step is checked.
 *
 * @returns the unexpected results; empty when everything works.
 */
export async function tellFleet(run: RunShown, print: (text: string) => void): Promise<readonly string[]> {
  const stage = await openStage(run, print, ['eu1', 'us1', 'ap1'])
  try {
    for (const chapter of [together, moved, conflict, unreachable]) await chapter(stage)
    return stage.problems()
  } finally {
    await stage.close()
  }
}

async function together({cluster, otherCluster, thirdCluster, tell, runInFleet}: Stage): Promise<void> {
  tell('1. Three clusters share a zone, each with an owner id of its own: one plan for all of them.')
  cluster.put(ingress('www', ['www.example.com'], '203.0.113.1'))
  cluster.put(ingress('shop', ['shop.example.com'], '203.0.113.1'))
  otherCluster.put(ingress('none', [], '198.51.100.2'))
  thirdCluster.put(ingress('api', ['api.example.com'], '192.0.2.3'))
  await runInFleet(['apply', '--yes', ...FLAGS], {
    exitCode: 0,
    says: ['www.example.com', 'Ingress default/www (eu1)', 'Ingress default/api (ap1)', 'Applied 3 of 3 hosts'],
    writes: true,
    zone: ALL,
  })
}

async function moved({cluster, otherCluster, route53, zoneId, tell, runInFleet, expect}: Stage): Promise<void> {
  tell(
    '2. The shop moves from eu1 to us1: record and ownership change in one batch, and the name answers all the time.',
  )
  cluster.put(ingress('shop', [], '203.0.113.1'))
  otherCluster.put(ingress('shop', ['shop.example.com'], '198.51.100.2'))
  const before = route53.calls.counts().ChangeResourceRecordSets ?? 0
  await runInFleet(['apply', '--yes', ...FLAGS], {
    exitCode: 0,
    says: ['<- shop.example.com', 'prod-eu1', 'prod-us1', 'Ingress default/shop (us1)', 'Applied 1 of 1 host'],
    writes: true,
    zone: ALL,
  })
  expect((route53.calls.counts().ChangeResourceRecordSets ?? 0) === before + 1, 'the move is one batch')
  const text = route53.zone(zoneId).records.find(({Name}) => Name === 'a-shop.example.com.')?.ResourceRecords
  expect(JSON.stringify(text).includes('owner=prod-us1'), 'shop.example.com is owned by prod-us1')
}

async function conflict({otherCluster, tell, runInFleet}: Stage): Promise<void> {
  tell('3. us1 asks for www too, which eu1 holds: eu1 keeps it, and the plan names both.')
  otherCluster.put(ingress('www', ['www.example.com'], '198.51.100.2'))
  await runInFleet(['plan', ...FLAGS], {
    exitCode: 0,
    says: ['No changes.', 'conflict-lost', 'Ingress default/www (us1)', 'Ingress default/www (eu1)'],
    zone: ALL,
  })
}

async function unreachable({otherCluster, thirdCluster, tell, runInFleet}: Stage): Promise<void> {
  tell('4. ap1 cannot be reached: no plan is made, since its records would look unwanted.')
  await thirdCluster.close()
  otherCluster.put(ingress('www', ['new.example.com'], '198.51.100.2'))
  await runInFleet(['plan', ...FLAGS], {
    exitCode: 1,
    says: ['(context "ap1")', '--tolerate=unreachable-cluster', 'No plan was made'],
    zone: ALL,
  })
  tell('   Or the others go on, and the records of ap1 stay as they are.')
  await runInFleet(['apply', '--yes', ...FLAGS, '--tolerate=unreachable-cluster'], {
    exitCode: 0,
    says: ['unreachable-cluster', 'api.example.com', '+ new.example.com', 'Applied 1 of 1 host'],
    writes: true,
    zone: [...ALL, ...hostsAt('new')],
  })
}
