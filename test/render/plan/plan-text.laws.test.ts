import {stripVTControlCharacters} from 'node:util'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {HostPlan} from '../../../src/plan/change.js'
import type {Plan} from '../../../src/plan/plan.js'
import {BLOCK_REASONS} from '../../../src/plan/plan.js'
import {displayWidth} from '../../../src/render/layout/display-width.js'
import {makeTheme} from '../../../src/render/layout/theme.js'
import {renderPlanText} from '../../../src/render/plan/plan-text.js'
import {blocked, create, host, lostTxt, newTxt, origin, plan, remove, set, update, zonePlan} from '../builders.js'

const SYMBOLS = new Set(['+', '~', '-', '-/+', '<-', '!'])

const label = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,40}$/)
const hostName = fc.array(label, {minLength: 1, maxLength: 4}).map((labels) => [...labels, 'example', 'com'].join('.'))
const txtValue = fc.stringMatching(/^"[ -!#-~]{0,300}"$/)
const address = fc.ipV4()
const foreignText = fc.string({unit: 'binary', maxLength: 60})

const records = fc.oneof(
  fc.record({type: fc.constant('A' as const), values: fc.uniqueArray(address, {minLength: 1, maxLength: 6})}),
  fc.record({type: fc.constant('CNAME' as const), values: hostName.map((target) => [target])}),
  fc.record({type: fc.constant('TXT' as const), values: fc.uniqueArray(txtValue, {minLength: 1, maxLength: 3})}),
)

const hostPlan: fc.Arbitrary<HostPlan> = fc
  .record({
    name: hostName,
    before: records,
    after: records,
    alias: hostName,
    note: foreignText,
    setIdentifier: fc.option(foreignText, {nil: undefined}),
    action: fc.constantFrom('create', 'update', 'replace', 'delete', 'adopt'),
  })
  .map(({name, before, after, alias, note, setIdentifier, action}) => {
    const old = set(name, before.type, before.values)
    const next = set(name, after.type, after.values, {ttl: 60})
    const changes = {
      create: [create(next), create(set(name, 'AAAA', [], {alias}))],
      update: before.type === after.type ? [update(old, next)] : [update(old, set(name, before.type, [], {alias}))],
      replace: [remove(old), create(next)],
      delete: [remove(old)],
      adopt: [],
    }[action]
    const ownership = action === 'create' ? [newTxt(`a-${name}`)] : [newTxt(`a-${name}`), lostTxt(`cname-${name}`)]
    return host(name, action, {changes, ownership, notes: [note], setIdentifier, formerResources: ['ingress/shop/x']})
  })

const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    hosts: fc.array(hostPlan, {maxLength: 5}),
    blockedHosts: fc.array(
      fc.record({
        name: fc.oneof(hostName, foreignText),
        reason: fc.constantFrom(...BLOCK_REASONS),
        detail: foreignText,
        fix: fc.option(foreignText, {nil: undefined}),
        owner: fc.option(foreignText, {nil: undefined}),
      }),
      {maxLength: 4},
    ),
    warning: foreignText,
  })
  .map(({hosts, blockedHosts, warning}) =>
    plan({
      zones: [zonePlan(hosts)],
      blocked: blockedHosts.map(({name, reason, ...parts}) => ({...blocked('x', reason, parts), host: name})),
      warnings: [{text: warning, origin: origin()}],
    }),
  )

const width = fc.integer({min: 40, max: 220})

function render(shown: Plan, columns: number): string {
  return renderPlanText(shown, {width: columns, theme: makeTheme(0), batches: 1})
}

describe('laws of the plan on screen', () => {
  it('never cuts a host name or a target', () => {
    fc.assert(
      fc.property(anyPlan, width, (shown, columns) => {
        const text = render(shown, columns)
        const joined = text.replace(/\s+/g, '')
        for (const one of shown.zones.flatMap((zone) => zone.hosts)) {
          expect(text).toContain(one.name)
          for (const {type, target} of changedTargets(one)) {
            if (type === 'TXT') expect(joined).toContain(target.replace(/\s+/g, ''))
            else expect(text).toContain(target)
          }
        }
      }),
    )
  })

  it('makes no line longer than the screen, unless it holds one word that cannot be parted', () => {
    fc.assert(
      fc.property(anyPlan, width, (shown, columns) => {
        for (const line of render(shown, columns).split('\n')) {
          const tokens = line.split(' ').filter((token) => token !== '' && !SYMBOLS.has(token))
          expect(displayWidth(line) <= columns || tokens.length === 1, `${columns}: ${line}`).toBe(true)
        }
      }),
    )
  })

  it('renders the same plan to the same bytes, and blocked hosts in any order', () => {
    fc.assert(
      fc.property(anyPlan, width, (shown, columns) => {
        const copy = structuredClone(shown)
        expect(render({...copy, blocked: [...copy.blocked].reverse()}, columns)).toBe(render(shown, columns))
      }),
    )
  })

  it('says the same with and without colour', () => {
    fc.assert(
      fc.property(anyPlan, width, (shown, columns) => {
        const coloured = renderPlanText(shown, {width: columns, theme: makeTheme(3), batches: 1})
        expect(stripVTControlCharacters(coloured)).toBe(render(shown, columns))
      }),
    )
  })

  it('writes nothing but ASCII where the screen shows nothing else', () => {
    fc.assert(
      fc.property(anyPlan, width, (shown, columns) => {
        expect(renderPlanText(shown, {width: columns, theme: makeTheme(0, true)})).toMatch(/^\p{ASCII}*$/u)
      }),
    )
  })

  it('lets nothing that others wrote move the cursor', () => {
    fc.assert(
      fc.property(anyPlan, width, (shown, columns) => {
        expect(render(shown, columns).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

function changedTargets(one: HostPlan): {type: string; target: string}[] {
  return one.changes.flatMap((change) => {
    const sets =
      change.kind === 'update'
        ? [change.current, change.desired]
        : [change.kind === 'create' ? change.desired : change.current]
    // An update does not repeat values when none of them changes.
    const texts = sets.map((set) => JSON.stringify(set.data.kind === 'alias' ? set.data.target : set.data.values))
    if (texts.length === 2 && texts[0] === texts[1]) return []
    return sets.flatMap((set) =>
      (set.data.kind === 'alias' ? [set.data.target.dnsName] : set.data.values).map((target) => ({
        type: set.type,
        target,
      })),
    )
  })
}
