import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it, vi} from 'vitest'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, eventsOf, expectNoWrite, type Stage, type StageOptions, shown, stage, ZONE_ID} from './stage.js'

const SCENE: StageOptions = {
  objects: [service('front', 'www.example.com'), service('shop', 'shop.example.com')],
  records: [...owned('shop.example.com', '192.0.2.9', 'prod', 'service/web/shop'), ...owned('gone.example.com')],
}
const PLANNING = [AS_PROD, '--policy=sync']

interface Saved extends Stage {
  readonly file: string
  readonly digest: string
  /** The output of `plan`. */
  readonly screen: string
}

/** A stage with a saved plan of one create, one update and one delete. Calls so far are not counted. */
async function saved(options: StageOptions = SCENE, ...argv: readonly string[]): Promise<Saved> {
  const scene = await stage(options)
  const file = join(scene.folder, 'plan.json')
  const {stdout, stderr, exitCode} = await scene.run('plan', ...PLANNING, '--out', file, ...argv)
  expect(exitCode).toBe(0)
  const digest = /\((sha256:[0-9a-f]{64})\)/.exec(stderr)?.[1] ?? ''
  scene.cluster.calls.clear()
  scene.route53.calls.clear()
  return {...scene, file, digest, screen: stdout}
}

const NOTE = (digest: string) => new RegExp(`^Note: plan ${digest}, made 20[-0-9T:.]+Z by version \\d+\\.\\d+\\.\\d+\n`)

describe('plan --out', () => {
  it('writes a file for its owner only, and says how to apply exactly that', async () => {
    const {file, digest, folder} = await saved()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({kind: 'saved-plan', formatVersion: 2, digest})
    expect(readdirSync(folder).sort()).toEqual(['kubeconfig', 'plan.json'])
  })

  it('the same inputs give the same bytes, but for when and by whom', async () => {
    const scene = await saved()
    const other = join(scene.folder, 'other.json')
    await scene.run('plan', ...PLANNING, '--out', other)
    const [a, b] = [scene.file, other].map((file) =>
      readFileSync(file, 'utf8').replace(/"(createdAt|seal)": ".*"/g, ''),
    )
    expect(b).toBe(a)
  })

  it('saves a plan over the limit too', async () => {
    const {file} = await saved(SCENE, '--max-deletes=0')
    expect(readFileSync(file, 'utf8')).toContain('"--max-deletes=1"')
  })

  it('holds no secret of the environment', async () => {
    const {file} = await saved()
    expect(readFileSync(file, 'utf8')).not.toContain('emulator')
  })

  it.each([
    ['a folder that is not there', 'nowhere/plan.json', 'There is no such file or folder.'],
    ['a folder', '.', 'It exists, but is not a file.'],
  ])('%s: nothing is left behind', async (_case, path, happened) => {
    const scene = await stage(SCENE)
    const {stderr, exitCode} = await scene.run('plan', ...PLANNING, '--out', join(scene.folder, path))
    expect(shown(stderr)).toBe(`Error: cannot save the plan to ${join(scene.folder, path)}
  ${happened} Nothing was changed.
  Fix: choose another path
`)
    expect(exitCode).toBe(1)
    expect(readdirSync(scene.folder)).toEqual(['kubeconfig'])
  })
})

describe('show', () => {
  it('prints what plan printed, and on stderr the digest and the origin', async () => {
    const scene = await saved()
    const {stdout, stderr, exitCode} = await scene.run('show', scene.file)
    expect(stdout).toBe(scene.screen)
    expect(stderr).toMatch(NOTE(scene.digest))
    expect(exitCode).toBe(0)
    expect(scene.route53.calls.total() + scene.cluster.calls.total()).toBe(0)
  })

  it('has the JSON of plan too', async () => {
    const scene = await saved()
    const plan = await scene.run('plan', ...PLANNING, '--json')
    expect((await scene.run('show', scene.file, '--json')).stdout).toBe(plan.stdout)
  })
})

describe('apply PLANFILE', () => {
  it('does exactly that, without a cluster, a question or a terminal', async () => {
    const scene = await saved()
    const environment = scene.with({KUBECONFIG: '/nowhere'})
    const {stdout, stderr, exitCode} = await scene.runWith({environment}, 'apply', scene.file)
    expect(stdout).toBe(`${scene.screen}Applied 3 of 3 hosts.\n`)
    expect(stderr).toMatch(NOTE(scene.digest))
    expect(exitCode).toBe(0)
    expect(scene.names()).toEqual([
      ['TXT', 'a-shop.example.com.'],
      ['TXT', 'a-www.example.com.'],
      ['A', 'shop.example.com.'],
      ['A', 'www.example.com.'],
    ])
    expect(scene.cluster.calls.total()).toBe(0)
  })

  it('reads one listing of zones and the names that it touches', async () => {
    const scene = await saved()
    await scene.run('apply', scene.file)
    const {ListHostedZones, ChangeResourceRecordSets, ListResourceRecordSets} = scene.route53.calls.counts()
    expect({ListHostedZones, ChangeResourceRecordSets}).toEqual({ListHostedZones: 1, ChangeResourceRecordSets: 1})
    expect(ListResourceRecordSets).toBeLessThanOrEqual(1)
  })

  it('a second time it is found done', async () => {
    const scene = await saved()
    await scene.run('apply', scene.file)
    scene.route53.mark()
    const {stdout, exitCode} = await scene.run('apply', scene.file)
    expect(stdout).toBe('Already applied: every host is as planned.\n')
    expect(exitCode).toBe(0)
    expect(scene.route53.acceptedChanges()).toEqual([])
    const json = await scene.run('apply', scene.file, '--json')
    expect(eventsOf(json.stdout)).toEqual([
      {
        formatVersion: 1,
        kind: 'summary',
        applied: 0,
        partly: 0,
        failed: 0,
        total: 0,
        blocked: 0,
        problems: 0,
        exitCode: 0,
      },
    ])
  })

  it('hosts that are as planned are skipped, the rest is done', async () => {
    const scene = await saved()
    await scene.run('apply', '--yes', AS_PROD, '--only=www.example.com')
    scene.route53.mark()
    const {stdout, stderr, exitCode} = await scene.run('apply', scene.file)
    expect(stdout).toContain('Applied 2 of 2 hosts.')
    expect(stderr).toContain('Note: 1 host already as planned, left alone\n')
    expect(exitCode).toBe(0)
    expect(scene.route53.acceptedChanges().filter(([, , name]) => name?.includes('www'))).toEqual([])
  })

  it('tells programs as apply does', async () => {
    const scene = await saved()
    const {stdout} = await scene.run('apply', scene.file, '--json')
    expect(eventsOf(stdout).map(({kind}) => kind)).toEqual([
      'planned',
      'planned',
      'planned',
      'batch-started',
      'batch-accepted',
      'summary',
    ])
  })

  it('--dry-run shows it and writes nothing', async () => {
    const scene = await saved()
    const {stdout, exitCode} = await scene.run('apply', scene.file, '--dry-run')
    expect(stdout).toBe(scene.screen)
    expect(exitCode).toBe(0)
    expectNoWrite(scene)
  })

  it('variables for planning are ignored, even invalid ones', async () => {
    const scene = await saved()
    const environment = scene.with({EXTERNAL_DNS_POLICY: 'nonsense', EXTERNAL_DNS_TXT_OWNER_ID: 'prod-us1'})
    const {stdout, exitCode} = await scene.runWith({environment}, 'apply', scene.file)
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(exitCode).toBe(0)
  })

  it('settings for planning in a config file are ignored, others apply', async () => {
    const scene = await saved()
    const config = join(scene.folder, 'settings.yaml')
    writeFileSync(config, 'policy: create-only\nsource: [pod]\nmax-deletes: 0\n')
    const refused = await scene.run('apply', scene.file, `--config=${config}`)
    expect(refused.stderr).toContain('more than the limit of 0 hosts')
    expect(refused.exitCode).toBe(3)
    writeFileSync(config, 'policy: create-only\nsource: [pod]\n')
    const {stdout, exitCode} = await scene.run('apply', scene.file, `--config=${config}`)
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(exitCode).toBe(0)
  })

  it('variables that say how to reach AWS count', async () => {
    const scene = await saved()
    const environment = scene.with({EXTERNAL_DNS_AWS_API_RETRIES: 'many'})
    const {stderr, exitCode} = await scene.runWith({environment}, 'apply', scene.file)
    expect(stderr).toContain('--aws-api-retries is "many", which is not a whole number.')
    expect(exitCode).toBe(1)
  })

  it.each([
    ['--txt-owner-id=prod'],
    ['--policy=sync'],
    ['--only=www.example.com'],
    ['--zone-id-filter=Z1'],
    ['--manifests=x'],
  ])('%s does not go with it', async (flag) => {
    const scene = await saved()
    const {stderr, exitCode} = await scene.run('apply', scene.file, flag)
    const name = flag.split('=')[0]
    expect(stderr).toContain(
      `${name} cannot be used with a plan file, which already says what to do. Nothing was changed.\n  Fix: drop ${name}, or make a new plan with it\n`,
    )
    expect(exitCode).toBe(1)
    expect(scene.route53.calls.total()).toBe(0)
  })
})

describe('apply PLANFILE after the zones changed', () => {
  const STALE: readonly (readonly [string, (scene: Saved) => void, string])[] = [
    [
      'somebody changed a record',
      ({route53}) => route53.putRecordSet(ZONE_ID, recordSet('shop.example.com', '192.0.2.77')),
      'A shop.example.com in zone example.com (Z0EXAMPLE) was 192.0.2.9, ttl 300, is 192.0.2.77, ttl 300.',
    ],
    [
      'somebody deleted it',
      ({route53}) => route53.removeRecordSet(ZONE_ID, {Name: 'shop.example.com', Type: 'A'}),
      'A shop.example.com in zone example.com (Z0EXAMPLE) was 192.0.2.9, ttl 300, is none.',
    ],
    [
      'somebody made the record that is to be made',
      ({route53}) => route53.putRecordSet(ZONE_ID, recordSet('www.example.com', '192.0.2.77')),
      'A www.example.com in zone example.com (Z0EXAMPLE) was none, is 192.0.2.77, ttl 300.',
    ],
    [
      'another owner took a host over whose TXT stays as it is',
      ({route53}) => route53.putRecordSet(ZONE_ID, ownership('shop.example.com', 'prod-us1')),
      'TXT a-shop.example.com in zone example.com (Z0EXAMPLE, for host shop.example.com) was other, is "heritage=external-dns,external-dns/owner=prod-us1,external-dns/resource=service/web/gone", ttl 300.',
    ],
    [
      'a CNAME came where an A is to be',
      ({route53}) => route53.putRecordSet(ZONE_ID, recordSet('www.example.com', 'x.example.net', {Type: 'CNAME'})),
      'CNAME www.example.com in zone example.com (Z0EXAMPLE) was none, is x.example.net, ttl 300.',
    ],
  ]

  it.each(STALE)('%s: 5, and nothing is written', async (_case, move, happened) => {
    const scene = await saved()
    move(scene)
    const {stdout, stderr, exitCode} = await scene.run('apply', scene.file)
    expect(shown(stderr).replace(NOTE(scene.digest), '')).toBe(`Error: cannot apply ${scene.file}
  1 record set changed since: ${happened} Nothing was changed.
  Fix: make a new plan: plan --out FILE
`)
    expect(stdout).toBe('')
    expect(exitCode).toBe(5)
    expectNoWrite(scene)
  })

  it('the host was released, and another cluster with another prefix has it: its record stays', async () => {
    const scene = await saved()
    const released = await scene.run('owners release', 'gone.example.com', AS_PROD, '--yes')
    expect(released.exitCode).toBe(0)
    scene.route53.putRecordSet(ZONE_ID, {...ownership('gone.example.com', 'blue'), Name: 'blue-a-gone.example.com'})
    scene.route53.mark()
    const {stderr, exitCode} = await scene.run('apply', scene.file)
    expect(stderr).toContain('1 record set changed since: TXT a-gone.example.com')
    expect(stderr).toContain(', is none. Nothing was changed.')
    expect(exitCode).toBe(5)
    expect(scene.route53.acceptedChanges()).toEqual([])
  })

  it('somebody made by hand exactly what is to be made: it is not taken over', async () => {
    const scene = await saved()
    scene.route53.putRecordSet(ZONE_ID, recordSet('www.example.com'))
    const {stderr, exitCode} = await scene.run('apply', scene.file)
    expect(stderr).toContain('A www.example.com in zone example.com (Z0EXAMPLE) was none, is 192.0.2.10, ttl 300.')
    expect(exitCode).toBe(5)
    expectNoWrite(scene)
  })

  it('applied, and rolled back in part: 5, not a half-applied file', async () => {
    const scene = await saved()
    await scene.run('apply', scene.file)
    scene.route53.removeRecordSet(ZONE_ID, {Name: 'www.example.com', Type: 'A'})
    scene.route53.mark()
    const {stderr, exitCode} = await scene.run('apply', scene.file)
    expect(stderr).toContain('TXT a-www.example.com in zone example.com (Z0EXAMPLE, for host www.example.com) was none')
    expect(exitCode).toBe(5)
    expect(scene.route53.acceptedChanges()).toEqual([])
  })

  it('what the plan does not touch may change', async () => {
    const scene = await saved()
    scene.route53.putRecordSet(ZONE_ID, recordSet('other.example.com'))
    scene.route53.putRecordSet(ZONE_ID, recordSet('www.example.com', '10 mail.example.net', {Type: 'MX'}))
    expect((await scene.run('apply', scene.file)).exitCode).toBe(0)
  })

  it('many moved: ten are named, the rest is counted', async () => {
    const hosts = Array.from({length: 12}, (_each, index) => service(`s${index}`, `h${index}.example.com`))
    const scene = await saved({objects: hosts})
    for (const [index] of hosts.entries()) {
      scene.route53.putRecordSet(ZONE_ID, recordSet(`h${index}.example.com`, '192.0.2.77'))
    }
    const {stderr, exitCode} = await scene.run('apply', scene.file, '--json')
    expect(stderr).toContain('12 record sets changed since: ')
    expect(stderr).toContain('And 2 more.')
    expect(exitCode).toBe(5)
  })
})

describe('--plan-max-age', () => {
  const HOUR = 3_600_000
  /** Moves the clock for later runs. */
  const later = (ms: number) => {
    const now = Date.now()
    vi.spyOn(Date, 'now').mockReturnValue(now + ms)
  }

  it('a plan lives for a day: after that it is refused, and show says until when', async () => {
    const scene = await saved()
    later(23 * HOUR)
    expect((await scene.run('apply', scene.file, '--dry-run')).exitCode).toBe(0)
    expect((await scene.run('show', scene.file)).stderr).toMatch(/\nNote: apply accepts it until 20[-0-9T:.]+Z\n$/)
    later(2 * HOUR)
    scene.route53.calls.clear()
    const {stdout, stderr, exitCode} = await scene.run('apply', scene.file)
    expect(stderr).toMatch(
      /^Error: cannot apply .*plan\.json\n {2}It is too old: it was made at 20\S+Z and could be applied until 20\S+Z\. Nothing was changed\.\n {2}Fix: make a new plan: plan --out FILE\n$/,
    )
    expect(stdout).toBe('')
    expect(exitCode).toBe(5)
    expect(scene.route53.calls.total()).toBe(0)
    expect((await scene.run('show', scene.file)).exitCode).toBe(0)
  })

  it.each([
    ['90m', 2 * HOUR, 5],
    ['90m', HOUR, 0],
    ['0s', 10_000 * HOUR, 0],
  ])('%s, applied %d ms later: %d', async (age, ms, code) => {
    const scene = await saved(SCENE, `--plan-max-age=${age}`)
    later(ms)
    expect((await scene.run('apply', scene.file)).exitCode).toBe(code)
  })

  it('is no part of the digest', async () => {
    const scene = await saved()
    const {stderr} = await scene.run('plan', ...PLANNING, '--out', scene.file, '--plan-max-age=1h')
    expect(stderr).toContain(scene.digest)
  })

  it('clocks may differ a little; a file from the future is refused', async () => {
    const scene = await saved()
    later(-2 * 60_000)
    expect((await scene.run('apply', scene.file, '--dry-run')).exitCode).toBe(0)
    later(-HOUR)
    const {stderr, exitCode} = await scene.run('apply', scene.file)
    expect(stderr).toContain('which is in the future by the clock of this machine')
    expect(exitCode).toBe(5)
    expectNoWrite(scene)
  })

  it.each([
    [['--plan-max-age=1h'], '--plan-max-age is set without --out: it is for a saved plan.'],
    [['--plan-max-age=-1h', '--out=plan.json'], '--plan-max-age is negative.'],
    [['--plan-max-age=soon', '--out=plan.json'], '"soon" is not a duration'],
  ])('%j is a mistake', async (flags, phrase) => {
    const scene = await stage(SCENE)
    const {stderr, exitCode} = await scene.run('plan', ...PLANNING, ...flags)
    expect(stderr).toContain(phrase)
    expect(exitCode).toBe(1)
    expect(scene.route53.calls.total()).toBe(0)
  })
})

describe('the limit on deletes', () => {
  const UNWANTED: StageOptions = {
    records: Array.from({length: 12}, (_each, index) => owned(`h${index}.example.com`)).flat(),
  }

  it('holds for a saved plan, whatever it was planned with', async () => {
    const scene = await saved(UNWANTED, '--max-deletes=12')
    const {stdout, stderr, exitCode} = await scene.run('apply', scene.file, '--yes')
    expect(stdout).toContain('would be deleted')
    expect(stderr).toContain('It would delete 12 of 12 hosts, more than the limit of 10 hosts and 10 %.')
    expect(stderr).toContain('pass --max-deletes=12')
    expect(exitCode).toBe(3)
    expectNoWrite(scene)
  })

  it('is lifted as for any other apply', async () => {
    const scene = await saved(UNWANTED)
    const {exitCode} = await scene.run('apply', scene.file, '--max-deletes=12')
    expect(exitCode).toBe(0)
    expect(scene.names()).toEqual([])
    expect((await scene.run('apply', scene.file)).exitCode).toBe(0)
  })
})

describe('a file that is not the one that was approved', () => {
  async function applyText(change: (text: string) => string, ...argv: readonly string[]) {
    const scene = await saved()
    writeFileSync(scene.file, change(readFileSync(scene.file, 'utf8')))
    const run = await scene.run('apply', scene.file, ...argv)
    expect(run.exitCode).toBe(1)
    expect(run.stdout).toBe('')
    expect(scene.route53.calls.total()).toBe(0)
    expect((await scene.run('show', scene.file)).exitCode).toBe(1)
    return run.stderr
  }

  it.each<[string, (text: string) => string, string]>([
    ['truncated', (text) => text.slice(0, 500), 'It is not a saved plan, or it is incomplete: it is not valid JSON.'],
    ['empty', () => '', 'It is not a saved plan, or it is incomplete: it is not valid JSON.'],
    ['foreign', () => '{"apiVersion": "v1"}', 'It is not a saved plan of this program.'],
    [
      'the JSON of plan --json',
      () => '{"formatVersion": 1, "kind": "plan"}',
      'It is not a saved plan: it is the JSON of plan --json, which is for reading.',
    ],
    [
      'edited',
      (text) => text.replace('192.0.2.10', '192.0.2.66'),
      'It was edited or is damaged: its contents do not match its digest.',
    ],
    [
      'of a newer version',
      (text) => text.replace('"formatVersion": 2', '"formatVersion": 3'),
      'It was made by a newer version: its format is 3, this program reads 2.',
    ],
    [
      'of an older version',
      () => readFileSync('test/saved/version-1/plan.json', 'utf8'),
      'It was made by an older version: its format is 1, this program reads 2.',
    ],
    [
      'given a longer life',
      (text) => text.replace('"maxAge": "86400s"', '"maxAge": "864000s"'),
      'It was edited or is damaged: when and by whom it was made does not match its seal.',
    ],
    [
      'said to be younger',
      (text) => text.replace(/"createdAt": "20\d\d/, '"createdAt": "2999'),
      'It was edited or is damaged: when and by whom it was made does not match its seal.',
    ],
    [
      'with a key of its own',
      (text) => text.replace('"digest"', '"note": "", "digest"'),
      'It was edited: note is not known.',
    ],
  ])('%s', async (_case, change, happened) => {
    expect(await applyText(change)).toMatch(
      new RegExp(
        `^Error: cannot apply .*plan\\.json\n  ${happened.replaceAll('.', '\\.')} Nothing was changed\\.\n  Fix: make a new plan: plan --out FILE\n$`,
      ),
    )
  })

  it('another plan than the digest says', async () => {
    const scene = await saved()
    const other = `sha256:${'0'.repeat(64)}`
    const {stderr, exitCode} = await scene.run('apply', scene.file, '--expect-digest', other)
    expect(stderr).toBe(`Error: cannot apply ${scene.file}
  This is not the expected plan: its digest is ${scene.digest}, not ${other}. Nothing was changed.
  Fix: look at it with show, and pass its digest if it is the right plan
`)
    expect(exitCode).toBe(1)
    expect((await scene.run('apply', scene.file, '--expect-digest', scene.digest)).exitCode).toBe(0)
  })

  it('--expect-digest without a file is a mistake', async () => {
    const scene = await stage(SCENE)
    const {stderr, exitCode} = await scene.run('apply', '--yes', '--expect-digest=sha256:1')
    expect(stderr).toContain('--expect-digest is set without a plan file. Nothing was changed.')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  it.each([
    ['apply', 'plan'],
    ['show', 'file'],
  ] as const)('%s a file that is not there', async (command, what) => {
    const scene = await stage()
    const {stderr, exitCode} = await scene.run(command, '/nowhere/plan.json')
    expect(stderr).toBe(`Error: cannot read the ${what} in /nowhere/plan.json
  There is no such file or folder. Nothing was changed.
  Fix: check the path
`)
    expect(exitCode).toBe(1)
  })

  it('made for zones of another account', async () => {
    const {file} = await saved()
    const other = await stage({route53: {zones: [{name: 'example.com', id: 'ZOTHER'}]}})
    const {stderr, exitCode} = await other.run('apply', file)
    expect(stderr).toContain(`Error: cannot apply ${file}
  It changes zones that this account does not show: example.com (Z0EXAMPLE). Nothing was changed.
  Fix: sign in to the account of these zones: --aws-profile, --aws-assume-role or --aws-zone-role
`)
    expect(exitCode).toBe(1)
    expectNoWrite(other)
  })
})
