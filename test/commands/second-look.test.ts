import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, type StageOptions, shown, stage, ZONE_ID} from './stage.js'

/** One host to create, one to update, one to delete. */
const SCENE: StageOptions = {
  objects: [service('front', 'www.example.com'), service('shop', 'shop.example.com')],
  records: [...owned('shop.example.com', '192.0.2.9', 'prod', 'service/web/shop'), ...owned('gone.example.com')],
}
const SYNC = [AS_PROD, '--policy=sync']

/** Answers yes, after `meanwhile` has run. */
function asked(scene: Stage, meanwhile: () => void, ...argv: readonly string[]) {
  const [name = '', ...rest] = argv
  return scene.runWith({typed: 'yes\n', meanwhile}, name as 'apply', ...rest)
}

describe('changes while a question is waiting', () => {
  it.each<[string, (scene: Stage) => void, string]>([
    [
      'the host was transferred',
      ({route53}) => route53.putRecordSet(ZONE_ID, ownership('shop.example.com', 'prod-us1')),
      'TXT a-shop.example.com',
    ],
    [
      'the host was released',
      ({route53}) => route53.removeRecordSet(ZONE_ID, {Name: 'a-shop.example.com', Type: 'TXT'}),
      'TXT a-shop.example.com',
    ],
    [
      'the record was changed',
      ({route53}) => route53.putRecordSet(ZONE_ID, recordSet('shop.example.com', '192.0.2.77')),
      'A shop.example.com',
    ],
    [
      'the record was made by hand',
      ({route53}) => route53.putRecordSet(ZONE_ID, recordSet('www.example.com')),
      'A www.example.com',
    ],
  ])('%s meanwhile: 5, and nothing is written', async (_case, move, what) => {
    const scene = await stage(SCENE)
    const {stderr, exitCode} = await asked(scene, () => move(scene), 'apply', ...SYNC)
    expect(stderr).toContain('Error: cannot apply the plan that was approved\n  1 record set changed since: ')
    expect(stderr).toContain(`${what} in zone`)
    expect(stderr).toContain('Nothing was changed.\n  Fix: run the same command again: it makes a new plan\n')
    expect(exitCode).toBe(5)
    expectNoWrite(scene)
  })

  it('what the plan neither touches nor rests on may change', async () => {
    const scene = await stage(SCENE)
    const move = () => scene.route53.putRecordSet(ZONE_ID, recordSet('other.example.com'))
    const {stdout, exitCode} = await asked(scene, move, 'apply', ...SYNC, '--no-wait')
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(exitCode).toBe(0)
  })

  it('somebody applied the same meanwhile: what is left is done, or nothing', async () => {
    const scene = await stage(SCENE)
    const makeWww = () => {
      for (const set of owned('www.example.com', '192.0.2.10', 'prod', 'service/web/front')) {
        scene.route53.putRecordSet(ZONE_ID, set)
      }
    }
    const part = await asked(scene, makeWww, 'apply', ...SYNC, '--no-wait')
    expect(part.stdout).toContain('Applied 2 of 2 hosts.')
    expect(part.exitCode).toBe(0)
    scene.route53.removeRecordSet(ZONE_ID, {Name: 'www.example.com', Type: 'A'})
    scene.route53.removeRecordSet(ZONE_ID, {Name: 'a-www.example.com', Type: 'TXT'})
    scene.route53.mark()
    const all = await asked(scene, makeWww, 'apply', ...SYNC)
    expect(all.stdout).toMatch(/\nAlready applied: every host is as planned\.\n$/)
    expect(all.exitCode).toBe(0)
    expect(scene.route53.acceptedChanges()).toEqual([])
  })

  it.each<[string, readonly string[], (scene: Stage) => void]>([
    [
      'prune',
      ['prune', AS_PROD],
      ({route53}) => route53.removeRecordSet(ZONE_ID, {Name: 'a-gone.example.com', Type: 'TXT'}),
    ],
    [
      'owners transfer',
      ['owners transfer', AS_PROD, '--to=blue', 'gone.example.com'],
      ({route53}) => route53.putRecordSet(ZONE_ID, ownership('gone.example.com', 'green')),
    ],
    [
      'owners release',
      ['owners release', AS_PROD, 'gone.example.com'],
      ({route53}) => route53.putRecordSet(ZONE_ID, ownership('gone.example.com', 'green')),
    ],
  ])('%s looks again too', async (_command, argv, move) => {
    const scene = await stage(SCENE)
    const {stderr, exitCode} = await asked(scene, () => move(scene), ...argv)
    expect(stderr).toContain('1 record set changed since: TXT a-gone.example.com')
    expect(exitCode).toBe(5)
    expectNoWrite(scene)
  })

  it('owners adopt takes the record that was shown, and no other', async () => {
    const objects = [service('front', 'www.example.com')]
    const scene = await stage({objects, records: [recordSet('www.example.com')]})
    const move = () => scene.route53.putRecordSet(ZONE_ID, recordSet('www.example.com', '192.0.2.77'))
    const {stderr, exitCode} = await asked(scene, move, 'owners adopt', AS_PROD, 'www.example.com')
    expect(stderr).toContain('1 record set changed since: A www.example.com')
    expect(exitCode).toBe(5)
    expectNoWrite(scene)
  })

  it('an undo looks again too', async () => {
    const scene = await stage(SCENE)
    const receipt = join(scene.folder, 'receipt.json')
    await scene.run('apply', ...SYNC, '--yes', '--receipt', receipt)
    scene.route53.mark()
    const move = () => scene.route53.removeRecordSet(ZONE_ID, {Name: 'a-www.example.com', Type: 'TXT'})
    const {stderr, exitCode} = await asked(scene, move, 'apply', '--undo', receipt)
    expect(stderr).toContain('1 record set changed since: TXT a-www.example.com')
    expect(exitCode).toBe(5)
    expect(scene.route53.acceptedChanges()).toEqual([])
  })

  it('with --yes there is no further call, after a question one reading by name', async () => {
    const counts = async (run: (scene: Stage) => Promise<{readonly stderr: string; readonly exitCode: number}>) => {
      const scene = await stage(SCENE)
      const {stderr, exitCode} = await run(scene)
      expect({stderr: shown(stderr), exitCode}).toMatchObject({exitCode: 0})
      return scene.route53.calls.counts()
    }
    const planned = await counts((scene) => scene.run('plan', ...SYNC))
    const unasked = await counts((scene) => scene.run('apply', ...SYNC, '--yes'))
    const answered = await counts((scene) => asked(scene, () => {}, 'apply', ...SYNC, '--no-wait'))
    expect(unasked).toEqual({...planned, ChangeResourceRecordSets: 1})
    expect(answered).toEqual({...unasked, ListResourceRecordSets: (unasked.ListResourceRecordSets ?? 0) + 1})
  })
})
