import {describe, expect, it} from 'vitest'
import {renderPlanHtml} from '../../../src/render/plan/plan-html.js'
import {blocked, host, plan, unused, zonePlan} from '../builders.js'
import {samplePlans} from '../sample-plans.js'

const page = renderPlanHtml(samplePlans['design-screen'], {batches: 1})

describe('renderPlanHtml', () => {
  it('colours the old value and the new one', () => {
    expect(page).toContain('<del>192.0.2.11</del> → <ins>192.0.2.12</ins>')
    expect(page).toContain('weight <del>10</del> → <ins>50</ins>')
  })

  it('offers only the actions and reasons that occur', () => {
    const options = (name: string) =>
      [...(new RegExp(`<select name="${name}".*?</select>`).exec(page)?.[0] ?? '').matchAll(/value="([^"]*)"/g)].map(
        ([, value]) => value,
      )
    expect(options('action')).toEqual(['', 'create', 'update', 'replace', 'delete', 'problem', 'blocked'])
    expect(options('reason')).toEqual(['', 'unowned', 'owner-mismatch', 'filtered', 'pending-target', 'invalid-name'])
    const onlyBlocked = renderPlanHtml(plan({zones: [zonePlan([])], blocked: [blocked('x', 'unowned')]}))
    expect(onlyBlocked).not.toContain('value="create"')
    expect(onlyBlocked).not.toContain('value="problem"')
  })

  it('keeps ownership texts folded', () => {
    expect(page).toMatch(/<details><summary>ownership<\/summary>.*a-api.*<\/details>/)
    expect(page.replace(/<details>.*?<\/details>/g, '')).not.toContain('heritage=')
  })

  it('says the words of the screen, problems apart', () => {
    expect(page).toContain('<p><small>no object asks for it any more (was Ingress shop/gone)</small></p>')
    expect(page).toContain('Problems: hosts that cannot be done as asked (exit 4) <small>1</small>')
    expect(page).toContain('Not changed <small>24</small>')
    expect(page).toContain('1 problem, 24 not changed.')
  })

  it('shows what makes the plan doubtful, and hosts that are not used', () => {
    const shown = plan({
      zones: [zonePlan([host('api', 'create')])],
      doubts: ['context demo has no namespace shopp'],
      unused: [unused('old.example.com', 'Ingress shop/old', 'left out by --ingress-class')],
    })
    const text = renderPlanHtml(shown)
    expect(text).toContain('<div class="refusal"><p>context demo has no namespace shopp</p>')
    expect(text).toContain('old.example.com: left out by --ingress-class (Ingress shop/old)')
  })

  it('leaves out the policy for a command that does not heed it', () => {
    expect(renderPlanHtml(samplePlans.empty, {heedsPolicy: false})).toContain(
      '<p class="about">owner prod-eu1 · context prod-eks</p>',
    )
  })
})
