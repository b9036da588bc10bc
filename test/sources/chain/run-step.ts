import type {Desired, Endpoint} from '../../../src/dns/endpoint.js'
import {desired} from '../../../src/sources/object/desired.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {settings} from '../builders.js'

type Step = (found: Desired, settings: SourceSettings) => Desired

/** One wrapper of the chain, alone. */
export function runStep(step: Step, endpoints: readonly Endpoint[], changes: Partial<SourceSettings> = {}): Desired {
  return step(desired({endpoints}), settings(changes))
}

export function warningsOf(found: Desired): readonly string[] {
  return found.warnings.map(({warning}) => warning)
}
