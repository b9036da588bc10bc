import {count, flag} from '../../codec/codec.js'
import {SHOWN_PLAN_FIELDS} from '../../codec/plan-codec.js'
import {sometimes} from '../../codec/several-owners.js'
import {derived, fieldsOf, self, view} from '../../codec/writer.js'
import {HOST_ACTIONS} from '../../plan/change.js'
import {countPlan, isEmptyPlan, type Plan, type PlanCounts} from '../../plan/plan.js'
import {sortBlocked} from '../plan/blocked-text.js'
import {documentRenderer, headed} from './document.js'

const COUNTS = [
  ...HOST_ACTIONS.filter((action) => action !== 'move'),
  'cleanups',
  'unchanged',
  'blocked',
  'problems',
  'owned',
  'ledgerChanges',
  'recordSetChanges',
] as const

const {
  owner,
  policy,
  context,
  objects,
  wantedHosts,
  zones,
  blocked,
  isFirstRun: _isFirstRun,
  ...rest
} = SHOWN_PLAN_FIELDS

type JointCounts = PlanCounts & {readonly isJoint: boolean}

/** Within one cluster nothing can move. */
const counts = view<JointCounts>({
  ...Object.fromEntries(COUNTS.map((word) => [word, derived((all: JointCounts) => all[word], count)])),
  move: derived(({move, isJoint}: JointCounts) => (isJoint ? move : undefined), sometimes(count)),
})

export const planWriter = headed(
  'plan',
  view<Plan>({
    ...fieldsOf(self<Plan>, {owner, policy, context}),
    isEmpty: derived(isEmptyPlan, flag),
    read: view<Plan>({
      ...fieldsOf(self<Plan>, {objects, wantedHosts}),
      zones: derived(({zones}) => zones.length, count),
      recordSets: derived(({zones}) => zones.reduce((sum, zone) => sum + zone.recordSets, 0), count),
    }),
    counts: derived((plan: Plan) => ({...countPlan(plan), isJoint: plan.clusters !== undefined}), counts),
    ...fieldsOf(self<Plan>, {zones}),
    blocked: derived((plan) => sortBlocked(plan.blocked), blocked),
    ...fieldsOf(self<Plan>, rest),
  }),
)

/** The plan as one JSON value, blocked hosts in the order of the screen; ends with a line feed. */
export const renderPlanJson = documentRenderer(planWriter)
