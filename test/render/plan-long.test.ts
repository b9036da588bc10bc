import {describe, expect, it} from 'vitest'
import {makeTheme} from '../../src/render/layout/theme.js'
import {renderPlanText} from '../../src/render/plan/plan-text.js'
import {host, plan, remove, set, update, zonePlan} from './builders.js'
import {samplePlans} from './sample-plans.js'

const theme = makeTheme(0)
const AGAIN = 'Deleted or replaced (listed above too)'

function updates(count: number) {
  const change = update(set('a', 'A', ['192.0.2.1']), set('a', 'A', ['192.0.2.2']))
  return Array.from({length: count}, (_, index) => host(`a-${index}`, 'update', {changes: [change]}))
}

const deleted = host('z', 'delete', {changes: [remove(set('z', 'A', ['192.0.2.9']))]})

function symbolsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => /^ *(-\/\+|[-+~]) \S+\.example\.com/.exec(line)?.[1] ?? [])
}

describe('a plan longer than a screen', () => {
  it('tells deletes first, and deletes and replacements once more above the counts', () => {
    const text = renderPlanText(samplePlans.long, {width: 100, theme})
    const [first = '', last = ''] = text.split(AGAIN)
    expect(symbolsOf(first).slice(0, 7)).toEqual([...Array(6).fill('-'), '~'])
    expect(symbolsOf(first).filter((symbol) => symbol === '-/+')).toHaveLength(4)
    expect(symbolsOf(last)).toEqual([...Array(6).fill('-'), ...Array(4).fill('-/+')])
    expect(last).toContain('Plan: 0 to create, 62 to update, 4 to replace, 6 to delete')
  })

  it('repeats nothing where all fits on a screen', () => {
    const text = renderPlanText(plan({zones: [zonePlan([...updates(3), deleted])]}), {width: 100, theme})
    expect(symbolsOf(text)).toEqual(['-', '~', '~', '~'])
    expect(text).not.toContain(AGAIN)
  })

  it('repeats nothing when everything is deleted', () => {
    const gone = Array.from({length: 60}, (_, index) => ({...deleted, name: host(`g-${index}`, 'delete').name}))
    expect(renderPlanText(plan({zones: [zonePlan(gone)]}), {width: 100, theme})).not.toContain(AGAIN)
  })

  it('repeats thirty and counts the rest', () => {
    const gone = Array.from({length: 40}, (_, index) => ({...deleted, name: host(`g-${index}`, 'delete').name}))
    const text = renderPlanText(plan({zones: [zonePlan([...updates(30), ...gone])]}), {width: 100, theme})
    expect(text.split(AGAIN)[1]).toContain('and 10 more hosts')
  })
})

describe('--summary', () => {
  it('names zones, counts and reasons, and no host', () => {
    const text = renderPlanText(samplePlans['design-screen'], {width: 120, theme, isSummary: true})
    expect(text).toContain(
      'example.com  public  Z0AAAA1111  2 to create, 2 to update, 1 to replace, 1 to delete, 181 unchanged\n',
    )
    expect(text).toMatch(/! owner prod-us1: 1 host\n/)
    expect(text).not.toMatch(/(api|www|pay|old|gone)\.example\.com/)
  })
})
