import {textAt} from './object-field.js'
import type {SourceSettings} from './source-settings.js'

/** `--service-type-filter`: an empty list, or one that holds an empty word, lets every type through. */
export function passesTypeFilter(type: string, settings: SourceSettings): boolean {
  const {serviceTypeFilter: filter} = settings
  return filter.length === 0 || filter.includes('') || filter.includes(type)
}

/** `spec.type`. */
export function typeOf(service: {readonly spec?: unknown}): string {
  return textAt(service.spec, 'type')
}

/** A Service without an address of its own. */
export function isHeadless(service: {readonly spec?: unknown}): boolean {
  return textAt(service.spec, 'clusterIP') === 'None'
}
