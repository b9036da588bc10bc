import {describe, expect, it} from 'vitest'
import {renderApplyEvent} from '../../src/render/apply/apply-json.js'
import {renderApplyProgress, renderApplyQuestion} from '../../src/render/apply/apply-text.js'
import {makeTheme} from '../../src/render/layout/theme.js'
import {create, host, newTxt, owner, plan, set, zone, zonePlan} from './builders.js'
import {sampleEvents} from './sample-events.js'
import {samplePlans} from './sample-plans.js'

const options = {width: 100, theme: makeTheme(0)}

describe('renderApplyQuestion', () => {
  it('names the zone and the owner', () => {
    const shown = plan({zones: [zonePlan([host('api', 'create')])], owner: owner('prod-eu1')})
    expect(renderApplyQuestion(shown)).toBe("Apply these changes to example.com as prod-eu1? Only 'yes' is accepted:")
  })

  it('counts the deletes', () => {
    expect(renderApplyQuestion(samplePlans.refusal)).toContain('these changes (12 deletes) to example.com')
  })

  it('names every zone that is written, that of a TXT too, and tells twins apart', () => {
    const twin = zone('example.com', {id: 'Z0TWIN', isPrivate: true})
    const shown = plan({
      zones: [
        zonePlan([host('api', 'create', {ownership: [newTxt('a-api', zone('example.org', {id: 'Z0ORG'}))]})]),
        zonePlan([host('api', 'create', {zone: twin, changes: [create(set('api', 'A', ['10.0.0.1']))]})], {zone: twin}),
      ],
    })
    expect(renderApplyQuestion(shown)).toContain('to example.com (public), example.org and example.com (private) as')
  })

  it('leaves out zones that are not written, and says that nobody will own the records', () => {
    expect(renderApplyQuestion(samplePlans.noop)).toContain('to example.com without ownership?')
    expect(renderApplyQuestion(samplePlans['upsert-only'])).not.toContain('example.org')
  })
})

describe('renderApplyProgress', () => {
  it('has one line a batch, and counts one change as one', () => {
    const batch = {
      kind: 'batch-accepted',
      zone: zone(),
      index: 1,
      of: 3,
      hosts: 4,
      changes: 12,
      changeId: 'C123',
    } as const
    expect(renderApplyProgress(batch, options)).toBe('batch 1/3 example.com: 12 changes accepted (C123)\n')
    expect(renderApplyProgress({...batch, changes: 1}, options)).toContain(': 1 change accepted')
  })

  it('sums up', () => {
    const summary = {
      kind: 'summary',
      applied: 5,
      partly: 0,
      failed: 0,
      total: 5,
      blocked: 0,
      problems: 0,
      exitCode: 0,
    } as const
    expect(renderApplyProgress(summary, options)).toBe('Applied 5 of 5 hosts.\n')
    expect(renderApplyProgress({...summary, applied: 4, failed: 1, blocked: 3}, options)).toBe(
      'Applied 4 of 5 hosts, 1 failed. 3 not changed.\n',
    )
    expect(renderApplyProgress({...summary, blocked: 3, problems: 2}, options)).toBe(
      'Applied 5 of 5 hosts. 2 problems, 1 not changed.\n',
    )
    expect(renderApplyProgress({...summary, blocked: 1, problems: 1}, options)).toBe(
      'Applied 5 of 5 hosts. 1 problem.\n',
    )
    expect(renderApplyProgress({...summary, applied: 3, partly: 1, failed: 1}, options)).toBe(
      'Applied 3 of 5 hosts, 1 in part, 1 failed.\n',
    )
  })
})

describe('renderApplyEvent', () => {
  it('prints each event as one line with its version and kind first', () => {
    for (const event of sampleEvents) {
      const line = renderApplyEvent(event)
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(Object.keys(JSON.parse(line)).slice(0, 2)).toEqual(['formatVersion', 'kind'])
      expect(JSON.parse(line)).toMatchObject({formatVersion: 1, kind: event.kind})
    }
  })

  it('ends with the exit code', () => {
    const lines = sampleEvents.filter(({kind}) => kind === 'summary' || kind === 'error').map(renderApplyEvent)
    expect(lines.map((line) => JSON.parse(line).exitCode)).toEqual([4, 0, 1])
  })
})
