import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {ROOT} from '../commands/run-command.js'
import {stage} from '../commands/stage.js'
import {CASE_RESOURCES, listCases, readCase} from '../conformance/case.js'
import {makeTally} from '../plan/tally.js'

// Takes every so-many-th recorded case, with all its steps; EXPLAIN_CASES=1 takes all of them (some minutes).
const EVERY = Number(process.env.EXPLAIN_CASES ?? 12)
const MOST_HOSTS = 6
const LIMITS_LIFTED = ['--max-deletes', '100%', '--allow-unowned-deletes']

interface Entry {
  readonly name?: string
  readonly host?: string
  readonly action?: string
  readonly reason?: string
  readonly origins: readonly unknown[]
}

interface PlanAnswer {
  readonly zones: readonly {readonly hosts: readonly Entry[]}[]
  readonly blocked: readonly Entry[]
}

const cases = listCases(join(ROOT, 'test/conformance')).filter((_, index) => index % EVERY === 0)

const tally = makeTally()
let explained = 0

describe('explain HOST', () => {
  it.each(cases.map((file) => [file.key, file] as const))('says what the whole plan says: %s', async (_key, file) => {
    const recorded = readCase(file)
    const zones = recorded.zones.map((zone, index) => ({...zone, id: zone.id ?? `Z00000000CASE${index + 1}`}))
    const it = await stage({resources: CASE_RESOURCES, route53: {zones, failoverNeedsHealthCheck: false}})
    for (const step of recorded.steps) {
      it.cluster.setObjects(step.cluster)
      const planned = await it.run('plan', ...step.args, ...LIMITS_LIFTED, '--full-read', '--json')
      expect([0, 4], planned.stderr).toContain(planned.exitCode)
      const plan = JSON.parse(planned.stdout) as PlanAnswer
      const changes = plan.zones.flatMap(({hosts}) => hosts)
      for (const host of namesToExplain(plan, it.route53.zones({form: 'stored'}))) {
        const run = await it.run('explain', host, ...step.args, ...LIMITS_LIFTED, '--json')
        expect(run.exitCode, run.stderr).toBe(0)
        const answer = JSON.parse(run.stdout) as {readonly hosts: readonly Entry[]; readonly blocked: readonly Entry[]}
        expect(answer.hosts, host).toEqual(changes.filter(({name}) => name === host))
        expect(answer.blocked, host).toEqual(plan.blocked.filter((one) => one.host?.toLowerCase() === host))
        explained += 1
        const phrase = [...answer.hosts.map(({action}) => action), ...answer.blocked.map(({reason}) => reason)]
        for (const what of phrase.length === 0 ? ['as it is'] : phrase) tally.count(what ?? '')
      }
      const applied = await it.run('apply', ...step.args, ...LIMITS_LIFTED, '--yes')
      if (applied.exitCode !== 0 && applied.exitCode !== 4) break
    }
  })

  it('was asked of many hosts', () => {
    tally.print(`explained ${explained}`)
    expect(explained).toBeGreaterThan(2 * cases.length)
    if (EVERY > 12) return
    for (const what of ['create', 'update', 'delete', 'as it is', 'owner-mismatch', 'unowned'])
      expect(tally.of(what), what).toBeGreaterThan(0)
  })
})

/** Hosts that change, hosts that are blocked, and existing hosts. */
function namesToExplain(plan: PlanAnswer, zones: readonly {readonly records: readonly {readonly Name: string}[]}[]) {
  const changing = plan.zones.flatMap(({hosts}) => hosts.map(({name}) => name ?? ''))
  const blocked = plan.blocked.map(({host}) => host?.toLowerCase() ?? '')
  const stored = zones.flatMap(({records}) => records.map(({Name}) => Name.replace(/\.$/, '').replace('\\052', '*')))
  const each = [changing, blocked, stored].flatMap((names) =>
    [...new Set(names)].filter(isHost).slice(0, MOST_HOSTS / 2),
  )
  return [...new Set(each)].slice(0, MOST_HOSTS)
}

function isHost(text: string): boolean {
  return /^[!-.0-9:-[\]-~]+$/.test(text) && text.split('.').every((label) => label !== '' && label.length <= 63)
}
