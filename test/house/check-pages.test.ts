import {describe, expect, it} from 'vitest'
import {checkPages} from '../../bin/house/check-pages.mjs'

const check = (text: string, path = 'src/plan/plan.ts') => checkPages([path], () => text)

describe('a page that is not here', () => {
  it.each([
    ['/** The limit (design §4). */', 'design §'],
    ['// Design §5: no zone takes it.', 'Design §'],
    ['// as design.md says', 'design.md'],
    ["decided: 'style.md §4'", 'style.md'],
    ['/** Compared (spec sources.md §0). */', 'spec sources.md'],
    ['see spec/sources.md', 'spec/sources.md'],
    ['what (spec §17, P13) allows', 'spec §'],
    [' * registry.md §3.1)', 'registry.md §'],
    ['none in what §6.4 says', '§'],
    ['(RFC 1035 §2.3.4, and §4 of ours)', '§'],
    ['// see ../shared', '../shared'],
    ['// fixes issue 41', 'issue 41'],
    ['// as in issue #41', 'issue #41'],
    ['it(`reads it (law 5)`)', 'law 5'],
    ['// Laws 3 and 4', 'Laws 3'],
  ])('is found in %s', (text, found) => {
    const findings = check(`first\n${text}\n`)
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatch(/^src\/plan\/plan\.ts:2: "/)
    expect(findings[0]).toContain(`"${found}" `)
    expect(findings[0]).toContain(' → ')
  })

  it.each([
    '// RFC 1035 §2.3.4: at most 253 octets',
    '// RFC 3596 §2.5, XML 1.0 §2.2',
    '// RFC 9112 §6.1 and §6.3',
    'object.spec.hostnames',
    '`spec.hostnames` of a Route',
    "samplePlans['design-screen']",
    'see docs/reliability.md',
    'https://github.com/kubernetes-sigs/external-dns/issues/41',
    'the law of the plan, the sixth of 6 laws',
  ])('is not found in %s', (text) => {
    expect(check(text)).toEqual([])
  })

  it('is not the page of the laws, where that is named', () => {
    expect(check('Reads whole or not at all (law 5), see docs/laws.md.')).toEqual([])
    expect(check('Law 5', 'docs/laws.md')).toEqual([])
    expect(check('Reads it (law 5, design §4), see docs/laws.md.')).toHaveLength(1)
  })

  it('is looked for in pages and scripts too, not in recorded data', () => {
    for (const path of ['docs/ci.md', 'deploy/job.yaml', '.ci/run', '.dependency-cruiser.cjs'])
      expect(check('design §4', path)).toHaveLength(1)
    for (const path of ['test/conformance/equal/a.json', 'docs/plan.svg', 'test/render/golden/plan.md.txt'])
      expect(check('design §4', path)).toEqual([])
  })
})
