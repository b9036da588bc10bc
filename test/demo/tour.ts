import {join} from 'node:path'
import {temporaryFolder} from '../conformance/program.js'
import {ingress} from './objects.js'
import {openStage, type RunShown, type Stage} from './stage.js'

const FLAGS = ['--domain-filter=example.com', '--txt-owner-id=prod', '--policy=sync'] as const
const SHOP = ['shop.example.com A', 'a-shop.example.com TXT']
const WEB = ['www.example.com A', 'a-www.example.com TXT']
const OLD = ['old.example.com A', 'a-old.example.com TXT']

/**
 * Demonstrates a change with a review: planned, read as Markdown, applied from its file, undone. Every command is the
 * real program, and every step is checked.
 *
 * @returns the unexpected results; empty when everything works.
 */
export async function tellTour(run: RunShown, print: (text: string) => void): Promise<readonly string[]> {
  const stage = await openStage(run, print)
  const folder = temporaryFolder('tour')
  const files: Files = {plan: join(folder, 'plan.json'), receipt: join(folder, 'receipt.json')}
  try {
    for (const chapter of [before, planned, reviewed, applied, movedOn, undone]) await chapter(stage, files)
    return stage.problems()
  } finally {
    await stage.close()
  }
}

interface Files {
  readonly plan: string
  readonly receipt: string
}

async function before({cluster, tell, run}: Stage): Promise<void> {
  tell('1. A zone with two hosts of ours.')
  cluster.put(ingress('shop', ['shop.example.com'], '203.0.113.10'))
  cluster.put(ingress('old', ['old.example.com'], '203.0.113.10'))
  await run(['apply', '--yes', ...FLAGS], {
    exitCode: 0,
    says: ['Applied 2 of 2 hosts'],
    writes: true,
    zone: [...SHOP, ...OLD],
  })
}

async function planned({cluster, tell, run}: Stage, {plan}: Files): Promise<void> {
  tell('2. A pull request: one host comes, one moves, one goes. CI plans it and keeps the plan.')
  cluster.put(ingress('web', ['www.example.com'], '203.0.113.20'))
  cluster.put(ingress('shop', ['shop.example.com'], '203.0.113.20'))
  cluster.put(ingress('old', [], '203.0.113.10'))
  await run(['plan', ...FLAGS, '--out', plan], {
    exitCode: 0,
    says: ['1 to create, 1 to update, 1 to delete', `saved to ${plan} (sha256:`, '--expect-digest=sha256:'],
    zone: [...SHOP, ...OLD],
  })
}

async function reviewed({tell, run}: Stage, {plan}: Files): Promise<void> {
  tell('3. Reviewed as a comment on the pull request; the same plan, from its file.')
  await run(['show', plan, '--format=markdown'], {
    exitCode: 0,
    says: ['www.example.com', 'shop.example.com', 'old.example.com', '203.0.113.20'],
    zone: [...SHOP, ...OLD],
  })
}

async function applied({tell, run}: Stage, {plan, receipt}: Files): Promise<void> {
  tell('4. Merged: exactly that is applied, without a question, and leaves a receipt. A second time it is found done.')
  await run(['apply', plan, '--receipt', receipt], {
    exitCode: 0,
    says: ['Applied 3 of 3 hosts', `receipt saved to ${receipt}`],
    writes: true,
    zone: [...SHOP, ...WEB],
  })
  await run(['apply', plan], {exitCode: 0, says: ['Already applied'], zone: [...SHOP, ...WEB]})
}

async function movedOn({route53, zoneId, tell, run}: Stage, {receipt}: Files): Promise<void> {
  tell('5. Somebody changes a record by hand meanwhile: undoing would lose that, so it is refused.')
  const set = {Name: 'www.example.com', Type: 'A', TTL: 300}
  route53.putRecordSet(zoneId, {...set, ResourceRecords: [{Value: '203.0.113.99'}]})
  await run(['apply', '--undo', receipt, '--yes'], {
    exitCode: 5,
    says: ['1 record set changed since: A www.example.com', 'is 203.0.113.99', 'Nothing was changed.'],
    zone: [...SHOP, ...WEB],
  })
  route53.putRecordSet(zoneId, {...set, ResourceRecords: [{Value: '203.0.113.20'}]})
}

async function undone({route53, zoneId, tell, run, expect}: Stage, {receipt}: Files): Promise<void> {
  tell('6. The merge is taken back: a plan like any other, shown before it is done, and every byte is as it was.')
  await run(['apply', '--undo', receipt, '--yes'], {
    exitCode: 0,
    says: ['undoes its creation', 'undoes its update', 'undoes its deletion', 'Applied 3 of 3 hosts'],
    writes: true,
    zone: [...SHOP, ...OLD],
  })
  const values = route53.zone(zoneId).records.flatMap((set) => (set.Type === 'A' ? (set.ResourceRecords ?? []) : []))
  expect(
    values.every(({Value}) => Value === '203.0.113.10'),
    'the addresses are those of before',
  )
}
