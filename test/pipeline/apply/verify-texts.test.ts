import {describe, expect, it} from 'vitest'
import {applyPlan} from '../../../src/pipeline/apply/apply-plan.js'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import {LIMITS, planInput, SHOP, set, txt, txtRegistry, zone} from '../../plan/builders.js'
import {makeStrictAccount} from '../../plan/strict-account.js'
import {cliError, faultyAccount} from '../faulty-account.js'

/** Repairs the text of web, which is in the old format, on an account that may not show what was written. */
async function repair(read: 'as it is' | 'without new texts' | 'refused' | 'a bug') {
  const stored = [set('web', 'A', '192.0.2.10'), txt('web')]
  const goal = {kind: 'repair', former: undefined, upgradesFormat: true} as const
  const plan = makeOwnershipPlan({...planInput({stored}), goal})
  const account = makeStrictAccount([[SHOP, stored]])
  const zones: typeof account = {
    ...account,
    async listRecordSetsNamed(zone, names) {
      if (read === 'refused') throw cliError('AWS_UNREACHABLE')
      if (read === 'a bug') throw new TypeError('bug')
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

  it('ends with a reading that fails for a bug', async () => {
    await expect(repair('a bug')).rejects.toThrow('bug')
  })

  it('of texts that are all in another zone than their host writes, reads and removes them there', async () => {
    const eu = zone('eu.shop.io', {id: 'Z2'})
    const stored = [
      [SHOP, [txt('p-eu', 'red', 'service/shop/eu')]],
      [eu, [set('eu', 'A', '192.0.2.10')]],
    ] as const
    const registry = txtRegistry({prefix: 'p-%{record_type}'})
    const goal = {kind: 'repair', former: undefined, upgradesFormat: true} as const
    const {account, ports} = faultyAccount(stored)
    const plan = makeOwnershipPlan({...planInput({stored, registry}), goal})
    expect((await applyPlan(plan, LIMITS, ports)).map(({kind}) => kind)).toEqual(['applied'])
    expect(account.contents().map(([, sets]) => sets.map(({name}) => name))).toEqual([
      ['p-aeu.shop.io'],
      ['eu.shop.io'],
    ])
  })
})
