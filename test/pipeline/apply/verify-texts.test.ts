import {describe, expect, it} from 'vitest'
import {applyPlan} from '../../../src/pipeline/apply/apply-plan.js'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import {LIMITS, planInput, SHOP, set, txt} from '../../plan/builders.js'
import {makeStrictAccount} from '../../plan/strict-account.js'
import {cliError} from '../faulty-account.js'

/** Repairs the text of web, which is in the old format, on an account that may not show what was written. */
async function repair(read: 'as it is' | 'without new texts' | 'refused') {
  const stored = [set('web', 'A', '192.0.2.10'), txt('web')]
  const goal = {kind: 'repair', former: undefined, upgradesFormat: true} as const
  const plan = makeOwnershipPlan({...planInput({stored}), goal})
  const account = makeStrictAccount([[SHOP, stored]])
  const zones: typeof account = {
    ...account,
    async listRecordSetsNamed(zone, names) {
      if (read === 'refused') throw cliError('AWS_UNREACHABLE')
      const found = await account.listRecordSetsNamed(zone, names)
      return read === 'as it is' ? found : found.filter((each) => stored.includes(each))
    },
  }
  const outcomes = await applyPlan(plan, LIMITS, {
    submitter: account,
    zones,
    isStopping: () => false,
    report: () => {},
  })
  return {
    texts: account.contents().flatMap(([, sets]) => sets.flatMap(({name, type}) => (type === 'TXT' ? [name] : []))),
    outcomes: outcomes.map(({kind}) => kind),
  }
}

describe('a repair', () => {
  it('removes the old text when the new one can be read', async () => {
    expect(await repair('as it is')).toEqual({texts: ['a-web.shop.io'], outcomes: ['applied']})
  })

  it.each(['without new texts', 'refused'] as const)('keeps the old text when a reading is %s', async (read) => {
    expect(await repair(read)).toEqual({texts: ['web.shop.io', 'a-web.shop.io'], outcomes: ['partly']})
  })
})
