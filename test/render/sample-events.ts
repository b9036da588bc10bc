import type {Answer, Verdict} from '../../src/dns/answer.js'
import type {ApplyEvent} from '../../src/pipeline/apply/apply-events.js'
import {blocked, origin, zone} from './builders.js'
import {designHosts} from './sample-plans.js'

/** One event of each kind. */
export const sampleEvents: readonly ApplyEvent[] = [
  ...designHosts.slice(4).map((host): ApplyEvent => ({kind: 'planned', host})),
  {kind: 'not-changed', blocked: blocked('cart', 'owner-mismatch', {owner: 'prod-us1'})},
  {
    kind: 'not-used',
    unused: {
      dnsName: 'old.example.com',
      resource: 'ingress/shop/old',
      origin: origin('Ingress shop/old', 'spec.rules[0].host'),
      reason: 'left out by --ingress-class',
    },
  },
  {kind: 'warning', warning: {text: 'the TTL "soon" is none, ignored', origin: origin('Service web/front')}},
  {kind: 'batch-started', zone: zone(), index: 1, of: 3, hosts: 4, changes: 12},
  {kind: 'batch-accepted', zone: zone(), index: 1, of: 3, hosts: 4, changes: 12, changeId: 'C123'},
  {
    kind: 'batch-rejected',
    zone: zone(),
    hosts: 2,
    messages: [
      'RRSet of type CNAME with DNS name shop.example.com. is not permitted as it conflicts with other records',
    ],
  },
  {
    kind: 'host-failed',
    zone: zone(),
    host: 'shop.example.com',
    setIdentifier: 'eu1',
    origins: [origin('Ingress shop/shop'), origin('Service shop/shop', 'annotation hostname')],
    reason: 'a CNAME stands alone at its name',
    messages: [
      'RRSet of type CNAME with DNS name shop.example.com. is not permitted as it conflicts with other records',
    ],
  },
  {
    kind: 'host-partly',
    zone: zone(),
    host: 'child.example.com',
    setIdentifier: undefined,
    origins: [origin('Service shop/child', 'annotation hostname')],
    reason: 'done in part: the run was stopped before the rest of it was sent',
    messages: [],
  },
  ...verifiedEvents(),
  {kind: 'summary', applied: 3, partly: 1, failed: 1, total: 5, blocked: 3, problems: 1, exitCode: 4},
  {kind: 'summary', applied: 5, partly: 0, failed: 0, total: 5, blocked: 0, problems: 0, exitCode: 0},
  {
    kind: 'error',
    code: 'ROUTE53_THROTTLED',
    doing: 'change the record sets of zone example.com (Z0AAAA1111)',
    happened: 'Route 53 throttled the change (Rate exceeded), 5 tries in 31 s.',
    fix: ['run the same command again; it plans only what is left'],
    changed: 'Batch 1 is in (change C123), 2 and 3 are not.',
    exitCode: 1,
  },
]

/** The answers of two name servers, one of which still has the former zone. */
function verifiedEvents(): readonly ApplyEvent[] {
  const [wanted, former] = ['192.0.2.10', '192.0.2.9']
  const answers = (verdict: Verdict, ...phrase: readonly Answer[]) =>
    phrase.map((answer, index) => ({server: `ns-${index + 1}.awsdns-21.com`, answer, verdict}))
  const event = {
    kind: 'verified' as const,
    zone: zone(),
    host: 'www.example.com',
    type: 'A' as const,
    obstacle: undefined,
  }
  const exact = {kind: 'values' as const, values: [wanted]}
  const right = {kind: 'values' as const, values: [wanted]}
  return [
    {...event, wanted: exact, answers: answers('as-wanted', right, right)},
    {
      ...event,
      wanted: exact,
      answers: [
        ...answers('as-wanted', right),
        {server: 'ns-2.awsdns-21.com', answer: {kind: 'values', values: [former]}, verdict: 'differs'},
      ],
    },
    {
      ...event,
      host: 'pay.example.com',
      wanted: {kind: 'choice', chosenBy: 'weighted routing', possible: [[wanted]]},
      answers: answers('possible', right, {kind: 'values', values: [former]}),
    },
    {
      ...event,
      host: 'gone.example.com',
      wanted: {kind: 'nothing'},
      answers: answers('no-answer', {kind: 'none', happened: 'does not answer'}),
    },
    {
      ...event,
      type: 'DS',
      wanted: {kind: 'values', values: ['1 13 2 ab']},
      answers: [],
      obstacle: 'DS cannot be asked for',
    },
  ]
}
