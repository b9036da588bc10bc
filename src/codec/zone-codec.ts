import type {Origin} from '../dns/endpoint.js'
import {parsed, problem} from '../dns/parsed.js'
import type {Zone, ZoneId} from '../dns/zone.js'
import {type Codec, count, flag, object, optional, refine, text} from './codec.js'
import {dnsName} from './record-set-codec.js'
import {sometimes} from './several-owners.js'
import {fieldsOf, named, self, view} from './writer.js'

const FIELDS = {
  id: refine(text, (value) => (/^[A-Za-z0-9]+$/.test(value) ? parsed(value as ZoneId) : problem('is not a zone id'))),
  name: dnsName,
  isPrivate: flag,
  recordSetCount: optional(count),
  profile: optional(text),
  roleArn: optional(text),
}

/** What Route 53 has switched on may be otherwise at the next run, so that it is not kept. */
export const zone: Codec<Zone> = object<Omit<Zone, 'features'>>(FIELDS)

const {recordSetCount: _recordSetCount, ...SHOWN} = FIELDS

export const shownZone = named('zone', view(fieldsOf(self<Zone>, SHOWN)))

export const origin = named(
  'origin',
  object<Origin>({kind: text, namespace: text, name: text, field: text, cluster: sometimes(text)}),
)
