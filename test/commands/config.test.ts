import {chmodSync, chownSync, lchownSync, mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {owned, service} from './objects.js'
import {COMMANDS, type CommandName, ROOT} from './run-command.js'
import {AS_PROD, expectNoWrite, type Stage, stage} from './stage.js'

const HOME_FILE = '.config/external-dns-ts/config.yaml'

/** A stage whose folder is both the working folder and HOME. */
async function project(files: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const scene = await stage({objects: [service('front', 'www.example.com')], records: owned('gone.example.com')})
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(scene.folder, name, '..'), {recursive: true})
    writeFileSync(join(scene.folder, name), text)
  }
  process.chdir(scene.folder)
  return scene
}

function settingsOf(stdout: string): Readonly<Record<string, readonly [value: unknown, origin: string]>> {
  const {settings} = JSON.parse(stdout) as {
    settings: readonly {name: string; value: unknown; origin: string; variable: string | null; line: number | null}[]
  }
  return Object.fromEntries(
    settings.map(({name, value, origin, variable, line}) => [
      name,
      [value, `${origin}${variable === null ? '' : ` ${variable}`}${line === null ? '' : ` ${line}`}`],
    ]),
  )
}

function valuesOf(stdout: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(settingsOf(stdout)).map(([name, [value]]) => [name, value]))
}

afterEach(() => process.chdir(ROOT))

describe('the config file', () => {
  it('is found in the working folder, and every run says what it takes from it', async () => {
    const scene = await project({'external-dns-ts.yaml': 'domain-filter: [example.net]\nverbose: true\n'})
    const {stdout, stderr, exitCode} = await scene.run('plan', AS_PROD)
    expect(stdout).toContain('No changes.')
    expect(stderr).toMatch(/^Note: config file external-dns-ts\.yaml sets domain-filter, verbose\n/)
    expect(exitCode).toBe(0)
  })

  it('comes after the command line and the environment', async () => {
    const scene = await project({'c.yaml': 'txt-owner-id: a\npolicy: sync\nsource: [node]\n'})
    const environment = scene.with({
      EXTERNAL_DNS_CONFIG: 'c.yaml',
      EXTERNAL_DNS_POLICY: 'create-only',
      EXTERNAL_DNS_SOURCE: 'service\ningress',
    })
    const {stdout} = await scene.runWith({environment}, 'plan', '--source=pod', '--show-config', '--json')
    expect(settingsOf(stdout)).toMatchObject({
      source: [['pod'], 'flag'],
      policy: ['create-only', 'environment EXTERNAL_DNS_POLICY'],
      'txt-owner-id': ['a', 'config-file 1'],
      registry: ['txt', 'default'],
      'aws-evaluate-target-health': [true, 'default'],
    })
    const {stderr} = await scene.runWith({environment}, 'plan', '--source=service', '--txt-owner-id=b')
    expect(stderr).toMatch(/^Note: config file c\.yaml: no setting of it is used, because /)
  })

  it('is the user’s own where the working folder has none', async () => {
    const scene = await project({'.config/external-dns-ts/config.yaml': 'txt-owner-id: mine\nmax-deletes: 3\n'})
    const asked = await scene.run('plan', '--show-config', '--json')
    expect(settingsOf(asked.stdout)).toMatchObject({
      'txt-owner-id': ['mine', 'config-file 1'],
      'max-deletes': ['3', 'config-file 2'],
    })
    mkdirSync(join(scene.folder, 'xdg/external-dns-ts'), {recursive: true})
    writeFileSync(join(scene.folder, 'xdg/external-dns-ts/config.yaml'), 'txt-owner-id: other\n')
    const environment = scene.with({XDG_CONFIG_HOME: join(scene.folder, 'xdg')})
    const moved = await scene.runWith({environment}, 'plan', '--show-config', '--json')
    expect(settingsOf(moved.stdout)['txt-owner-id']).toEqual(['other', 'config-file 1'])
    const relative = await scene.runWith({environment: scene.with({XDG_CONFIG_HOME: 'xdg'})}, 'plan', '--show-config')
    expect(relative.stdout).toContain('mine')
  })

  it('is one file: the named one, else that of the working folder, else the user’s', async () => {
    const scene = await project({
      'external-dns-ts.yaml': 'zone-id-filter: [Z1]\n',
      '.config/external-dns-ts/config.yaml': 'policy: sync\n',
      'ci/prod.yaml': 'max-deletes: 5\n',
    })
    const found = settingsOf((await scene.run('plan', '--show-config', '--json')).stdout)
    expect(found).toMatchObject({'zone-id-filter': [['Z1'], 'config-file 1'], policy: ['upsert-only', 'default']})
    const named = settingsOf((await scene.run('plan', '--config=ci/prod.yaml', '--show-config', '--json')).stdout)
    expect(named).toMatchObject({'zone-id-filter': [[], 'default'], 'max-deletes': ['5', 'config-file 1']})
    const environment = scene.with({EXTERNAL_DNS_CONFIG: 'ci/prod.yaml'})
    const byVariable = await scene.runWith({environment}, 'plan', '--show-config', '--json')
    expect(settingsOf(byVariable.stdout)).toMatchObject({'max-deletes': ['5', 'config-file 1']})
    const none = settingsOf((await scene.run('plan', '--config=', '--show-config', '--json')).stdout)
    expect(none).toMatchObject({'zone-id-filter': [[], 'default']})
  })

  it('counts as a chosen owner', async () => {
    const scene = await project({[HOME_FILE]: 'txt-owner-id: default\n'})
    expect((await scene.run('plan')).stderr).not.toContain('no --txt-owner-id')
  })

  it('serves all commands: what a command has no flag for is left alone', async () => {
    const scene = await project({[HOME_FILE]: 'txt-owner-id: prod\ndetailed-exitcode: true\nwait: false\n'})
    expect((await scene.run('plan')).exitCode).toBe(2)
    expect((await scene.run('owners')).exitCode).toBe(0)
    expect((await scene.run('apply', '--yes')).exitCode).toBe(0)
  })

  it.each([
    [
      'a mistyped name',
      {'external-dns-ts.yaml': 'verbose: true\npolcy: sync\n'},
      'external-dns-ts.yaml:2\n  There is no setting polcy. Nothing was changed.\n  Fix: did you mean policy?\n',
    ],
    [
      'a protection lifted',
      {'external-dns-ts.yaml': 'max-deletes: 100%\n'},
      'external-dns-ts.yaml:1\n  max-deletes cannot be set in a file that was found in the working folder. Such a file may only set ',
    ],
    [
      'an approval',
      {'external-dns-ts.yaml': 'yes: true\n'},
      'external-dns-ts.yaml:1\n  yes cannot be set in a file: a file cannot approve a plan.',
    ],
    [
      'two files',
      {'external-dns-ts.yaml': 'verbose: true\n', 'external-dns-ts.yml': 'verbose: true\n'},
      'external-dns-ts.yaml\n  Both external-dns-ts.yaml and external-dns-ts.yml exist.',
    ],
    [
      'ownership switched off',
      {'external-dns-ts.yaml': 'registry: noop\n'},
      'external-dns-ts.yaml:1\n  registry cannot be set in a file that was found in the working folder. ',
    ],
    ['a folder', {'external-dns-ts.yaml/x': ''}, 'external-dns-ts.yaml\n  It cannot be read: EISDIR'],
  ])('that cannot be used ends the run before anything is read: %s', async (_what, files, text) => {
    const scene = await project(files)
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes')
    expect(stderr).toContain(`Error: cannot read the config file ${text}`)
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
    expect(scene.cluster.calls.total()).toBe(0)
    expect(scene.route53.calls.total()).toBe(0)
    expectNoWrite(scene)
  })

  it('that is named must be there', async () => {
    const scene = await project()
    const {stderr, exitCode} = await scene.run('plan', '--config=nope.yaml')
    expect(stderr).toBe(`Error: cannot read the command line
  --config names nope.yaml, but there is no such file. Nothing was changed.
  Fix: check the path
`)
    expect(exitCode).toBe(1)
    const environment = scene.with({EXTERNAL_DNS_CONFIG: 'nope.yaml'})
    expect((await scene.runWith({environment}, 'plan')).stderr).toContain('EXTERNAL_DNS_CONFIG names nope.yaml')
  })

  it('that is a dangling link is not ignored', async () => {
    const scene = await project()
    symlinkSync('nowhere', join(scene.folder, 'external-dns-ts.yaml'))
    expect((await scene.run('plan')).stderr).toContain('It cannot be read: ENOENT')
  })

  it('is named where a value in it turns out to be wrong', async () => {
    const scene = await project({'c.yaml': 'policy: sync\ntimeout: 5\n'})
    expect((await scene.run('plan', '--config=c.yaml')).stderr).toContain(
      '--timeout: "5" is not a duration such as 300s, 10m or 1h30m. --timeout is set by c.yaml:2.',
    )
    const environment = scene.with({EXTERNAL_DNS_TIMEOUT: '7'})
    expect((await scene.runWith({environment}, 'plan')).stderr).toContain('--timeout is set by EXTERNAL_DNS_TIMEOUT.')
  })

  it('can ask for JSON, and errors are JSON then', async () => {
    const scene = await project({'external-dns-ts.yaml': 'format: json\n'})
    const {stdout} = await scene.run('plan', '--source=nope')
    expect(JSON.parse(stdout)).toMatchObject({kind: 'error', code: 'USAGE', exitCode: 1})
  })

  it('that was merely found cannot disable a filter that was given', async () => {
    const scene = await project({'external-dns-ts.yaml': 'regex-domain-filter: .*\n'})
    const environment = scene.with({EXTERNAL_DNS_EXCLUDE_DOMAINS: 'www.example.com'})
    for (const {stderr, exitCode} of [
      await scene.run('plan', AS_PROD, '--domain-filter=example.net'),
      await scene.runWith({environment}, 'plan', AS_PROD),
    ]) {
      expect(stderr).toMatch(
        /external-dns-ts\.yaml:1\n {2}regex-domain-filter would disable --(domain-filter|exclude-domains)/,
      )
      expect(stderr).toContain('--config=external-dns-ts.yaml')
      expect(exitCode).toBe(1)
    }
    const named = await scene.run('plan', AS_PROD, '--domain-filter=example.net', '--config=external-dns-ts.yaml')
    expect(named.exitCode).toBe(0)
    expect((await scene.run('plan', AS_PROD)).stdout).toContain('1 to create')
  })

  it('says how owners are sorted', async () => {
    const scene = await project({'external-dns-ts.yaml': 'group-by: zone\nsort: host\n'})
    const {stdout, exitCode} = await scene.run('owners', AS_PROD, '--show-config', '--json')
    expect(settingsOf(stdout)).toMatchObject({'group-by': ['zone', 'config-file 1'], sort: ['host', 'config-file 2']})
    expect(exitCode).toBe(0)
    expect((await scene.run('plan', AS_PROD)).exitCode).toBe(0)
  })
})

describe('a config file at home', () => {
  const text = 'txt-owner-id: mine\n'
  const path = (scene: Stage) => join(scene.folder, HOME_FILE)

  it('is not used when others may write to it', async () => {
    const scene = await project({[HOME_FILE]: text})
    for (const mode of [0o666, 0o664, 0o620]) {
      chmodSync(path(scene), mode)
      const {stderr, exitCode} = await scene.run('plan')
      expect(stderr).toContain(`It is not used: others may write to ${path(scene)}. Nothing was changed.`)
      expect(stderr).toContain('--config=PATH')
      expect(exitCode).toBe(1)
    }
    expect(scene.route53.calls.total()).toBe(0)
    expect((await scene.run('plan', `--config=${path(scene)}`)).exitCode).toBe(0)
    chmodSync(path(scene), 0o644)
    expect((await scene.run('plan')).stdout).toContain('Plan for owner mine')
  })

  it('is not used when others may put one there', async () => {
    const scene = await project({[HOME_FILE]: text})
    const folder = dirname(path(scene))
    for (const [mode, isUsed] of [
      [0o777, false],
      [0o1777, true],
      [0o775, true],
      [0o700, true],
    ] as const) {
      chmodSync(folder, mode)
      const {stderr, exitCode} = await scene.run('plan')
      expect(stderr.includes(`It is not used: others may put files into ${folder}.`)).toBe(!isUsed)
      expect(exitCode).toBe(isUsed ? 0 : 1)
    }
  })

  it('may be a link of one’s own', async () => {
    const scene = await project({'dotfiles/config.yaml': text})
    mkdirSync(dirname(path(scene)), {recursive: true})
    symlinkSync('../../dotfiles/config.yaml', path(scene))
    expect((await scene.run('plan')).stdout).toContain('Plan for owner mine')
    chmodSync(join(scene.folder, 'dotfiles/config.yaml'), 0o666)
    expect((await scene.run('plan')).stderr).toContain('It is not used: others may write to ')
  })

  it.runIf(process.getuid?.() === 0)(
    'is not used when it, or a link to it, is another user’s (as root only)',
    async () => {
      const scene = await project({[HOME_FILE]: text, 'mine.yaml': text})
      chownSync(path(scene), 65534, 65534)
      expect((await scene.run('plan')).stderr).toContain(`${path(scene)} belongs to another user (uid 65534)`)
      rmSync(path(scene))
      symlinkSync(join(scene.folder, 'mine.yaml'), path(scene))
      lchownSync(path(scene), 65534, 65534)
      const {stderr, exitCode} = await scene.run('plan')
      expect(stderr).toContain(`${path(scene)} is a link of another user (uid 65534)`)
      expect(exitCode).toBe(1)
    },
  )

  it.each(['/dev/null', 'relative', ''])('is none where HOME is "%s"', async (home) => {
    const scene = await project({
      'relative/.config/external-dns-ts/config.yaml': text,
      '.config/external-dns-ts/config.yaml': text,
    })
    const {stdout, stderr} = await scene.runWith({environment: scene.with({HOME: home})}, 'plan', AS_PROD)
    expect(stderr).not.toContain('config file')
    expect(stdout).toContain('Plan for owner prod')
  })
})

describe('--show-config', () => {
  it('prints each setting with where it comes from, and reads nothing else', async () => {
    const scene = await project({
      'external-dns-ts.yaml': 'aws-zone-type: public\ndomain-filter: [example.com, a.org]\n',
    })
    const environment = scene.with({EXTERNAL_DNS_POLICY: 'sync', COLUMNS: '160'})
    const {stdout, stderr, exitCode} = await scene.runWith({environment}, 'apply', '--show-config', '--yes')
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    const rows = stdout.split('\n').map((line) => line.replace(/\s*│\s*/g, '|'))
    expect(rows).toContain('|aws-zone-type|public|external-dns-ts.yaml:1|')
    expect(rows).toContain('|domain-filter|example.com|external-dns-ts.yaml:2|')
    expect(rows).toContain('||a.org||')
    expect(rows).toContain('|policy|sync|EXTERNAL_DNS_POLICY|')
    expect(rows).toContain('|yes|true|--yes|')
    expect(rows).toContain('|config|external-dns-ts.yaml|found in the working folder|')
    expect(rows).toContain('|max-deletes||default|')
    expect(scene.cluster.calls.total()).toBe(0)
    expect(scene.route53.calls.total()).toBe(0)
  })

  it('shows no secret', async () => {
    const scene = await project({'c.yaml': 'aws-assume-role-external-id: verysecret\ntxt-encrypt-aes-key: secretkey\n'})
    for (const form of ['text', 'json']) {
      const {stdout} = await scene.run('plan', '--config=c.yaml', '--show-config', `--format=${form}`)
      expect(stdout).not.toMatch(/verysecret|secretkey/)
      expect(stdout.match(/\*{8}/g)).toHaveLength(2)
    }
  })

  it('says that all namespaces are read unless one is named', async () => {
    const scene = await project({'c.yaml': 'namespace: shop\n'})
    const row = async (...flags: readonly string[]) =>
      settingsOf((await scene.run('plan', '--show-config', '--json', ...flags)).stdout)['all-namespaces']
    expect(await row()).toEqual([true, 'default'])
    expect(await row('-A')).toEqual([true, 'flag'])
    expect(await row('-n', 'shop')).toEqual([false, 'flag'])
    expect(await row('--namespace=')).toEqual([true, 'flag'])
    expect(await row('--config=c.yaml')).toEqual([false, 'config-file 1'])
  })

  it('keeps within a narrow terminal', async () => {
    const scene = await project()
    const environment = scene.with({COLUMNS: '60'})
    const {stdout} = await scene.runWith({environment}, 'plan', '--show-config', '--policy=sync')
    expect(stdout).toMatch(/^policy {2}--policy\n {2}sync\nall-namespaces {2}default\n {2}true\n/)
  })
})

describe('--show-config --format=yaml', () => {
  const GIVEN = [
    ...[
      '--txt-owner-id=0123',
      '--source=service',
      '--source=ingress',
      '--policy=sync',
      '--no-aws-evaluate-target-health',
    ],
    ...['--domain-filter=example.com', '--txt-prefix=%{record_type}-', '--txt-suffix=', '--max-deletes=5%', '--quiet'],
    ...['--fqdn-template={{.Name}}.example.com # x', '--interval=2m', '--label-filter=a: b', '--timeout=1e3s'],
  ]

  it.each(['plan', 'apply', 'prune', 'owners', 'doctor'] as const)(
    'is a file with which %s has the same settings',
    async (command) => {
      const scene = await project({'first.yaml': 'aws-zone-type: public\nzone-id-filter: [Z1, Z2]\nwait: false\n'})
      const environment = scene.with({EXTERNAL_DNS_TXT_WILDCARD_REPLACEMENT: 'any', EXTERNAL_DNS_GATEWAY_NAME: 'true'})
      const given = ['--config=first.yaml', ...GIVEN]
      const asked = await scene.runWith({environment}, command, ...given, '--show-config', '-o', 'yaml')
      expect(asked).toMatchObject({exitCode: 0, stderr: ''})
      writeFileSync(join(scene.folder, 'second.yaml'), asked.stdout)
      const before = await scene.runWith({environment}, command, ...given, '--show-config', '--json')
      const after = await scene.run(command, '--config=second.yaml', '--show-config', '--json')
      expect(valuesOf(after.stdout)).toEqual({...valuesOf(before.stdout), config: 'second.yaml'})
      expect(valuesOf(after.stdout)).toMatchObject({'txt-owner-id': '0123', 'zone-id-filter': ['Z1', 'Z2']})
    },
  )

  it('says where each comes from, and leaves out what has its default', async () => {
    const scene = await project({'c.yaml': '\ndomain-filter: [example.com, a.org]\n'})
    const environment = scene.with({EXTERNAL_DNS_POLICY: 'sync'})
    const flags = ['--config=c.yaml', AS_PROD, '--show-config', '--format=yaml']
    expect((await scene.runWith({environment}, 'plan', ...flags)).stdout).toBe(`\
# config cannot be set in a file: a file cannot name another file.
domain-filter: # c.yaml:2
  - example.com
  - a.org
policy: sync # EXTERNAL_DNS_POLICY
txt-owner-id: prod # --txt-owner-id
`)
    expect((await scene.run('plan', '--show-config', '-o', 'yaml')).stdout).toBe('{}\n')
    writeFileSync(join(scene.folder, 'none.yaml'), '{}\n')
    expect((await scene.run('plan', '--config=none.yaml')).exitCode).toBe(0)
  })

  it('says what it leaves out: a single run, an approval, a secret', async () => {
    const scene = await project()
    const flags = ['--yes', '--only=a.example.com', '-A', '--txt-encrypt-aes-key=verysecret', '--server=https://u:p@x']
    const {stdout} = await scene.run('apply', ...flags, '--receipt=r.json', '--show-config', '-o', 'yaml')
    expect(stdout.split('\n').sort()).toEqual([
      '',
      '# all-namespaces cannot be set in a file: all namespaces are the default.',
      '# only cannot be set in a file: it is about a single run.',
      '# receipt cannot be set in a file: it is about a single run.',
      '# server (--server) holds a secret and is left out: set its variable.',
      '# txt-encrypt-aes-key (--txt-encrypt-aes-key) holds a secret and is left out: set its variable.',
      '# yes cannot be set in a file: a file cannot approve a plan.',
      '{}',
    ])
    const owners = await scene.run('owners', '--summary', '--show-config', '-o', 'yaml')
    expect(owners.stdout).toBe('# summary (--summary) would not be read from a file here.\n{}\n')
  })

  const reading = (Object.keys(COMMANDS) as CommandName[]).filter((name) => name !== 'completion')
  it.each(reading)('is no form of the answer of %s itself', async (name) => {
    const scene = await project({'c.yaml': 'format: yaml\n'})
    const {stdout, stderr, exitCode} = await scene.run(name, '-o', 'yaml')
    expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 1})
    expect(stderr).toContain('--format=yaml is only for --show-config. Nothing was changed.\n  Fix: did you mean json?')
    expect((await scene.run(name, '--config=c.yaml')).stderr).toContain('--format is set by c.yaml:1.')
  })
})
