import {describe, expect, it} from 'vitest'
import {ingress, recordSet, service} from './objects.js'
import {type Stage, stage, ZONE_ID} from './stage.js'

const text = (owner: string) =>
  `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=service/web/x"`
const txt = (name: string, owner: string) => recordSet(name, text(owner), {Type: 'TXT'})
const foreigners = [recordSet('hand.example.com'), recordSet('theirs.example.com'), txt('a-theirs.example.com', 'blue')]
const web = recordSet('web.example.com')
const objects = [service('web', 'web.example.com')]

/** The names without their trailing dot. */
function stored({route53}: Stage) {
  return route53.zone(ZONE_ID).records.map((set) => ({...set, Name: set.Name.replace(/\.$/, '')}))
}

async function runOn(
  records: readonly ReturnType<typeof recordSet>[],
  command: Parameters<Awaited<ReturnType<typeof stage>>['run']>[0],
  ...argv: string[]
) {
  const there = await stage({objects, records: [...foreigners, ...records]})
  const before = stored(there)
  const run = await there.run(command, '--yes', ...argv)
  const after = stored(there)
  for (const {Name} of foreigners) {
    const of = (sets: typeof before) => sets.filter((set) => set.Name === Name)
    expect(of(before)).toHaveLength(1)
    expect(of(after)).toEqual(of(before))
  }
  const owners = after.flatMap(({Name, ResourceRecords = []}) =>
    ResourceRecords.flatMap(
      ({Value}) =>
        /owner=(\w+)/
          .exec(Value)
          ?.slice(1)
          .map((owner) => `${Name} ${owner}`) ?? [],
    ),
  )
  return {...run, owners: owners.filter((each) => !each.endsWith(' blue')), after}
}

describe('ownership commands, in a zone with two owners and records of nobody', () => {
  it('owners adopt makes an equal record ours', async () => {
    const run = await runOn([web], 'owners adopt', 'web.example.com', '--txt-owner-id=prod')
    expect([run.exitCode, run.owners]).toEqual([0, ['a-web.example.com prod']])
  })

  it('owners adopt refuses a host of another owner, and one that nobody has', async () => {
    const foreign = await runOn(
      [web, txt('a-web.example.com', 'old')],
      'owners adopt',
      'web.example.com',
      '--txt-owner-id=prod',
    )
    expect([foreign.exitCode, foreign.owners]).toEqual([1, ['a-web.example.com old']])
    expect(foreign.stderr).toContain('it belongs to owner old')
    const nobody = await runOn([], 'owners adopt', 'none.example.com', '--txt-owner-id=prod')
    expect(nobody.exitCode).toBe(1)
    expect(nobody.stderr).toContain('no zone that was read holds a record of that name')
  })

  it('owners migrate swaps the owner of what this cluster wants, and of nothing else', async () => {
    const records = [
      web,
      txt('a-web.example.com', 'old'),
      recordSet('far.example.com'),
      txt('a-far.example.com', 'old'),
    ]
    const run = await runOn(records, 'owners migrate', '--from=old', '--to=prod')
    expect([run.exitCode, run.owners]).toEqual([0, ['a-far.example.com old', 'a-web.example.com prod']])
  })

  it('owners migrate says when the former owner holds nothing', async () => {
    const run = await runOn([web], 'owners migrate', '--from=bleu', '--to=prod')
    expect([run.exitCode, run.stderr]).toEqual([
      0,
      expect.stringContaining('Warning: owner bleu holds nothing in the zones'),
    ])
    const other = await runOn([web], 'owners migrate', '--from=blue', '--to=prod')
    expect(other.stderr).not.toContain('holds nothing')
  })

  it('owners migrate takes neither an empty id nor the same one', async () => {
    expect((await runOn([], 'owners migrate', '--from=', '--to=prod')).stderr).toContain('--from is empty')
    expect((await runOn([], 'owners migrate', '--from=a', '--to=a')).stderr).toContain('--from and --to are both "a"')
  })

  it('owners release leaves the record', async () => {
    const run = await runOn(
      [web, txt('a-web.example.com', 'prod')],
      'owners release',
      'web.example.com',
      '--txt-owner-id=prod',
    )
    expect([run.exitCode, run.owners]).toEqual([0, []])
    expect(run.after.some(({Name, Type}) => Name === 'web.example.com' && Type === 'A')).toBe(true)
  })

  it('owners release tells who loses the host, also where its TXT keeps another value', async () => {
    const ours = txt('a-web.example.com', 'prod')
    const shared = {...ours, ResourceRecords: [...(ours.ResourceRecords ?? []), {Value: '"of somebody else"'}]}
    const run = await runOn([web, shared], 'owners release', '--all', '--txt-owner-id=prod')
    expect([run.exitCode, run.owners]).toEqual([0, []])
    expect(run.stdout).toContain('owner    prod → none  (TXT a-web)')
  })

  it('owners transfer names the other owner', async () => {
    const run = await runOn(
      [web, txt('a-web.example.com', 'prod')],
      'owners transfer',
      '--all',
      '--txt-owner-id=prod',
      '--to=green',
    )
    expect([run.exitCode, run.owners]).toEqual([0, ['a-web.example.com green']])
    expect(run.stdout).toContain('owner    prod → green  (TXT a-web)')
  })

  it('owners transfer names it too where the text that it writes is encrypted', async () => {
    const key = ['--txt-encrypt-enabled', `--txt-encrypt-aes-key=${'k'.repeat(32)}`]
    const records = [web, txt('a-web.example.com', 'prod')]
    const run = await runOn(records, 'owners transfer', '--all', '--txt-owner-id=prod', '--to=green', ...key)
    expect([run.exitCode, run.owners]).toEqual([0, []])
    expect(run.stdout).toContain('owner    prod → green  (TXT a-web)')
  })

  describe.each([
    ['owners release', []],
    ['owners transfer', ['--to=green']],
  ] as const)('%s', (command, more) => {
    const records = [web, txt('a-web.example.com', 'prod')]
    const owned = ['a-web.example.com prod']
    const flags = ['--txt-owner-id=prod', ...more]

    it.each([
      ['without a host', [], '--all'],
      ['without a host, in a dry run', ['--dry-run'], '--all'],
      ['with an empty host', [''], 'A host is empty'],
      ['with an empty host beside --all', ['--all', ''], 'A host is empty'],
      ['with an empty host beside another', ['web.example.com', ' '], 'A host is empty'],
      ['with --all beside a host', ['--all', 'web.example.com'], '--all is given together with hosts'],
      ['with --all beside --only', ['--all', '--only=web.example.com'], '--all is given together with hosts'],
    ])('%s gives up nothing', async (_, argv, phrase) => {
      const run = await runOn(records, command, ...argv, ...flags)
      expect([run.exitCode, run.owners]).toEqual([1, owned])
      expect(run.stderr).toContain(phrase)
    })

    it('gives up everything with --all, and what --only names without it', async () => {
      expect(await runOn(records, command, '--all', ...flags)).toMatchObject({exitCode: 0})
      const named = await runOn(records, command, '--only=web.example.com', ...flags)
      expect(named.exitCode).toBe(0)
      expect(named.owners).not.toEqual(owned)
    })
  })

  it.each(['owners adopt', 'owners repair'] as const)('%s takes no empty host', async (command) => {
    const run = await runOn([web], command, '', '--txt-owner-id=prod')
    expect([run.exitCode, run.owners]).toEqual([1, []])
    expect(run.stderr).toContain('A host is empty')
  })

  it('owners repair moves texts from a former prefix, in two batches', async () => {
    const run = await runOn(
      [web, txt('own-a-web.example.com', 'prod')],
      'owners repair',
      '--txt-owner-id=prod',
      '--from-prefix=own-',
    )
    expect([run.exitCode, run.owners]).toEqual([0, ['a-web.example.com prod']])
    expect(run.stderr.match(/accepted/g)).toHaveLength(2)
  })
})

describe('what a plan proposes with owners adopt', () => {
  const lb = 'lb-1.eu-west-1.elb.amazonaws.com'
  const AliasTarget = {HostedZoneId: 'Z32O12XQLNTSW2', DNSName: `${lb}.`, EvaluateTargetHealth: true}
  const aliased = (Name: string): ReturnType<typeof recordSet> => ({Name, Type: 'A', AliasTarget})
  const api = recordSet('api.example.com')
  const MANAGED = ['A', 'AAAA', 'CNAME', 'MX'].map((type) => `--managed-record-types=${type}`)

  it.each([
    [
      'an A alias without its AAAA twin',
      [aliased('web.example.com')],
      [ingress('web', 'web.example.com', {hostnames: [lb]})],
    ],
    ['another value', [recordSet('web.example.com', '192.0.2.99')], objects],
    ['a CNAME where an A is wanted', [recordSet('web.example.com', 'x.example.net', {Type: 'CNAME'})], objects],
    ['a wildcard', [recordSet('*.example.com', '192.0.2.99')], [service('all', '*.example.com')]],
    ['the apex', [recordSet('example.com', '192.0.2.99')], [service('apex', 'example.com')]],
  ])('is carried out beside another host, and apply then leaves nothing to propose: %s', async (_, records, wanted) => {
    const there = await stage({objects: [...wanted, service('api', 'api.example.com')], records: [...records, api]})
    const flags = ['--txt-owner-id=prod', ...MANAGED]
    const proposed = async () => {
      const {stdout} = await there.run('plan', '--json', ...flags)
      const fixes = JSON.parse(stdout).blocked.map(({fix}: {fix: string | null}) => fix)
      // Unquoted as a shell would: a wildcard is quoted, so that it does not match files.
      return [...new Set<string>(fixes)].map((fix) => fix.replace('owners adopt ', '').replace(/^'(.*)'$/, '$1'))
    }
    const hosts = await proposed()
    expect(hosts).toHaveLength(2)
    const adopted = await there.run('owners adopt', '--yes', ...hosts, ...flags)
    expect([adopted.exitCode, adopted.stdout]).toEqual([0, expect.stringContaining('Applied 2 of 2 hosts.')])
    expect(await proposed()).toEqual([])
    expect((await there.run('apply', '--yes', ...flags)).exitCode).toBe(0)
    const last = await there.run('plan', '--detailed-exitcode', ...flags)
    expect([last.exitCode, last.stdout]).toEqual([0, expect.stringContaining('2 hosts are as they should be.')])
  })

  it('is nothing where a hand-made TXT has the place of the text, which nobody is told to delete', async () => {
    const there = await stage({objects, records: [web, recordSet('a-web.example.com', '"v=spf1 -all"', {Type: 'TXT'})]})
    for (const command of ['plan', 'explain web.example.com', 'owners adopt web.example.com']) {
      const name = command.split(' web')[0] as 'plan' | 'explain' | 'owners adopt'
      const run = await there.run(
        name,
        ...command
          .slice(name.length + 1)
          .split(' ')
          .filter(Boolean),
        '--txt-owner-id=prod',
      )
      const phrase = (run.stdout + run.stderr).replace(/\s+/g, ' ')
      expect(phrase).toContain('choose a --txt-prefix under which there are no records')
      expect(phrase).not.toMatch(/(delete|remove) (that|the)|owners adopt web.example.com/)
    }
  })
})

describe('a record whose owner wrote the text under another prefix', () => {
  const records = [web, txt('a-web.example.com', 'blue')]
  const flags = ['--txt-prefix=x-', '--txt-owner-id=prod']

  it('is not adopted', async () => {
    const there = await stage({objects, records})
    const before = stored(there)
    const {exitCode, stderr} = await there.run('owners adopt', '--yes', 'web.example.com', ...flags)
    expect(stderr).toContain('TXT a-web.example.com says owner blue, under a prefix other than ours')
    expect(stderr).toContain('run with the prefix of that TXT; if owner blue is gone, with it too: owners release')
    expect(exitCode).toBe(1)
    expect(stored(there)).toEqual(before)
  })

  it.each([
    ['the text of another host', txt('a-myweb.example.com', 'blue')],
    ['our own text', txt('ext-a-web.example.com', 'prod')],
  ])('%s is nothing against it', async (_, other) => {
    const there = await stage({objects, records: [web, other]})
    const {exitCode} = await there.run('owners adopt', '--yes', 'web.example.com', '--txt-owner-id=prod')
    expect(exitCode).toBe(0)
  })
})

describe('a run of which no zone is selected', () => {
  it('says that nothing can be done, and with which flags to look', async () => {
    const there = await stage({objects})
    const {exitCode, stdout} = await there.run('plan', '--zone-id-filter=ZNOPE', '--txt-owner-id=prod')
    expect([exitCode, stdout.replace(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringContaining(
        'the one zone is not selected by the filters, so nothing can be done: see --zone-id-filter',
      ),
    ])
  })
})
