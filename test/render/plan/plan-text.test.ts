import {describe, expect, it} from 'vitest'
import type {HostPlan} from '../../../src/plan/change.js'
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
  it('says one line when nothing changes', () => {
    expect(render(samplePlans.empty)).toBe('No changes. 12 hosts are as they should be.\n')
  })

  it('still says what is blocked when nothing changes', () => {
    expect(render(samplePlans['only-blocked'])).toContain('owner prod-us1  wanted by Ingress shop/cart')
  })

  it('says of an empty plan that zones were not wholly read', () => {
    const shown = plan({zones: [zonePlan([], {unchangedHosts: 1, reading: 'in-part'})]})
    expect(render(shown)).toBe(
      'No changes. 1 host is as it should be. 1 zone not wholly read: leftovers may exist, prune would show\n  them.\n',
    )
  })

  it('folds A and AAAA of one alias, and leaves different addresses apart', () => {
    expect(renderHost('api', 'create', {changes: aliases('api', 'lb.example.net').map(create)})).toContain(
      'A AAAA   alias lb.example.net   health check on',
    )
    const changes = [create(set('api', 'A', ['192.0.2.1'])), create(set('api', 'AAAA', ['2001:db8::1']))]
    const text = renderHost('api', 'create', {changes})
    expect(text).toContain('A        192.0.2.1   ttl 300')
    expect(text).toContain('AAAA     2001:db8::1   ttl 300')
  })

  it('does not show a value as changed for its case or trailing dot', () => {
    const change = update(set('api', 'CNAME', ['LB.example.net.']), set('api', 'CNAME', ['lb.example.net'], {ttl: 60}))
    const text = renderHost('api', 'update', {changes: [change]})
    expect(text).toContain('CNAME    ttl 300 -> 60')
    expect(text).not.toContain('LB.example.net')
  })

  it('shows a TXT value as changed when only its case changes', () => {
    const text = renderHost('api', 'update', {
      changes: [update(set('api', 'TXT', ['"A"']), set('api', 'TXT', ['"a"']))],
    })
    expect(text).toMatch(/- "A"\n.*\+ "a"/)
  })

  it('says what a delete loses and who asked for it', () => {
    const text = renderHost('gone', 'delete', {
      changes: [remove(set('gone', 'A', ['192.0.2.7']))],
      formerResources: ['ingress/shop/gone'],
    })
    expect(text).toContain('192.0.2.7   ttl 300')
    expect(text).toContain('no object asks for it any more (was ingress/shop/gone)')
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
    expect(text).toContain('was service/web/front')
  })

  it('measures the share of deletes by the hosts that go as a whole', () => {
    const text = {ownership: [lostTxt('a-web')], isGone: false}
    const twin = {changes: [remove(set('pay', 'AAAA', ['2001:db8::7']))], isGone: false}
    const gone = {changes: [remove(set('gone', 'A', ['192.0.2.7']))]}
    const share = (hosts: readonly HostPlan[], ownedHosts: number) =>
      /to delete (\(.*?\))/.exec(render(plan({zones: [zonePlan(hosts, {ownedHosts})]})))?.[1]
    expect(share([host('web', 'delete', text)], 0)).toBe('(no host as a whole)')
    expect(share([host('pay', 'delete', twin)], 4)).toBe('(no host as a whole)')
    expect(share([host('gone', 'delete', gone), host('web', 'delete', text)], 4)).toBe(
      '(1 host as a whole, 25 % of 4 owned)',
    )
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
    for (const width of [50, 100]) expect(render(shown, width)).toContain('TXT a-api: owner dead -> prod-eu1')
  })

  it('does not promise one batch when the TXT lies in another zone', () => {
    const changes = [remove(set('old', 'CNAME', ['a.example.net'])), create(set('old', 'A', ['192.0.2.1']))]
    const ownership = [newTxt('a-old.example.net', zone('example.net', {id: 'Z0OTHER'}))]
    expect(renderHost('old', 'replace', {changes, ownership: [newTxt('a-old')]})).toContain('one atomic batch')
    const text = renderHost('old', 'replace', {changes, ownership})
    expect(text).not.toContain('one atomic batch')
    expect(text).toContain('new TXT a-old.example.net in zone example.net (Z0OTHER)')
  })

  it('puts problems before the other reasons, and these in their stable order', () => {
    const reasons = ['policy', 'invalid-name', 'unowned', 'object-problem'] as const
    const text = render(plan({blocked: reasons.map((reason) => blocked('x', reason))}))
    expect(text.match(/invalid-name|object-problem|unowned|policy/g)).toEqual([
      'invalid-name',
      'object-problem',
      'unowned',
      'policy',
    ])
  })

  it('names the object of a blocked host when the detail does not', () => {
    const one = blocked('x', 'no-zone', {
      detail: 'no zone takes it',
      origins: [origin('Ingress shop/x', 'spec.tls[0]')],
    })
    expect(render(plan({blocked: [one]}))).toContain('no zone takes it (Ingress shop/x spec.tls[0])')
  })

  it('tells twin zones apart', () => {
    const twin = zone('example.com', {id: 'Z0TWIN', isPrivate: true})
    const zones = [zonePlan([]), zonePlan([], {zone: twin})]
    expect(render(plan({zones, blocked: [blocked('x', 'unowned', {zone: twin})]}))).toContain(
      'in example.com (private),',
    )
  })

  it('counts zones that were not read when there are many', () => {
    const quiet = Array.from({length: 40}, (_, index) =>
      zonePlan([], {zone: zone(`zone-${index}.example`, {id: `Z${index}`}), reading: 'not-read'}),
    )
    const text = render(plan({zones: [zonePlan([host('api', 'create')]), ...quiet]}))
    expect(text).toContain('40 more zones without changes, 40 not read: leftovers may exist')
  })

  it('leaves out the limit when it is not told, and says the count of a count limit', () => {
    const changes = [remove(set('gone', 'A', ['192.0.2.7']))]
    const shown = plan({zones: [zonePlan([host('gone', 'delete', {changes})])]})
    expect(render(shown)).toContain('1 to delete (0.5 % of 187 owned).')
    const text = renderPlanText(shown, {width: 100, theme: makeTheme(0), deleteLimit: {kind: 'count', hosts: 5}})
    expect(text).toContain('1 to delete (0.5 % of 187 owned, limit 5 hosts).')
  })

  it('says that nobody owns anything under registry noop', () => {
    expect(render(samplePlans.noop)).toContain('Plan without ownership: registry noop, nobody owns anything')
  })

  it('prints the counts, ten victims, the common cause and the flag when apply will refuse', () => {
    const text = render(samplePlans.refusal)
    expect(text.replace(/\s+/g, ' ')).toContain(
      '12 of 60 owned hosts (20 %), more than the limit of 10 hosts and 10 %.',
    )
    expect(text.match(/^ {4}- app-/gm)).toHaveLength(10)
    expect(text).toContain('and 2 more')
    expect(text).toContain('If that is meant: --max-deletes 12')
  })

  it('names at a host everyone who asked for it in vain, with the rule', () => {
    const text = render(samplePlans.contested, 200)
    expect(text).toContain('rival    Service shop/front  annotation hostname   loses: Ingress shop/shop holds the name')
    expect(text).toContain('         Ingress other/shop  spec.rules[2].host   loses: Ingress shop/shop holds the name')
  })

  it('counts the warnings that would push the plan off the screen', () => {
    const warnings = Array.from({length: 25}, (_, index) => ({text: `warning ${index}`, origin: undefined}))
    const shown = plan({zones: [zonePlan([host('api', 'create')])], warnings})
    const tell = (parts: {readonly isVerbose?: boolean; readonly isSummary?: boolean}) =>
      renderPlanText(shown, {width: 100, theme: makeTheme(0), ...parts}).match(/^ {2}(warning|and) .*$/gm) ?? []
    expect(tell({})).toHaveLength(21)
    expect(tell({}).at(-1)).toBe('  and 5 more warnings, all of them with --verbose')
    expect(tell({isSummary: true})).toHaveLength(6)
    expect(tell({isVerbose: true})).toHaveLength(25)
  })
})
