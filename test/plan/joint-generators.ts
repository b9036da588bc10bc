import fc from 'fast-check'
import type {Zone} from '../../src/dns/zone.js'
import {describeSituation, type Situation, txtRegistry, zone} from './builders.js'
import {NAMINGS, type Options, situations} from './generators.js'
import type {Cluster, JointSituation} from './joint-builders.js'

const TWIN = zone('shop.io', {id: 'Z3', isPrivate: true})
const EU = zone('eu.shop.io', {id: 'Z2'})
const ZONES: readonly (readonly Zone[])[] = [[zone()], [zone()], [zone(), TWIN], [zone(), EU], [EU]]
const CONTEXTS = ['east', 'west', 'south'] as const
const OWNERS = ['red', 'blue', 'old'] as const

/** Two or three clusters over the same zones, whose hosts often meet; what is stored is that of each, of a third owner, or of nobody. */
export function jointSituations(options: Options = {}): fc.Arbitrary<JointSituation> {
  return fc
    .record({zones: fc.constantFrom(...ZONES), naming: fc.constantFrom(...NAMINGS), count: fc.constantFrom(2, 2, 3)})
    .chain(({zones, naming, count}) => {
      const one = situations({...options, zones: [zones], naming, hasNoop: false})
      return fc.record({base: one, perCluster: fc.array(one, {minLength: count, maxLength: count}), swaps: fc.nat(2)})
    })
    .map(({base, perCluster, swaps}): JointSituation => {
      const {wants: ofBase = [], registry, ...shared} = base
      const given = registry?.kind === 'txt' ? registry : undefined
      const clusters = perCluster.map(({wants = [], pending = [], problems = []}, index): Cluster => {
        const more = index === swaps % perCluster.length ? ofBase : []
        return {
          context: CONTEXTS[index] ?? 'north',
          owner: OWNERS[index] ?? 'red',
          wants: [...wants.slice(0, 3), ...more],
          pending,
          problems,
        }
      })
      const {prefix = '', suffix = '', wildcardReplacement = ''} = given ?? {}
      return {...shared, registry: txtRegistry({prefix, suffix, wildcardReplacement}), clusters}
    })
}

export function describeJoint({clusters, ...shared}: JointSituation): string {
  const each = clusters.map(({context, owner, wants = [], pending = [], problems = [], isUnreachable}) =>
    [
      `cluster ${context} owner ${owner}${isUnreachable === true ? ' unreachable' : ''}`,
      ...wants.map(
        ({dnsName, recordType, setIdentifier, targets, properties, resource}) =>
          `  wants ${dnsName} ${recordType} ${setIdentifier} ${targets.join(' ')} ${properties.map(({name, value}) => `${name}=${value}`).join(' ')} by ${resource}`,
      ),
      ...pending.map(({dnsName, resource}) => `  pending ${dnsName} by ${resource}`),
      ...problems.map(({resource}) => `  problem of ${resource}`),
    ].join('\n'),
  )
  return [describeSituation(shared as Situation), ...each].join('\n')
}
