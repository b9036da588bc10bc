import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {recordSet, service} from './objects.js'
import {AS_PROD, eventsOf, shown, stage, withoutPauses, ZONE_ID} from './stage.js'

const FRONT = service('front', 'www.example.com')
const BAD = service('bad', 'bad..example.com')
const TOLERANT = '--tolerate=invalid-name'
const lastLine = (stderr: string) => stderr.trimEnd().split('\n').at(-1)

describe('the last line of a run that ends with 4', () => {
  const ABOUT_BAD = 'Exit 4: 1 problem (invalid-name): bad..example.com.'
  const WAY_OUT = 'With --tolerate=invalid-name the run ends with 0.'

  it.each([
    ['plan', [], `${ABOUT_BAD} The other hosts can be applied. ${WAY_OUT}`],
    ['plan', ['--json', '--quiet'], `${ABOUT_BAD} The other hosts can be applied. ${WAY_OUT}`],
    ['apply', ['--dry-run'], `${ABOUT_BAD} The other hosts can be applied. ${WAY_OUT}`],
    ['apply', ['--yes'], `${ABOUT_BAD} The other hosts were applied. ${WAY_OUT}`],
    ['apply', ['--yes', '--json'], `${ABOUT_BAD} The other hosts were applied. ${WAY_OUT}`],
    ['prune', ['--yes'], `${ABOUT_BAD} ${WAY_OUT}`],
    ['owners adopt', ['--yes'], `${ABOUT_BAD} ${WAY_OUT}`],
  ] as const)('says why: %s %j', async (command, flags, sentence) => {
    const scene = await stage({objects: [FRONT, BAD]})
    const {stderr, exitCode} = await scene.run(command, AS_PROD, ...flags)
    expect(exitCode).toBe(4)
    expect(lastLine(stderr)).toBe(sentence)
  })

  it('says the same of a saved plan, after the receipt and the calls', async () => {
    const scene = await stage({objects: [FRONT, BAD]})
    const [file, receipt] = [join(scene.folder, 'plan.json'), join(scene.folder, 'receipt.json')]
    await scene.run('plan', AS_PROD, `--out=${file}`)
    const {stderr, exitCode} = await scene.run('apply', file, `--receipt=${receipt}`)
    expect(exitCode).toBe(4)
    expect(lastLine(stderr)).toBe(`${ABOUT_BAD} The other hosts were applied. ${WAY_OUT}`)
  })

  it('names the hosts that Route 53 refused, which nothing tolerates', async () => {
    withoutPauses()
    const scene = await stage({objects: [FRONT, BAD, service('api', 'api.example.com')]})
    scene.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      action: (_call, state) => state.putRecordSet(ZONE_ID, recordSet('www.example.com', '192.0.2.77')),
    })
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, TOLERANT)
    expect(exitCode).toBe(4)
    expect(lastLine(stderr)).toBe(
      'Exit 4: 1 of 2 hosts failed in Route 53: www.example.com. The other hosts were applied.',
    )
  })

  it('names three hosts of many, and every reason', async () => {
    const bad = [1, 2, 3, 4].map((each) => service(`bad-${each}`, `bad..${each}.example.com`))
    const unsendable = service('apex', 'example.com', {hostnames: ['lb.example.net']})
    const scene = await stage({objects: [...bad, unsendable]})
    expect(lastLine((await scene.run('plan', AS_PROD)).stderr)).toBe(
      'Exit 4: 5 problems (invalid-name, object-problem): bad..1.example.com, bad..2.example.com, bad..3.example.com and 2 more. With --tolerate=invalid-name --tolerate=object-problem the run ends with 0.',
    )
  })
})

describe('--tolerate', () => {
  it('makes a code no problem, for people and for programs; the host is still named', async () => {
    const scene = await stage({objects: [FRONT, BAD]})
    const text = await scene.run('plan', AS_PROD, TOLERANT)
    expect(text).toMatchObject({exitCode: 0, stdout: expect.stringContaining('bad..example.com')})
    expect(shown(text.stderr)).toBe('')
    const problem = JSON.parse((await scene.run('plan', AS_PROD, '--json')).stdout)
    expect([problem.blocked[0].isProblem, problem.counts.blocked, problem.counts.problems]).toEqual([true, 1, 1])
    const none = JSON.parse((await scene.run('plan', AS_PROD, '--json', TOLERANT)).stdout)
    expect([none.blocked[0].isProblem, none.counts.blocked, none.counts.problems]).toEqual([false, 1, 0])
    const events = eventsOf((await scene.run('apply', AS_PROD, '--json', '--yes', TOLERANT)).stdout)
    expect(events.find(({kind}) => kind === 'not-changed')).toMatchObject({blocked: {isProblem: false}})
    expect(events.at(-1)).toMatchObject({kind: 'summary', blocked: 1, problems: 0, exitCode: 0})
  })

  it.each([
    ['prune', ['--yes']],
    ['owners adopt', ['--yes']],
    ['owners repair', ['--yes']],
  ] as const)('goes with %s', async (command, flags) => {
    const scene = await stage({objects: [BAD]})
    expect((await scene.run(command, AS_PROD, ...flags, TOLERANT)).exitCode).toBe(0)
  })

  it('goes with a saved plan, which does not keep it', async () => {
    const scene = await stage({objects: [FRONT, BAD]})
    const [plain, tolerant] = [join(scene.folder, 'plain.json'), join(scene.folder, 'tolerant.json')]
    await scene.run('plan', AS_PROD, `--out=${plain}`)
    await scene.run('plan', AS_PROD, `--out=${tolerant}`, TOLERANT)
    const digestOf = (file: string) => JSON.parse(readFileSync(file, 'utf8')).digest
    expect(digestOf(tolerant)).toBe(digestOf(plain))
    expect((await scene.run('apply', tolerant, '--dry-run')).exitCode).toBe(4)
    expect((await scene.run('apply', plain, '--dry-run', TOLERANT)).exitCode).toBe(0)
    expect((await scene.run('apply', plain, TOLERANT)).exitCode).toBe(0)
  })

  it('may stand in a variable or in a config file that was named', async () => {
    const scene = await stage({objects: [BAD]})
    const environment = scene.with({EXTERNAL_DNS_TOLERATE: 'too-large\ninvalid-name'})
    expect((await scene.runWith({environment}, 'plan', AS_PROD)).exitCode).toBe(0)
    const file = join(scene.folder, 'own.yaml')
    writeFileSync(file, 'tolerate: [invalid-name]\n')
    expect((await scene.run('plan', AS_PROD, `--config=${file}`)).exitCode).toBe(0)
  })

  it('takes any code, and names the nearest to one that is none', async () => {
    const scene = await stage({objects: [FRONT]})
    const all = await scene.run('plan', AS_PROD, '--tolerate=unowned', '--tolerate=policy', TOLERANT)
    expect([all.exitCode, shown(all.stderr)]).toEqual([0, ''])
    const {stderr, exitCode} = await scene.run('plan', AS_PROD, '--tolerate=invalid-nam')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('--tolerate=invalid-nam is not a reason code.')
    expect(stderr).toContain('did you mean --tolerate=invalid-name?')
  })

  it('takes a code out of --strict=all', async () => {
    const scene = await stage({objects: [BAD]})
    expect((await scene.run('plan', AS_PROD, '--strict=all')).exitCode).toBe(1)
    expect((await scene.run('plan', AS_PROD, '--strict=all', TOLERANT)).exitCode).toBe(0)
  })

  it('leaves no error annotation in a GitHub workflow', async () => {
    const scene = await stage({objects: [BAD]})
    const output = join(scene.folder, 'output')
    const environment = scene.with({GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output})
    expect((await scene.runWith({environment}, 'plan', AS_PROD)).stderr).toContain('::error title=invalid-name::')
    expect(readFileSync(output, 'utf8')).toContain('problems=1\n')
    const {stderr} = await scene.runWith({environment}, 'plan', AS_PROD, TOLERANT)
    expect(stderr).not.toContain('::error')
    expect(readFileSync(output, 'utf8')).toContain('problems=0\n')
  })
})
