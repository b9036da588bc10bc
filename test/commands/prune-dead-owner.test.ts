import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, eventsOf, expectNoWrite, stage, ZONE_ID} from './stage.js'

const FOREIGN = owned('pay.example.com', '192.0.2.7', 'prod-us1')
const UNOWNED = [recordSet('mail.example.com'), recordSet('example.com', '"v=spf1 -all"', {Type: 'TXT'})]
const many = (owner: string) =>
  Array.from({length: 12}, (_, index) => owned(`h${index}.example.com`, undefined, owner)).flat()
const textOf = (owner: string) =>
  `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=service/web/x"`

/** A stage without a cluster: neither its address nor its kubeconfig exists. */
async function deadStage(records: readonly RecordSet[] = []) {
  const it = await stage({records: [...many('dead'), ...FOREIGN, ...UNOWNED, ...records]})
  return {...it, environment: it.with({KUBECONFIG: '/nowhere/kubeconfig'})}
}

const DEAD = ['--owner=dead', '--without-cluster']
const KEPT = [...FOREIGN, ...UNOWNED].map(({Type, Name}) => [Type, `${Name}.`])

describe('prune --owner DEAD --without-cluster', () => {
  it('deletes everything of the owner and nothing else, over the limit, once the owner id was typed', async () => {
    const it = await deadStage()
    const before = it.route53.zone(ZONE_ID).records
    const run = await it.runWith({environment: it.environment, typed: 'dead\n'}, 'prune', ...DEAD)
    expect(run.stderr).toContain('Delete 12 hosts, everything of owner dead? Type the owner id to go on:')
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toContain('Applied 12 of 12 hosts.')
    expect(it.names().toSorted()).toEqual(KEPT.toSorted())
    const kept = it.route53.zone(ZONE_ID).records
    expect(kept).toEqual(before.filter((set) => kept.some(({Name, Type}) => Name === set.Name && Type === set.Type)))
    expect(it.cluster.calls.total()).toBe(0)
  })

  it.each(['yes\n', 'prod\n', '\n'])('takes no other word: %j', async (typed) => {
    const it = await deadStage()
    const run = await it.runWith({environment: it.environment, typed}, 'prune', ...DEAD)
    expect(run.exitCode).toBe(3)
    expect(run.stderr).toContain("The plan was not confirmed with 'dead'. Nothing was changed.")
    expectNoWrite(it)
  })

  it('needs more than --yes, and says what', async () => {
    const it = await deadStage()
    const refused = await it.runWith({environment: it.environment}, 'prune', ...DEAD, '--yes')
    expect(refused.exitCode).toBe(3)
    expect(refused.stderr).toContain('--yes alone does not delete everything of owner dead. Nothing was changed.')
    expect(refused.stderr).toContain('--confirm-owner=dead')
    const silent = await it.runWith({environment: it.environment}, 'prune', ...DEAD)
    expect(silent.exitCode).toBe(3)
    expect(silent.stderr).toContain('run it with --yes --confirm-owner=dead')
    expectNoWrite(it)
    const done = await it.runWith({environment: it.environment}, 'prune', ...DEAD, '--yes', '--confirm-owner=dead')
    expect(done.exitCode).toBe(0)
    expect(it.names()).toHaveLength(KEPT.length)
  })

  it('is not confused by a variable that says who this cluster is', async () => {
    const it = await deadStage()
    const environment = {...it.environment, EXTERNAL_DNS_TXT_OWNER_ID: 'prod-us1'}
    const {exitCode, stdout} = await it.runWith({environment}, 'prune', ...DEAD, '--dry-run')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Plan for owner dead')
    expect(stdout).toContain('12 to delete')
  })

  it('keeps to a limit that is set all the same', async () => {
    const it = await deadStage()
    const flags = [...DEAD, '--yes', '--confirm-owner=dead', '--max-deletes=5']
    const {exitCode, stderr} = await it.runWith({environment: it.environment}, 'prune', ...flags)
    expect(exitCode).toBe(3)
    expect(stderr).toContain('more than the limit of 5 hosts')
    expectNoWrite(it)
  })

  it('shows, asks nobody and writes nothing with --dry-run', async () => {
    const it = await deadStage()
    const {exitCode, stdout} = await it.runWith({environment: it.environment}, 'prune', ...DEAD, '--dry-run')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('12 to delete')
    expect(stdout).not.toContain('would be deleted')
    expectNoWrite(it)
  })

  it('narrows by --only, zones and domain filters, and takes orphans where it is told to', async () => {
    const it = await deadStage([ownership('lost.example.com', 'dead')])
    const one = await it.runWith({environment: it.environment}, 'prune', ...DEAD, '--dry-run', '--only=h3.example.com')
    expect(one.stdout).toContain('1 to delete')
    const none = await it.runWith(
      {environment: it.environment},
      'prune',
      ...DEAD,
      '--dry-run',
      '--domain-filter=other.net',
    )
    expect(none.stdout).toContain('No changes')
    const all = await it.runWith(
      {environment: it.environment},
      'prune',
      ...DEAD,
      '--orphans',
      '--yes',
      '--confirm-owner=dead',
    )
    expect(all.exitCode).toBe(0)
    expect(it.names().toSorted()).toEqual(KEPT.toSorted())
  })

  it('leaves the other values of a TXT set that is shared', async () => {
    const shared: RecordSet = {
      Name: 'a-shared.example.com',
      Type: 'TXT',
      TTL: 300,
      ResourceRecords: [{Value: textOf('dead')}, {Value: '"google-site-verification=x"'}],
    }
    const it = await deadStage([recordSet('shared.example.com'), shared])
    await it.runWith({environment: it.environment}, 'prune', ...DEAD, '--yes', '--confirm-owner=dead')
    const left = it.route53.zone(ZONE_ID).records.find(({Name}) => Name.startsWith('a-shared'))
    expect(left?.ResourceRecords).toEqual([{Value: '"google-site-verification=x"'}])
    expect(it.names().some(([, name]) => name.startsWith('shared'))).toBe(false)
  })

  it('tells which targets no longer resolve', async () => {
    const cname = (name: string, target: string) => [
      recordSet(name, target, {Type: 'CNAME'}),
      {...ownership(name, 'dead'), Name: `cname-${name}`},
    ]
    const it = await deadStage([...cname('old.example.com', 'gone.invalid'), ...cname('here.example.com', 'localhost')])
    const flags = [...DEAD, '--dry-run', '--only=old.example.com', '--only=here.example.com']
    const {stdout} = await it.runWith({environment: it.environment}, 'prune', ...flags)
    expect(stdout).toContain('gone.invalid no longer resolves')
    expect(stdout).not.toContain('localhost no longer resolves')
  })

  it('sends the plan as events, and the refusal last', async () => {
    const it = await deadStage()
    const {stdout, exitCode} = await it.runWith({environment: it.environment}, 'prune', ...DEAD, '--json', '--yes')
    expect(exitCode).toBe(3)
    const events = eventsOf(stdout)
    expect(events.filter(({kind}) => kind === 'planned')).toHaveLength(12)
    expect(events.at(-1)).toMatchObject({kind: 'error', code: 'NOT_CONFIRMED', exitCode: 3})
  })

  it.each([
    [['--owner=dead'], '--owner is set without --without-cluster'],
    [['--without-cluster'], '--without-cluster is set without --owner'],
    [['--confirm-owner=dead'], '--confirm-owner is set without --owner'],
    [[...DEAD, '--confirm-owner=prod'], 'name two owners'],
    [[...DEAD, AS_PROD], '--owner=dead and --txt-owner-id=prod name two owners'],
    [[...DEAD, '--registry=noop'], 'no ownership is kept'],
    [[...DEAD, '--min-age=72h', '--age-from=x.json'], '--min-age cannot be used with --owner'],
    [['--owner=', '--without-cluster'], '--owner is empty'],
    [[...DEAD, '--manifests=x.yaml'], '--manifests and --without-cluster exclude each other'],
  ])('turns away %j', async (flags, phrase) => {
    const it = await deadStage()
    const {exitCode, stderr} = await it.runWith({environment: it.environment}, 'prune', ...flags, '--yes')
    expect(exitCode).toBe(1)
    expect(stderr).toContain(phrase)
    expectNoWrite(it)
  })
})

describe('prune --min-age', () => {
  /** Two hosts written by a run with a receipt, and an older one. */
  async function aged() {
    const it = await stage({
      objects: [service('one', 'one.example.com'), service('two', 'two.example.com')],
      records: owned('old.example.com'),
    })
    const receipt = join(it.folder, 'receipt.json')
    await it.run('apply', '--yes', AS_PROD, `--receipt=${receipt}`)
    it.cluster.setObjects([service('two', 'two.example.com')])
    return {it, receipt}
  }

  it('keeps what was written a short while ago, and what no receipt names', async () => {
    const {it, receipt} = await aged()
    const {stdout} = await it.run('prune', '--dry-run', AS_PROD, '--min-age=72h', `--age-from=${receipt}`)
    expect(stdout).toContain('No changes')
    expect(stdout).toMatch(/one\.example\.com +policy +no object asks for it any more; written within 72 h/)
    expect(stdout).toMatch(
      /old\.example\.com +policy +no object asks for it any more; neither history nor receipt says its/,
    )
  })

  it('takes what is old enough', async () => {
    const {it, receipt} = await aged()
    const {stdout} = await it.run('prune', '--yes', AS_PROD, '--min-age=1ns', `--age-from=${receipt}`)
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(it.names().map(([, name]) => name)).toEqual(expect.not.arrayContaining(['one.example.com.']))
  })

  it.each([
    [['--age-from=r.json'], '--age-from is set without --min-age'],
    [['--min-age=-1h', '--age-from=r.json'], '--min-age is negative'],
    [['--min-age=72h', '--age-from=r.json', '--orphans'], 'not to ownership TXT alone'],
    [['--min-age=72h', '--age-from=nowhere.json'], 'nowhere.json'],
  ])('turns away %j', async (flags, phrase) => {
    const it = await stage({records: owned('old.example.com')})
    const {exitCode, stderr} = await it.run('prune', '--yes', AS_PROD, ...flags)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(phrase)
    expectNoWrite(it)
  })

  it('turns away a file that is not a receipt', async () => {
    const it = await stage({records: owned('old.example.com')})
    const path = join(it.folder, 'other.json')
    writeFileSync(path, '{"kind":"receipt"}')
    const {exitCode, stderr} = await it.run('prune', '--yes', AS_PROD, '--min-age=72h', `--age-from=${path}`)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`cannot read ${path}`)
  })
})
