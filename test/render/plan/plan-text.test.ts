import {describe, expect, it} from 'vitest'
import type {Plan} from '../../../src/plan/plan.js'
import {makeTheme} from '../../../src/render/layout/theme.js'
import {renderPlanText} from '../../../src/render/plan/plan-text.js'
import {
  aliases,
  blocked,
  changedTxt,
  create,
  host,
  lostTxt,
  newTxt,
  origin,
  plan,
  remove,
  set,
  update,
  zone,
  zonePlan,
} from '../builders.js'
import {samplePlans} from '../sample-plans.js'

function render(shown: Plan, width = 100): string {
  return renderPlanText(shown, {width, theme: makeTheme(0)})
}

function renderHost(...parts: Parameters<typeof host>): string {
  return render(plan({zones: [zonePlan([host(...parts)])]}))
}

describe('renderPlanText', () => {
  it('keeps its header when nothing changes, so that a wrong owner is seen', () => {
    expect(render(samplePlans.empty)).toBe(
      'Plan for owner prod-eu1 · context prod-eks · policy sync\nRead 214 objects, 187 hosts · 1 zone, 706 record sets\n\nNo changes. 12 hosts are as they should be.\n',
    )
  })

  it('still says what is blocked when nothing changes', () => {
    expect(render(samplePlans['only-blocked'])).toContain('owner prod-us1  wanted by Ingress shop/cart')
  })

  it('says of an empty plan that zones were not wholly read', () => {
    const shown = plan({zones: [zonePlan([], {unchangedHosts: 1, reading: 'in-part'})]})
    expect(render(shown)).toContain(
      'No changes. 1 host is as it should be. 1 zone not fully read: prune finds stale records there.\n',
    )
  })

  it('folds A and AAAA of one alias, and leaves different addresses apart', () => {
    expect(renderHost('api', 'create', {changes: aliases('api', 'lb.example.net').map(create)})).toContain(
      'A AAAA   alias lb.example.net\n',
    )
    const changes = [create(set('api', 'A', ['192.0.2.1'])), create(set('api', 'AAAA', ['2001:db8::1']))]
    const text = renderHost('api', 'create', {changes})
    expect(text).toContain('A        192.0.2.1\n')
    expect(text).toContain('AAAA     2001:db8::1\n')
  })

  it('does not show a value as changed for its case or trailing dot', () => {
    const change = update(set('api', 'CNAME', ['LB.example.net.']), set('api', 'CNAME', ['lb.example.net'], {ttl: 60}))
    const text = renderHost('api', 'update', {changes: [change]})
    expect(text).toContain('CNAME    ttl 300 → 60')
    expect(text).not.toContain('LB.example.net')
  })

  it('shows a TXT value as changed when only its case changes', () => {
    const text = renderHost('api', 'update', {
      changes: [update(set('api', 'TXT', ['"A"']), set('api', 'TXT', ['"a"']))],
    })
    expect(text).toContain('TXT      "A" → "a"')
  })

  it('says what a delete loses and who asked for it', () => {
    const text = renderHost('gone', 'delete', {
      changes: [remove(set('gone', 'A', ['192.0.2.7']))],
      formerResources: ['ingress/shop/gone'],
    })
    expect(text).toContain('- gone.example.com  A        192.0.2.7\n')
    expect(text).toContain('no object asks for it any more (was Ingress shop/gone)')
  })

  it('does not say that nobody asks for the host when only one of its sets goes', () => {
    const changes = [remove(set('gone', 'AAAA', ['2001:db8::7']))]
    expect(renderHost('gone', 'delete', {changes, isGone: false})).toContain(
      'no object asks for this record set any more',
    )
  })

  it('does not say that nobody asks for a host when only its ownership TXT is deleted', () => {
    const parts = {ownership: [lostTxt('web', {isUntyped: true})], formerResources: ['service/web/front']}
    const text = renderHost('web', 'delete', {...parts, isGone: false, notes: ['older format']})
    expect(text).not.toContain('no object asks')
    expect(text).toContain('was Service web/front')
  })

  it('does not repeat the object that asked for it before, a DNSEndpoint included', () => {
    const parts = {origins: [origin('DNSEndpoint mail/mx')], formerResources: ['crd/mail/mx']}
    expect(renderHost('mx', 'update', parts)).not.toContain('was ')
  })

  it('names five objects of a host and counts the rest', () => {
    const origins = Array.from({length: 8}, (_, index) => origin(`Node worker-${index}`, ''))
    const text = renderHost('nodes', 'create', {origins})
    expect(text).toContain('Node worker-4')
    expect(text).toContain('and 3 more objects')
  })

  it('tells the old owner of a host that is taken over, on a narrow screen too', () => {
    const shown = plan({zones: [zonePlan([host('api', 'adopt', {ownership: [changedTxt('a-api', 'dead')]})])]})
    for (const width of [50, 100]) expect(render(shown, width)).toContain('owner    dead → prod-eu1  (TXT a-api)')
  })

  it('does not promise one batch when the TXT lies in another zone', () => {
    const changes = [remove(set('old', 'CNAME', ['a.example.net'])), create(set('old', 'A', ['192.0.2.1']))]
    const ownership = [newTxt('a-old.example.net', zone('example.net', {id: 'Z0OTHER'}))]
    expect(renderHost('old', 'replace', {changes, ownership: [newTxt('a-old')]})).toContain('one atomic batch')
    const text = renderHost('old', 'replace', {changes, ownership})
    expect(text).not.toContain('one atomic batch')
    const verbose = renderPlanText(plan({zones: [zonePlan([host('old', 'replace', {changes, ownership})])]}), {
      width: 100,
      theme: makeTheme(0),
      isVerbose: true,
    })
    expect(verbose).toContain('TXT      + a-old.example.net in zone example.net (Z0OTHER)')
  })

  it('puts problems before the other reasons, and these in their stable order', () => {
    const reasons = ['policy', 'invalid-name', 'unowned', 'object-problem'] as const
    const text = render(plan({blocked: reasons.map((reason) => blocked('x', reason))}))
    expect(text.match(/(?<=! x\.example\.com +)\S+/g)).toEqual(['invalid-name', 'object-problem', 'unowned', 'policy'])
  })

  it('names the object of a blocked host when the detail does not', () => {
    const one = blocked('x', 'no-zone', {
      detail: 'no zone takes it',
      origins: [origin('Ingress shop/x', 'spec.tls[0]')],
    })
    expect(render(plan({blocked: [one]}))).toContain('no zone takes it (Ingress shop/x)')
  })

  it('tells twin zones apart', () => {
    const twin = zone('example.com', {id: 'Z0TWIN', isPrivate: true})
    const zones = [zonePlan([]), zonePlan([], {zone: twin})]
    expect(render(plan({zones, blocked: [blocked('x', 'unowned', {zone: twin})]}))).toContain(
      'in example.com (private): ',
    )
  })

  it('counts zones that were not read when there are many', () => {
    const quiet = Array.from({length: 40}, (_, index) =>
      zonePlan([], {zone: zone(`zone-${index}.example`, {id: `Z${index}`}), reading: 'not-read'}),
    )
    const text = render(plan({zones: [zonePlan([host('api', 'create')]), ...quiet]}))
    expect(text).toContain('40 more zones without changes, 40 not read: prune finds stale records')
  })

  it('says that nobody owns anything under registry noop', () => {
    expect(render(samplePlans.noop)).toContain('Plan for registry noop (nobody owns anything) · context')
  })

  it('says how many hosts would go and what would allow it when the limit is exceeded', () => {
    const text = render(samplePlans.refusal).replace(/\s+/g, ' ')
    expect(text).toContain('12 of 60 owned hosts would be deleted (20 %), over the limit of 10 hosts and 10 %')
    expect(text).toContain('--max-deletes=12 would allow it')
    expect(render(samplePlans['design-screen'])).not.toContain('limit')
  })

  it('says a conflict in one line, with everyone who asked in vain', () => {
    const text = render(samplePlans.contested, 200)
    expect(text.match(/conflict-lost.*$/gm)).toEqual([
      'conflict-lost  A: Ingress shop/shop holds the name and keeps it (Service shop/front, Ingress other/shop)',
    ])
  })

  it('counts hosts of one reason in one line, and lists them with --verbose', () => {
    const shown = plan({
      blocked: Array.from({length: 8}, (_, index) =>
        blocked(`app-${index}`, 'no-zone', {
          detail: 'no zone takes it',
          origins: [origin(`Ingress shop/app-${index}`)],
        }),
      ),
    })
    expect(render(shown)).toContain('! 8 hosts            no-zone  no zone takes it (--verbose lists them)')
    const verbose = renderPlanText(shown, {width: 100, theme: makeTheme(0), isVerbose: true})
    expect(verbose.match(/! app-\d/g)).toHaveLength(8)
  })

  it('says the values that stay, and those that are added or removed alone', () => {
    const change = (before: string[], after: string[]) =>
      renderHost('api', 'update', {changes: [update(set('api', 'A', before), set('api', 'A', after))]})
    expect(change(['192.0.2.1', '192.0.2.2'], ['192.0.2.1', '192.0.2.3'])).toContain(
      'A        192.0.2.2 → 192.0.2.3  (192.0.2.1 stays)',
    )
    expect(change(['192.0.2.1'], ['192.0.2.1', '192.0.2.3'])).toContain('A        + 192.0.2.3  (192.0.2.1 stays)')
    expect(change(['192.0.2.1', '192.0.2.2'], ['192.0.2.1'])).toContain('A        - 192.0.2.2  (192.0.2.1 stays)')
    const many = Array.from({length: 9}, (_, index) => `192.0.2.1${index}`)
    expect(change([...many, '192.0.2.1'], [...many, '192.0.2.3'])).toContain('(9 other values stay)')
  })

  it('leaves the policy out of the header of commands that do not heed it', () => {
    const text = renderPlanText(samplePlans.empty, {width: 100, theme: makeTheme(0), heedsPolicy: false})
    expect(text).toContain('Plan for owner prod-eu1 · context prod-eks\n')
  })

  it('says why an ownership TXT is rewritten with the same text', () => {
    const old = changedTxt('a-api', 'prod-eu1')
    if (old.kind !== 'update') throw new Error('bug: no update')
    const ownership = [{...old, desired: {...old.current.recordSet, routing: {kind: 'weighted', weight: 5} as const}}]
    expect(renderHost('api', 'repair', {ownership})).toContain('~ a-api  (same text, routing as its record)')
  })

  it('counts the warnings that would push the plan off the screen', () => {
    const warnings = Array.from({length: 25}, (_, index) => ({text: `warning ${index}`, origin: undefined}))
    const shown = plan({zones: [zonePlan([host('api', 'create')])], warnings})
    const tell = (parts: {readonly isVerbose?: boolean; readonly isSummary?: boolean}) =>
      renderPlanText(shown, {width: 100, theme: makeTheme(0), ...parts}).match(/^ {4}(warning|and) .*$/gm) ?? []
    expect(tell({})).toHaveLength(21)
    expect(tell({}).at(-1)).toBe('    and 5 more (--verbose lists them)')
    expect(tell({isSummary: true})).toHaveLength(6)
    expect(tell({isVerbose: true})).toHaveLength(25)
  })
})
