import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {hashOf, signed} from '../saved/builders.js'
import {service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, stage} from './stage.js'

type Json = Record<string, unknown>

const WEIGHTED = {
  'external-dns.alpha.kubernetes.io/set-identifier': 'eu1',
  'external-dns.alpha.kubernetes.io/aws-weight': '10',
}

/** A plan file with fields of a newer version and a valid digest and seal. */
async function laterPlan(edit: (text: string) => string): Promise<Stage & {readonly file: string}> {
  const scene = await stage({objects: [service('front', 'www.example.com', {annotations: WEIGHTED})]})
  const file = join(scene.folder, 'plan.json')
  expect((await scene.run('plan', AS_PROD, '--out', file)).exitCode).toBe(0)
  const {kind, formatVersion, meta, content} = JSON.parse(readFileSync(file, 'utf8')) as Json
  const edited = JSON.parse(edit(JSON.stringify(content)))
  writeFileSync(file, signed({kind: String(kind), formatVersion: Number(formatVersion), meta, content: edited}))
  scene.route53.calls.clear()
  return {...scene, file}
}

/** Changes the routing policy to one that only a newer version knows, in the fingerprints too. */
function asMoonPhase(text: string): string {
  const routed = (json: string) =>
    json.replaceAll('{"kind":"weighted","weight":10}', '{"kind":"moon-phase","text":"waxing"}')
  const {plan} = JSON.parse(text)
  const [{changes, ownership}] = plan.zones[0].hosts
  const sets: readonly unknown[] = [...changes, ...ownership].map(({desired}) => desired)
  return sets.reduce<string>(
    (edited, set) => edited.replaceAll(hashOf(set), hashOf(JSON.parse(routed(JSON.stringify(set))))),
    routed(text),
  )
}

describe('a plan file of a newer version with the same format', () => {
  it('with an unknown routing policy: shown, and not applied', async () => {
    const scene = await laterPlan(asMoonPhase)
    const shown = await scene.run('show', scene.file)
    expect(shown.stdout).toMatch(/moon-phase\s+waxing/)
    expect(shown.exitCode).toBe(0)
    const json = JSON.parse((await scene.run('show', scene.file, '--json')).stdout)
    expect(JSON.stringify(json)).toContain('{"kind":"other","policy":"moon-phase","text":"waxing"}')
    const {stdout, stderr, exitCode} = await scene.run('apply', scene.file)
    expect(stderr).toMatch(
      /^Error: cannot apply .*plan\.json\n {2}This version does not support what the file changes: /,
    )
    expect(stderr).toContain('A www.example.com is routed by moon-phase (waxing). Nothing was changed.')
    expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 1})
    expectNoWrite(scene)
  })

  it('with an unknown registry: shown, and not applied', async () => {
    const scene = await laterPlan((text) => text.replace('"registry":"txt"', '"registry":"crd"'))
    expect((await scene.run('show', scene.file)).exitCode).toBe(0)
    const {stderr, exitCode} = await scene.run('apply', scene.file)
    expect(stderr).toContain('This version does not support what the file changes: it keeps ownership in crd.')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  it('for several clusters: shown as such', async () => {
    const scene = await laterPlan((text) => text.replace('"owners":["prod"]', '"owners":["prod","prod-us1"]'))
    const {stderr, exitCode} = await scene.run('apply', scene.file)
    expect(stderr).toContain('This version does not understand it: plan.owners is ["prod","prod-us1"].')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  it('a known policy must have the known fields', async () => {
    const scene = await laterPlan((text) => text.replaceAll('"weight":10}', '"weight":10,"text":"x"}'))
    expect((await scene.run('show', scene.file)).stderr).toContain('It was not written by this program')
  })
})
