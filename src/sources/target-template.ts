import type {Desired} from '../dns/endpoint.js'
import {type AskingObject, objectProblem, pendingHost, toPlain} from './asking-object.js'
import {joinBounded} from './bounded.js'
import {combine, subjectOf} from './combine.js'
import {desired} from './desired.js'
import {endpointsFor} from './endpoints-for.js'
import type {SourceSettings} from './source-settings.js'
import {renderNames} from './template/fqdn-template.js'

/**
 * Adds the names of `--fqdn-template` with the targets of `--target-template`, every name with every target, under the
 * rules of `combine`. A kind that knows pairs too takes those first: `withTargetTemplate(withPairs(found, …), …)`.
 * The endpoints take nothing from the object: no TTL, properties, set identifier or label (spec sources.md §3.17).
 */
export function withTargetTemplate(
  found: Desired,
  asker: AskingObject,
  sourceName: string,
  settings: SourceSettings,
): Desired {
  return combine(found, settings, () => hostsAndTargets(asker, sourceName, settings))
}

const FIELD = 'fqdn template'

function hostsAndTargets(asker: AskingObject, sourceName: string, settings: SourceSettings): Desired {
  const {fqdnTemplate, targetTemplate} = settings
  if (fqdnTemplate === undefined || targetTemplate === undefined) return desired({})
  // Records that name no object are held by problems that name none.
  const plain = toPlain(asker)
  const hosts = renderNames(fqdnTemplate, subjectOf(asker), sourceName)
  if (!hosts.ok) return objectProblem(plain, undefined, FIELD, hosts.problem)
  const targets = renderNames(targetTemplate, subjectOf(asker), sourceName)
  if (!targets.ok) return objectProblem(plain, undefined, 'target template', targets.problem)
  return joinBounded(hosts.value, plain, FIELD, (host) =>
    targets.value.length > 0
      ? endpointsFor(host, targets.value, plain, FIELD)
      : pendingHost(plain, host, FIELD, 'has nothing that --target-template could print yet'),
  )
}
