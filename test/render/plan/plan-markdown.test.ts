import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {code, fenced} from '../../../src/render/plan/markdown-table.js'
import {renderPlanMarkdown} from '../../../src/render/plan/plan-markdown.js'
import {bigPlan} from '../big-plan.js'
import {blocked, host, lostTxt, name, origin, owner, plan, remove, set, zonePlan} from '../builders.js'
import {samplePlans} from '../sample-plans.js'

const bytes = (text: string) => Buffer.byteLength(text)

describe('renderPlanMarkdown', () => {
  it('gives the verdict before anything else', () => {
    const [first] = renderPlanMarkdown(samplePlans['design-screen']).split('\n')
    expect(first).toBe('## DNS plan: 2 to create, 2 to update, 1 to replace, 1 to delete')
    expect(renderPlanMarkdown(samplePlans.empty)).toMatch(/^## DNS plan: no changes\n/)
    expect(renderPlanMarkdown(samplePlans.refusal)).toMatch(/^## DNS plan: 12 to delete, and apply would refuse it\n/)
  })

  it('says what would allow it where the deletes are over the limit', () => {
    expect(renderPlanMarkdown(samplePlans.refusal)).toContain('--max-deletes=12 would allow it')
  })

  it('puts problems apart, and counts them', () => {
    const text = renderPlanMarkdown(samplePlans['design-screen'])
    expect(text).toContain('1 problem, 24 not changed.')
    expect(text).toContain('<summary>Problems: hosts that cannot be done as asked (exit 4): 1</summary>')
    expect(text).toContain('<summary>Not changed: 24</summary>')
  })

  it('does not count a TXT that is deleted alone as a host, and does not say who asks for it', () => {
    const parts = {ownership: [lostTxt('web')], isGone: false, notes: ['ownership TXT without a record']}
    const text = renderPlanMarkdown(plan({zones: [zonePlan([host('web', 'delete', parts)], {ownedHosts: 0})]}))
    expect(text).toContain('| ownership TXT only | `ownership TXT without a record` |')
    expect(text).not.toContain('no object asks')
  })

  it('puts deletes and replacements in a table, deletes first', () => {
    const rows = renderPlanMarkdown(samplePlans['design-screen']).match(/^\| \*\*.*$/gm)
    expect(rows).toEqual([
      '| **delete** | `gone.example.com` | `example.com` | CNAME `shop-3.example.net` | `no object asks for it any more (was Ingress shop/gone)` |',
      '| **replace** | `old.example.com` | `example.com` | CNAME `shop-7.example.net` → A AAAA `alias dualstack.k8s-old.elb.amazonaws.com` | `Ingress shop/old` |',
    ])
  })

  it('folds the rest as a diff that colours what comes and goes', () => {
    const text = renderPlanMarkdown(samplePlans['design-screen'])
    expect(text).toContain('```diff\n+ api.example.com\n+   A AAAA   alias k8s-api-9f2')
    expect(text).toMatch(/^! ~ www\.example\.com\n {4}A {8}192\.0\.2\.11 → 192\.0\.2\.12$/m)
  })

  it('fits a comment with 7,000 hosts, and every count is still there', () => {
    const shown = bigPlan(7000)
    const text = renderPlanMarkdown(shown)
    expect(bytes(text)).toBeLessThanOrEqual(65_536)
    expect(bytes(text)).toBeGreaterThan(40_000)
    expect(text).toContain('## DNS plan: 1167 to create, 3501 to update, 1166 to replace, 1166 to delete\n')
    expect(text).toContain('<summary>Not changed: 466</summary>')
    const rows = text.match(/^\| \*\*/gm)?.length ?? 0
    const [table = '', diff = ''] = [...text.matchAll(/\*Not shown, for lack of room: (\d+) more hosts/g)].map(
      ([, count]) => count,
    )
    expect(rows + Number(table)).toBe(2332)
    const heads = text.match(/^([+-]|! ~|! -\/\+) app-\d+\./gm)?.length ?? 0
    expect(heads + Number(diff)).toBe(7000)
  })

  it('keeps to any limit from 4 KB on, and closes every block it opened', () => {
    const plans = [bigPlan(300, 40), bigPlan(2000, 1), samplePlans.refusal, samplePlans['long-values'], samplePlans.idn]
    fc.assert(
      fc.property(fc.constantFrom(...plans), fc.integer({min: 4096, max: 200_000}), (shown, limit) => {
        const text = renderPlanMarkdown(shown, {limit})
        expect(bytes(text)).toBeLessThanOrEqual(limit)
        expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
        expect((text.match(/^```/gm)?.length ?? 0) % 2).toBe(0)
      }),
      {numRuns: 40},
    )
  })

  it('escapes names, values and owners', () => {
    const evil = '`</code>|@org/team\n```\n<script>alert(1)</script> [x](http://evil.example) ![](http://evil.example)'
    const shown = plan({
      owner: owner(evil),
      zones: [
        zonePlan([
          host('x', 'delete', {
            name: name(evil),
            setIdentifier: evil,
            changes: [remove(set('x', 'TXT', [evil]))],
            formerResources: [evil],
            notes: [evil],
          }),
        ]),
      ],
      blocked: [blocked('y', 'object-problem', {host: evil, detail: evil, owner: evil, origins: [origin()]})],
      warnings: [{text: evil, origin: undefined}],
    })
    const text = renderPlanMarkdown(shown)
    const outside = text.replace(/^(`{3,})(diff|text)\n[\s\S]*?\n\1$/gm, '').replace(/<code>[^<]*<\/code>/g, '')
    for (const part of ['script', '@org', 'evil.example', '](']) expect(outside).not.toContain(part)
    const tableRow = text.split('\n').find((line) => line.startsWith('| **delete**')) ?? ''
    expect(tableRow.match(/\|/g)).toHaveLength(6)
  })
})

describe('foreign text as code', () => {
  it.each([
    ['www.example.com', '`www.example.com`'],
    ['@team <b>', '`@team <b>`'],
    ['a`b', '<code>a&#96;b</code>'],
    ['a|b\\', '<code>a&#124;b&#92;</code>'],
    [' a', '<code>&#32;a</code>'],
    ['', ''],
    ['a\nb', '<code>a&#92;u&#123;a&#125;b</code>'],
  ])('writes %j as %s', (text, expected) => {
    expect(code(text)).toBe(expected)
  })

  it('ends a block nowhere but at its end', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[`~ a-z]{0,12}$/)), (lines) => {
        const text = fenced('text', lines)
        const fence = /^`+/.exec(text)?.[0] ?? ''
        expect(
          text.split('\n').filter((line) => line.trim().startsWith(fence) && /^\s*`+\s*$/.test(line)),
        ).toHaveLength(1)
      }),
    )
  })
})
