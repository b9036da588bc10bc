import type {Plan} from '../../src/plan/plan.js'
import {pending, set, txt, wanted} from '../plan/builders.js'
import {type JointSituation, jointPlan} from '../plan/joint-builders.js'

const has = (host: string, type: 'A' | 'AAAA' | 'CNAME', value: string, owner: string, by = 'ingress/shop/web') => [
  set(host, type, value),
  txt(`${type.toLowerCase()}-${host}`, owner, by),
]

/** Three clusters, one of which could not be read: moves of each kind, a conflict, and what stays. */
const jointSituation: JointSituation = {
  stored: [
    ...has('www', 'A', '192.0.2.10', 'prod-us1'),
    ...has('same', 'A', '192.0.2.30', 'prod-us1'),
    ...has('turn', 'CNAME', 'shop-7.example.net', 'prod-us1'),
    ...has('both', 'A', '192.0.2.40', 'prod-us1', 'ingress/shop/both'),
    ...has('waits', 'A', '192.0.2.50', 'prod-us1', 'ingress/shop/waits'),
    ...has('gone', 'A', '192.0.2.60', 'prod-us1', 'ingress/shop/gone'),
    ...has('asia', 'A', '192.0.2.70', 'prod-ap1', 'ingress/shop/asia'),
    ...has('asia-2', 'A', '192.0.2.71', 'prod-ap1', 'ingress/shop/asia'),
  ],
  clusters: [
    {
      context: 'eks-eu',
      owner: 'prod-eu1',
      wants: [
        wanted('www', 'A', '192.0.2.20', {by: 'ingress/shop/web'}),
        wanted('same', 'A', '192.0.2.30', {by: 'ingress/shop/web'}),
        wanted('turn', 'A', '192.0.2.21', {by: 'service/shop/turn'}),
        wanted('both', 'A', '192.0.2.22', {by: 'service/shop/both'}),
        wanted('waits', 'A', '192.0.2.23', {by: 'service/shop/waits'}),
        wanted('new', 'A', '192.0.2.24', {by: 'service/shop/new'}),
        wanted('asia', 'A', '192.0.2.25', {by: 'service/shop/asia'}),
      ],
    },
    {
      context: 'eks-us',
      owner: 'prod-us1',
      wants: [
        wanted('both', 'A', '192.0.2.40', {by: 'ingress/shop/both'}),
        wanted('new', 'A', '192.0.2.80', {by: 'ingress/shop/new'}),
      ],
      pending: [pending('waits', 'ingress/shop/waits')],
    },
    {context: 'eks-ap', owner: 'prod-ap1', isUnreachable: true},
  ],
  tolerated: new Set(['unreachable-cluster']),
}

export const jointSample: Plan = jointPlan(jointSituation)
