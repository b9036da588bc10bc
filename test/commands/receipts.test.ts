import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it, vi} from 'vitest'
import {startProgram} from './built-program.js'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, type StageOptions, shown, stage, ZONE_ID} from './stage.js'

/** One host to create, one to update, one to delete. */
const SCENE: StageOptions = {
  objects: [service('front', 'www.example.com'), service('shop', 'shop.example.com')],
  records: [...owned('shop.example.com', '192.0.2.9', 'prod', 'service/web/shop'), ...owned('gone.example.com')],
}
const PLANNING = [AS_PROD, '--policy=sync']

interface Applied extends Stage {
  readonly receipt: string
  readonly before: unknown
  readonly after: unknown
}

const stored = ({route53}: Pick<Stage, 'route53'>) => route53.zone(ZONE_ID).records

/** The result of a run with a receipt. */
async function applied(options: StageOptions = SCENE, ...argv: readonly string[]): Promise<Applied> {
  const scene = await stage(options)
  const before = stored(scene)
  const receipt = join(scene.folder, 'receipt.json')
  const run = await scene.run('apply', '--yes', ...PLANNING, '--receipt', receipt, ...argv)
  expect(run.exitCode).toBe(0)
  expect(shown(run.stderr)).toContain(`Note: receipt saved to ${receipt}; to undo the run: apply --undo=${receipt}\n`)
  scene.route53.mark()
  scene.route53.calls.clear()
  return {...scene, receipt, before, after: stored(scene)}
}

function read(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

describe('--receipt', () => {
  it('tells owner, zones, change ids, what became of each host, and every record set before and after', async () => {
    const {receipt} = await applied()
    expect(statSync(receipt).mode & 0o777).toBe(0o600)
    const {kind, formatVersion, content} = read(receipt)
    expect({kind, formatVersion}).toEqual({kind: 'receipt', formatVersion: 2})
    expect(content.accepted).toEqual([{zoneId: ZONE_ID, changeId: expect.stringMatching(/^C/), hosts: 3, changes: 5}])
    expect(content.hosts.map(({name, outcome}: {name: string; outcome: string}) => [name, outcome])).toEqual([
      ['gone.example.com', 'applied'],
      ['shop.example.com', 'applied'],
      ['www.example.com', 'applied'],
    ])
    const {plan, zones} = content.saved
    expect({owners: plan.owners, zones: zones.map(({id}: {id: string}) => id)}).toEqual({
      owners: ['prod'],
      zones: [ZONE_ID],
    })
    const [, shop] = plan.zones[0].hosts
    expect(shop.changes[0].current.data.values).toEqual(['192.0.2.9'])
    expect(shop.changes[0].desired.data.values).toEqual(['192.0.2.10'])
  })

  it('prune leaves one too', async () => {
    const scene = await stage(SCENE)
    const receipt = join(scene.folder, 'receipt.json')
    await scene.run('prune', '--yes', AS_PROD, '--receipt', receipt)
    expect(read(receipt).content.hosts).toMatchObject([{name: 'gone.example.com', outcome: 'applied'}])
  })

  it('a plan file leaves one of what was still to be done', async () => {
    const scene = await stage(SCENE)
    const [plan, receipt] = ['plan.json', 'receipt.json'].map((name) => join(scene.folder, name)) as [string, string]
    await scene.run('plan', ...PLANNING, '--out', plan)
    await scene.run('apply', '--yes', AS_PROD, '--only=www.example.com')
    const between = stored(scene)
    expect((await scene.run('apply', plan, '--receipt', receipt)).exitCode).toBe(0)
    expect(read(receipt).content.hosts.map(({name}: {name: string}) => name)).toEqual([
      'gone.example.com',
      'shop.example.com',
    ])
    await scene.run('apply', '--undo', receipt, '--yes')
    expect(stored(scene)).toEqual(between)
  })

  it('nothing is changed where it cannot be written', async () => {
    const scene = await stage(SCENE)
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--receipt=/nowhere/receipt.json')
    expect(shown(stderr)).toBe(`Error: cannot save the receipt to /nowhere/receipt.json
  There is no such file or folder. Nothing was changed.
  Fix: choose another path
`)
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  it('nothing to do leaves none', async () => {
    const scene = await stage({objects: []})
    await scene.run('apply', '--yes', AS_PROD, '--receipt', join(scene.folder, 'receipt.json'))
    expect(existsSync(join(scene.folder, 'receipt.json'))).toBe(false)
  })

  it('a run that fails half-way tells what is in, and that is undone', async () => {
    const scene = await stage(SCENE)
    const before = stored(scene)
    const receipt = join(scene.folder, 'receipt.json')
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', nth: 2, action: 'expiredToken'})
    const argv = ['--yes', ...PLANNING, '--aws-batch-change-size=2', '--receipt', receipt]
    expect((await scene.run('apply', ...argv)).exitCode).toBe(1)
    expect(read(receipt).content.hosts.map(({outcome}: {outcome: string}) => outcome)).toEqual([
      'applied',
      'failed',
      'failed',
    ])
    scene.route53.clearFaults()
    const {stdout, stderr, exitCode} = await scene.run('apply', '--undo', receipt, '--yes')
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(stderr).toContain('Note: 2 hosts already as before, left alone\n')
    expect(exitCode).toBe(0)
    expect(stored(scene)).toEqual(before)
  })

  it('a killed run leaves one, and the zone shows what was applied', async () => {
    const scene = await stage(SCENE)
    const before = stored(scene)
    const receipt = join(scene.folder, 'receipt.json')
    const argv = ['apply', '--yes', ...PLANNING, '--aws-batch-change-size=2', '--receipt', receipt]
    const {child, ended, until} = startProgram(argv, scene.environment)
    scene.route53.setLatency(400)
    await until(() => (scene.route53.calls.counts().ChangeResourceRecordSets ?? 0) === 2)
    child.kill('SIGKILL')
    await ended
    // The request that was sent is still carried out.
    await vi.waitFor(() => expect(JSON.stringify(stored(scene))).toContain('192.0.2.10'), {timeout: 10_000})
    scene.route53.setLatency(0)
    expect(new Set(read(receipt).content.hosts.map(({outcome}: {outcome: string}) => outcome))).toEqual(
      new Set(['unknown']),
    )
    expect((await scene.run('apply', '--undo', receipt, '--yes')).exitCode).toBe(0)
    expect(stored(scene)).toEqual(before)
  })
})

describe('apply --undo', () => {
  it('shows the way back, asks, and restores every byte', async () => {
    const scene = await applied()
    const {stdout, stderr, exitCode} = await scene.runWith({typed: 'yes\n'}, 'apply', '--undo', scene.receipt)
    expect(stdout).toMatch(/- www\.example\.com[\s\S]*\+ gone\.example\.com[\s\S]*~ shop\.example\.com/)
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(stderr).toContain("Apply these changes (1 delete) to example.com as prod? Only 'yes' is accepted:")
    expect(exitCode).toBe(0)
    expect(stored(scene)).toEqual(scene.before)
  })

  it('without a terminal and without --yes it is refused', async () => {
    const scene = await applied()
    const {stderr, exitCode} = await scene.run('apply', '--undo', scene.receipt)
    expect(stderr).toContain('The plan must be confirmed, and there is no terminal to ask on. Nothing was changed.')
    expect(exitCode).toBe(3)
    expectNoWrite(scene)
  })

  it('a second time it is found done', async () => {
    const scene = await applied()
    await scene.run('apply', '--undo', scene.receipt, '--yes')
    scene.route53.mark()
    const {stdout, exitCode} = await scene.run('apply', '--undo', scene.receipt)
    expect(stdout).toBe('Already undone: every host is as before.\n')
    expect(exitCode).toBe(0)
    expect(scene.route53.acceptedChanges()).toEqual([])
  })

  it('an undo is undone by its own receipt', async () => {
    const scene = await applied()
    const second = join(scene.folder, 'undo.json')
    await scene.run('apply', '--undo', scene.receipt, '--yes', '--receipt', second)
    expect((await scene.run('apply', '--undo', second, '--yes')).exitCode).toBe(0)
    expect(stored(scene)).toEqual(scene.after)
  })

  it('--dry-run shows it and writes nothing, without asking', async () => {
    const scene = await applied()
    const {stdout, exitCode} = await scene.run('apply', '--undo', scene.receipt, '--dry-run')
    expect(stdout).toContain('Plan: 1 to create, 1 to update, 1 to delete')
    expect(exitCode).toBe(0)
    expectNoWriteSince(scene)
  })

  it.each<[string, (scene: Applied) => void, string]>([
    [
      'a record that the run made has another value since',
      ({route53}) => route53.putRecordSet(ZONE_ID, recordSet('www.example.com', '192.0.2.77')),
      'A www.example.com in zone example.com (Z0EXAMPLE) was 192.0.2.10, ttl 300, is 192.0.2.77, ttl 300.',
    ],
    [
      'another owner has the host since',
      ({route53}) => route53.putRecordSet(ZONE_ID, ownership('shop.example.com', 'prod-us1')),
      'TXT a-shop.example.com in zone example.com (Z0EXAMPLE, for host shop.example.com) was other, is "heritage=external-dns,external-dns/owner=prod-us1,external-dns/resource=service/web/gone", ttl 300.',
    ],
    [
      'the host that the run made was released since',
      ({route53}) => route53.removeRecordSet(ZONE_ID, {Name: 'a-www.example.com', Type: 'TXT'}),
      'TXT a-www.example.com in zone example.com (Z0EXAMPLE, for host www.example.com) was "heritage=external-dns,external-dns/owner=prod,external-dns/resource=service/web/front", ttl 300, is none.',
    ],
    [
      'somebody made again by hand what the run deleted',
      ({route53}) => route53.putRecordSet(ZONE_ID, recordSet('gone.example.com')),
      'A gone.example.com in zone example.com (Z0EXAMPLE) was none, is 192.0.2.10, ttl 300.',
    ],
    [
      'somebody has the name of a deleted record since',
      ({route53}) => route53.putRecordSet(ZONE_ID, recordSet('gone.example.com', '192.0.2.77')),
      'A gone.example.com in zone example.com (Z0EXAMPLE) was none, is 192.0.2.77, ttl 300.',
    ],
  ])('%s: 5, and nothing is written', async (_case, move, happened) => {
    const scene = await applied()
    move(scene)
    const {stdout, stderr, exitCode} = await scene.run('apply', '--undo', scene.receipt, '--yes')
    expect(stderr).toContain(`Error: cannot undo ${scene.receipt}
  1 record set changed since: ${happened} Nothing was changed.
  Fix: undo the rest by hand, or make a new plan
`)
    expect(stdout).toBe('')
    expect(exitCode).toBe(5)
    expectNoWriteSince(scene)
  })

  it('honours the limit on deletes', async () => {
    const objects = Array.from({length: 12}, (_each, index) => service(`s${index}`, `h${index}.example.com`))
    const scene = await applied({objects})
    const refused = await scene.run('apply', '--undo', scene.receipt, '--yes')
    expect(refused.stderr).toContain(
      'It would delete 12 of 12 hosts, more than the limit of 10 hosts and 10 %. Nothing was',
    )
    expect(refused.exitCode).toBe(3)
    expectNoWriteSince(scene)
    expect((await scene.run('apply', '--undo', scene.receipt, '--yes', '--max-deletes=12')).exitCode).toBe(0)
    expect(scene.names()).toEqual([])
  })

  it.each([
    ['plain', []],
    ['encrypted', ['--txt-encrypt-enabled', `--txt-encrypt-aes-key=${'k'.repeat(32)}`]],
  ])('brings a record and its %s ownership back to the owner from whom they were taken over', async (_, key) => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    await scene.run('apply', '--txt-owner-id=old', '--yes', ...key)
    const before = stored(scene)
    const receipt = join(scene.folder, 'receipt.json')
    const flags = [AS_PROD, '--migrate-from-txt-owner=old', ...key, '--yes', '--receipt', receipt]
    expect((await scene.run('apply', ...flags)).stdout).toContain('owner    old → prod  (TXT a-www)')
    const {stdout} = await scene.run('apply', '--undo', receipt, '--yes')
    expect(stdout).toContain('owner    prod → old  (TXT a-www)')
    expect(stdout).toContain('its ownership goes back to old')
    expect(stored(scene)).toEqual(before)
  })

  it.each<[string, (text: string) => string, string]>([
    ['half of one', (text) => text.slice(0, 300), 'It is not a receipt, or it is incomplete: it is not valid JSON.'],
    ['foreign', () => '{}', 'It is not a receipt of this program.'],
    [
      'edited',
      (text) => text.replace('192.0.2.9', '192.0.2.66'),
      'It was edited or is damaged: its contents do not match its digest.',
    ],
    ['a saved plan', (text) => text.replace('"receipt"', '"saved-plan"'), 'It is not a receipt: it is a saved plan.'],
  ])('a receipt that is none: %s', async (_case, change, happened) => {
    const scene = await applied()
    writeFileSync(scene.receipt, change(readFileSync(scene.receipt, 'utf8')))
    const {stderr, exitCode} = await scene.run('apply', '--undo', scene.receipt, '--yes')
    expect(stderr).toBe(`Error: cannot undo ${scene.receipt}
  ${happened} Nothing was changed.
  Fix: give the file that apply --receipt or prune --receipt wrote
`)
    expect(exitCode).toBe(1)
    expect(scene.route53.calls.total()).toBe(0)
  })

  it('of version 1: shown, undone to the byte', async () => {
    const folder = 'test/saved/version-1'
    const {before, after} = read(join(folder, 'zones.json'))
    const receipt = join(folder, 'receipt.json')
    const zones = Object.entries({[ZONE_ID]: 'example.com', Z0CHILD: 'child.example.com'}).map(([id, name]) => ({
      id,
      name,
      records: after[id],
    }))
    const scene = await stage({route53: {zones}})
    const held = () => Object.fromEntries(zones.map(({id}) => [id, scene.route53.zone(id).records]))
    expect(held()).toEqual(after)
    const shown = await scene.run('show', receipt)
    expect(shown.stderr).toContain('Note: hosts: 7 applied\n')
    const {stdout, exitCode} = await scene.run('apply', '--undo', receipt, '--yes', '--max-deletes=3')
    expect(stdout).toContain('Applied 7 of 7 hosts.')
    expect(exitCode).toBe(0)
    expect(held()).toEqual(before)
    expect((await scene.run('apply', '--undo', receipt)).stdout).toBe('Already undone: every host is as before.\n')
  })

  it('a receipt has no age', async () => {
    const scene = await applied()
    const now = Date.now()
    vi.spyOn(Date, 'now').mockReturnValue(now + 10_000 * 3_600_000)
    expect((await scene.run('apply', '--undo', scene.receipt, '--yes')).exitCode).toBe(0)
    expect(stored(scene)).toEqual(scene.before)
  })

  it('a receipt of another zone', async () => {
    const {receipt} = await applied()
    const other = await stage({route53: {zones: [{name: 'example.com', id: 'ZOTHER'}]}})
    const {stderr, exitCode} = await other.run('apply', '--undo', receipt, '--yes')
    expect(stderr).toContain('It changes zones that this account does not show: example.com (Z0EXAMPLE).')
    expect(exitCode).toBe(1)
    expectNoWrite(other)
  })

  it('takes no planning flag and no plan file beside it', async () => {
    const scene = await applied()
    const flag = await scene.run('apply', '--undo', scene.receipt, '--policy=sync')
    expect(flag.stderr).toContain('--policy cannot be used with a receipt, which already says what to do.')
    const file = await scene.run('apply', scene.receipt, '--undo', scene.receipt)
    expect(file.stderr).toContain('A plan file and --undo exclude each other. Nothing was changed.')
    expect([flag.exitCode, file.exitCode]).toEqual([1, 1])
    expectNoWriteSince(scene)
  })
})

describe('show RECEIPT', () => {
  it('prints what the run did, and on stderr what became of it', async () => {
    const scene = await applied()
    const {stdout, stderr, exitCode} = await scene.run('show', scene.receipt)
    expect(stdout).toContain('Plan: 1 to create, 1 to update, 1 to delete')
    expect(stderr).toMatch(
      /^Note: receipt sha256:[0-9a-f]{64}, made .*\nNote: hosts: 3 applied\nNote: changes: C\w+ in Z0EXAMPLE\n$/,
    )
    expect(exitCode).toBe(0)
  })
})

/** Expects no write after the run with the receipt. */
function expectNoWriteSince({route53}: Stage): void {
  expect(route53.calls.counts().ChangeResourceRecordSets ?? 0).toBe(0)
  expect(route53.acceptedChanges()).toEqual([])
}
