import {describe, expect, it} from 'vitest'
import {owned, recordSet, service} from './objects.js'
import {AS_PROD, expectNoWrite, shown, stage, withoutPauses, ZONE_ID} from './stage.js'

const FRONT = service('front', 'www.example.com')
const FRONT_RECORDS = owned('www.example.com', '192.0.2.10', 'prod', 'service/web/front')
const BAD = service('bad', 'bad..example.com')

describe('exit code 0', () => {
  it.each(['plan', 'apply', 'prune', 'owners'] as const)('%s has nothing to do', async (command) => {
    const scene = await stage({objects: [FRONT], records: FRONT_RECORDS})
    const {stderr, exitCode} = await scene.run(command, AS_PROD)
    expect(exitCode).toBe(0)
    expect(shown(stderr)).toBe('')
    expectNoWrite(scene)
  })

  it('apply has nothing to do, so it neither asks nor needs a terminal', async () => {
    const scene = await stage({objects: [FRONT], records: FRONT_RECORDS})
    const {stdout, stderr} = await scene.run('apply', AS_PROD)
    expect(stdout).toMatch(/\nNo changes\. 1 host is as it should be\.\n$/)
    expect(stderr).not.toContain('accepted')
  })

  it('plan shows changes', async () => {
    const scene = await stage({objects: [FRONT]})
    expect((await scene.run('plan', AS_PROD)).exitCode).toBe(0)
  })

  it('apply and prune did all of it', async () => {
    const scene = await stage({objects: [FRONT], records: owned('gone.example.com')})
    expect((await scene.run('apply', '--yes', AS_PROD)).exitCode).toBe(0)
    expect((await scene.run('prune', '--yes', AS_PROD)).exitCode).toBe(0)
    expect(scene.names()).toEqual([
      ['TXT', 'a-www.example.com.'],
      ['A', 'www.example.com.'],
    ])
  })

  it('another owner’s host is in the way: shown, and no failure', async () => {
    const scene = await stage({objects: [FRONT], records: owned('www.example.com', '192.0.2.9', 'prod-us1')})
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toMatch(/!\s+www\.example\.com\s+owner prod-us1\s+wanted by Service web\/front/)
    expect(exitCode).toBe(0)
    expectNoWrite(scene)
  })

  it('plan over the limit: it says what apply will refuse', async () => {
    const scene = await stage({records: owned('gone.example.com')})
    const {stdout, exitCode} = await scene.run('plan', AS_PROD, '--policy=sync', '--max-deletes=0')
    expect(stdout).toContain('1 of 1 owned host would be deleted (100 %)')
    expect(exitCode).toBe(0)
  })
})

describe('exit code 2', () => {
  it.each([
    ['there are changes', [FRONT], 2],
    ['there are changes and objects with problems', [FRONT, BAD], 2],
    ['there are only objects with problems', [BAD], 4],
    ['there is nothing to do', [], 0],
  ])('plan --detailed-exitcode: %s', async (_case, objects, expected) => {
    const scene = await stage({objects})
    expect((await scene.run('plan', AS_PROD, '--detailed-exitcode')).exitCode).toBe(expected)
  })

  it('stays free for that: a usage error is 1', async () => {
    const scene = await stage()
    expect((await scene.run('plan', '--detailed-exitcode', '--nope')).exitCode).toBe(1)
    expect((await scene.run('apply', '--detailed-exitcode')).exitCode).toBe(1)
  })
})

describe('exit code 3', () => {
  const UNWANTED = Array.from({length: 12}, (_each, index) => owned(`h${index}.example.com`)).flat()

  it('more would be deleted than the limit allows, whatever --yes says', async () => {
    const scene = await stage({records: UNWANTED})
    const {stdout, stderr, exitCode} = await scene.run('prune', '--yes', AS_PROD)
    expect(stdout).toContain('12 of 12 owned hosts would be deleted (100 %)')
    expect(stdout).toContain('! no object asks for any host')
    expect(shown(stderr)).toBe(`Error: cannot apply the plan as prod
  It would delete 12 of 12 hosts, more than the limit of 10 hosts and 10 %. In common: no object asks for any host (a wrong context, namespace, annotation prefix or filter?). Nothing was changed.
  Fix: look at the plan, then pass --max-deletes=12 if every delete is right
`)
    expect(exitCode).toBe(3)
    expectNoWrite(scene)
  })

  it('the limit is lifted by the flag that the refusal names', async () => {
    const scene = await stage({records: UNWANTED})
    const {exitCode} = await scene.run('apply', '--yes', '--policy=sync', '--max-deletes=12', AS_PROD)
    expect(exitCode).toBe(0)
    expect(scene.names()).toEqual([])
  })

  it.each(['apply', 'prune'] as const)('%s cannot ask, and nobody said --yes', async (command) => {
    const scene = await stage({objects: [FRONT], records: owned('gone.example.com')})
    const {stdout, stderr, exitCode} = await scene.run(command, AS_PROD)
    expect(stdout).toMatch(/^Plan for owner prod/)
    expect(shown(stderr)).toBe(`Error: cannot apply the plan
  The plan must be confirmed, and there is no terminal to ask on. Nothing was changed.
  Fix: look at the plan, then run it with --yes
`)
    expect(exitCode).toBe(3)
    expectNoWrite(scene)
  })

  it.each(['no\r', 'y\r', '\r', 'YES\r', '\u0004'])('the answer to the question is %j', async (typed) => {
    const scene = await stage({objects: [FRONT]})
    const {stderr, exitCode} = await scene.runWith({typed}, 'apply', AS_PROD)
    expect(stderr).toContain("Apply these changes to example.com as prod? Only 'yes' is accepted:")
    expect(stderr).toContain(
      "Error: cannot apply the plan\n  The plan was not confirmed with 'yes'. Nothing was changed.\n",
    )
    expect(exitCode).toBe(3)
    expectNoWrite(scene)
  })

  it('the question says how much is deleted', async () => {
    const scene = await stage({records: owned('gone.example.com')})
    const {stderr, exitCode} = await scene.runWith({typed: 'yes\r'}, 'prune', AS_PROD)
    expect(stderr).toContain("Apply these changes (1 delete) to example.com as prod? Only 'yes' is accepted:")
    expect(exitCode).toBe(0)
    expect(scene.names()).toEqual([])
  })
})

describe('exit code 4', () => {
  it('a host failed, and the others are in', async () => {
    const scene = await stage({objects: [FRONT, service('api', 'api.example.com')]})
    scene.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      action: (_call, state) => state.putRecordSet(ZONE_ID, recordSet('www.example.com', '192.0.2.77')),
    })
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 1 of 2 hosts, 1 failed.')
    expect(exitCode).toBe(4)
  })

  it.each(['plan', 'apply', 'prune'] as const)('%s: an object has a problem', async (command) => {
    const scene = await stage({objects: [BAD]})
    expect((await scene.run(command, AS_PROD)).exitCode).toBe(4)
    expectNoWrite(scene)
  })

  it('owners does not look for problems', async () => {
    const scene = await stage({objects: [BAD]})
    expect((await scene.run('owners', AS_PROD)).exitCode).toBe(0)
  })

  it('gives way to a refusal', async () => {
    const scene = await stage({objects: [FRONT, BAD]})
    expect((await scene.run('apply', AS_PROD)).exitCode).toBe(3)
  })
})

describe('exit code 1', () => {
  it('AWS denies writing, which comes before failed hosts', async () => {
    withoutPauses()
    const scene = await stage({objects: [FRONT, BAD]})
    scene.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      action: 'accessDenied',
      times: Number.POSITIVE_INFINITY,
    })
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stderr).toContain('Error: cannot change zone example.com (Z0EXAMPLE)')
    expect(exitCode).toBe(1)
    expect(scene.names()).toEqual([])
  })
})

describe('exit code 130', () => {
  it('Ctrl-C at the question', async () => {
    const scene = await stage({objects: [FRONT]})
    const {stderr, exitCode} = await scene.runWith({typed: 'ye\u0003'}, 'apply', AS_PROD)
    expect(stderr).toContain('Error: cannot apply the plan\n  Interrupted at the question. Nothing was changed.\n')
    expect(exitCode).toBe(130)
    expectNoWrite(scene)
  })

  it('a signal while a batch is under way: that one is finished and reported, the rest is not started', async () => {
    const hosts = ['a', 'b', 'c'].map((name) => service(name, `${name}.example.com`))
    const scene = await stage({objects: hosts})
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', nth: 2, action: () => void process.emit('SIGINT')})
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--aws-batch-change-size=2')
    expect(stdout).toContain('Applied 2 of 3 hosts.')
    expect(shown(stderr)).toMatch(/batch 1\/3 .*\nWarning: interrupted: finishing the batch under way; .*\nbatch 2\/3 /)
    expect(stderr).toMatch(/\nWarning: 1 host not started: run the same command again: it plans only what is left\n$/)
    expect(exitCode).toBe(130)
    expect(scene.names().filter(([type]) => type === 'A')).toHaveLength(2)
    const again = await scene.run('apply', '--yes', AS_PROD)
    expect(again).toMatchObject({exitCode: 0})
    expect(again.stdout).toContain('Applied 1 of 1 host.')
  })

  it('goes before an error', async () => {
    const scene = await stage({
      objects: [FRONT, ...['a', 'b'].map((name) => service(name, `${name}.example.net`))],
      route53: {
        zones: [
          {name: 'example.com', id: ZONE_ID},
          {name: 'example.net', id: 'Z0NET'},
        ],
      },
    })
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', zoneId: ZONE_ID, action: 'accessDenied'})
    scene.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      zoneId: 'Z0NET',
      action: () => void process.emit('SIGTERM'),
    })
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--aws-batch-change-size=2')
    expect(stderr).toContain('Error: cannot change zone example.com (Z0EXAMPLE)')
    expect(stdout).toContain('Applied 1 of 3 hosts, 1 failed.')
    expect(exitCode).toBe(130)
  })
})
