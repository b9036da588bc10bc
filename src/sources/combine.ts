import type {Desired} from '../dns/endpoint.js'
import {suitableType} from '../dns/target.js'
import {type AskingObject, objectProblem, originOf, toPlain} from './asking-object.js'
import {joinBounded} from './bounded.js'
import {desired, joinDesired} from './desired.js'
import {mergeEndpoints} from './merge-endpoints.js'
import {newEndpoint} from './new-endpoint.js'
import type {SourceSettings} from './source-settings.js'
import {renderNames, renderPairs, type TemplateObject} from './template/fqdn-template.js'

/** Makes the endpoints of one host that a template printed; `field` goes into their origin. */
export type HostStep = (host: string, field: string) => Desired

/**
 * Adds to what an object asks for itself what the templates make of it: the pairs of `--fqdn-target-template` first,
 * then the names of `--fqdn-template`. Without `--combine-fqdn-annotation` a step runs only while nothing was found.
 * Source: spec sources.md §3.0, "combine".
 */
export function withPairsAndNames(
  found: Desired,
  asker: AskingObject,
  sourceName: string,
  settings: SourceSettings,
  step: HostStep,
): Desired {
  return withNames(withPairs(found, asker, sourceName, settings), asker, sourceName, settings, step)
}

/** The pairs alone, for kinds whose names take their targets from `--target-template` afterwards. */
export function withPairs(found: Desired, asker: AskingObject, sourceName: string, settings: SourceSettings): Desired {
  return combine(found, settings, () => pairsStep(asker, sourceName, settings))
}

/** As `withPairsAndNames`, for kinds that know no pairs. */
export function withNames(
  found: Desired,
  asker: AskingObject,
  sourceName: string,
  settings: SourceSettings,
  step: HostStep,
): Desired {
  return combine(found, settings, () => namesStep(asker, sourceName, settings, step))
}

/** What was found and, where the rules let it run, what the step adds. */
export function combine(found: Desired, settings: SourceSettings, step: () => Desired): Desired {
  if (!settings.combinesFqdnAnnotation && found.endpoints.length > 0) return found
  const rendered = step()
  // The object's own hosts only wait for their target: once they have it, no template is run, so its names are no wish.
  const isFallback = !settings.combinesFqdnAnnotation && found.pending.length > 0
  return joinDesired([found, isFallback ? {...rendered, pending: []} : rendered])
}

function namesStep(asker: AskingObject, sourceName: string, settings: SourceSettings, step: HostStep): Desired {
  if (settings.fqdnTemplate === undefined) return desired({})
  const names = renderNames(settings.fqdnTemplate, subjectOf(asker), sourceName)
  if (!names.ok) return objectProblem(asker, undefined, 'fqdn template', names.problem)
  return joinBounded(names.value, asker, 'fqdn template', (name) => step(name, 'fqdn template'))
}

/** Pairs bring their own targets and take nothing from the object: no TTL, properties, set identifier or label. */
function pairsStep(asker: AskingObject, sourceName: string, settings: SourceSettings): Desired {
  if (settings.fqdnTargetTemplate === undefined) return desired({})
  const field = 'fqdn-target template'
  const plain = toPlain(asker)
  const pairs = renderPairs(settings.fqdnTargetTemplate, subjectOf(asker), sourceName)
  if (!pairs.ok) return objectProblem(plain, undefined, field, pairs.problem)
  const found = joinBounded(pairs.value, plain, field, ({name, target}) => {
    const endpoint = newEndpoint({
      dnsName: name,
      recordType: suitableType(target),
      targets: [target],
      ttlSeconds: undefined,
      setIdentifier: '',
      resource: '',
      labels: {},
      properties: [],
      origins: [originOf(asker.object, field)],
    })
    return endpoint.ok ? desired({endpoints: [endpoint.value]}) : objectProblem(plain, name, field, endpoint.problem)
  })
  return {...found, endpoints: mergeEndpoints(found.endpoints)}
}

/** The object as the templates see it. */
export function subjectOf({object}: AskingObject): TemplateObject {
  return {kind: object.kind, apiVersion: object.apiVersion, object}
}
